/** The data set of rows that a program joins, fills into lists and dictionaries, or reads in a function. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const HEAD = `import sqlite3
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv")
shops = pd.read_csv("shops.csv")
`;
const nameOf = (text: string): unknown => facts(HEAD + text, 'dataset')['dataset'];
const fitted = (text: string): unknown => nameOf(`${text}\nLogisticRegression().fit(X, y)`);

describe('the data set of joined tables', () => {
  before(loadParser);

  for (const [join, name] of [
    ['sales.merge(shops, on="id", how="left").fillna(0)', 'sales.csv'],
    ['pd.merge(sales, shops, how="right")', 'shops.csv'],
    ['pd.merge(sales, shops)', null],
    ['sales.merge(unknown())', null],
    ['sales.merge(sales[["id"]])', 'sales.csv'],
    ['sales.drop(columns=["a"]).append(shops)', 'sales.csv'],
  ] as const)
    it(`is ${name}: ${join}`, () => assert.equal(fitted(`X = ${join}`), name));
});

describe('the data set of rows in a list or a dictionary', () => {
  before(loadParser);

  for (const [why, text] of [
    ['by number', 'X = []\nfor i in range(sales.text.shape[0]):\n  X.append(clean(sales.text[i]))'],
    ['by its length', 'X = []\nfor i in range(len(sales)):\n  X.append(clean(i))'],
    ['row by row', 'X = []\nfor _, row in sales.iterrows():\n  X.append(clean(row))'],
    ['with a bar', 'X = []\nfor row in tqdm(sales.values):\n  X.append(clean(row))'],
    ['of entries', 'parts = {}\nfor k in ["train", "test"]:\n  parts[k] = sales[sales.kind == k]\nX = parts["train"]'],
  ] as const)
    it(`is that of the table, ${why}`, () => assert.equal(fitted(text), 'sales.csv'));

  it('is unknown where the loop says nothing', () =>
    assert.equal(fitted('X = []\nfor i in range(10):\n  X.append(clean(i))'), null));
});

describe('the data set of a table of a data base', () => {
  before(loadParser);

  for (const [query, name] of [
    ['pd.read_sql_query("SELECT * FROM games", link)', 'games'],
    ['pd.read_sql("select a, b from `games` where a > 1", link)', 'games'],
    ['pd.read_sql_query(f"select * from \\"{season}\\"", link)', '2012-23'],
    ['pd.read_sql_query(f"select * from {table} where season = {season}", link)', null],
    ['pd.read_sql_query("select * from a join b", link)', null],
  ] as const)
    it(`is ${name}: ${query}`, () => assert.equal(fitted(`season = "2012-23"\nX = ${query}`), name));
});

describe('the data set of a variable of the module that a function reads', () => {
  before(loadParser);

  const read = (mention: string): string => `X, y = sales.values, sales.y
X, rest, y, other = train_test_split(X, y)
def objective(params):
  model = LogisticRegression(C=params["C"])
  model.fit(X, y)
${mention}
X, rest, y, other = train_test_split(shops.values, shops.y)`;

  it('is the one where the function is used', () => assert.equal(nameOf(read('fmin(fn=objective)')), 'sales.csv'));

  it('is unknown where the function may be used anywhere', () =>
    assert.equal(nameOf(read('def search():\n  fmin(fn=objective)')), null));
});

describe('the data set of files that the hub library reads', () => {
  before(loadParser);

  const read = (files: string): unknown =>
    facts(
      `from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
files = {"train": "data/train_rows.csv", "validation": "data/b.csv"}
train = load_dataset("csv", data_files=${files})["train"]
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
Trainer(model=model, args=TrainingArguments("out"), train_dataset=train).train()`,
      'dataset',
    )['dataset'];

  it('is the file to train on', () => {
    assert.equal(read('files'), 'train_rows.csv');
    assert.equal(read('"rows.csv"'), 'rows.csv');
    assert.equal(read('folder'), null);
  });
});
