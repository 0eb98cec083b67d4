/** How many rows and steps a run takes, where the source limits them. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const trainer = (data: string): string => `
from datasets import Dataset, load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
import pandas as pd
${data}
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
args = TrainingArguments("out", num_train_epochs=2)
Trainer(model=model, args=args, train_dataset=train).train()
`;

const loop = (data: string, head = 'for x, y in loader:', epochs = 'for epoch in range(30):'): string => `
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset, random_split
from torchvision import datasets
net = nn.Linear(10, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
${data}
${epochs}
    ${head}
        opt.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
`;

describe('rows of a data set of the hub', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, data: string, samples: unknown, share: unknown])[] = [
    ['a chosen range', 'train = load_dataset("imdb")["train"].shuffle(seed=1).select(range(500))', 500, null],
    ['a slice of a split', 'train = load_dataset("imdb", split="train[:800]").map(encode)', 800, null],
    ['a percentage of a split', 'train = load_dataset("imdb", split="train[:10%]")', null, 0.1],
    [
      'what a split off leaves',
      'train = load_dataset("imdb", split="train").train_test_split(0.2)["train"]',
      null,
      0.8,
    ],
    [
      'a stated test part',
      'train = load_dataset("imdb", split="train").train_test_split(test_size=0.2)["train"]',
      null,
      0.8,
    ],
    ['at most the rows before a filter', 'train = load_dataset("x", split="train[:90]").filter(keep)', 90, null],
    ['rows that are written out', 'train = Dataset.from_list([{"text": "a"}, {"text": "b"}]).map(encode)', 2, null],
    [
      'columns that are written out',
      'train = Dataset.from_dict({"text": ["a", "b", "c"], "label": [0, 1, 0]})',
      3,
      null,
    ],
    ['the rows of a table', 'train = Dataset.from_pandas(pd.read_csv("reviews.csv", nrows=1000))', 1000, null],
    [
      'a part of a table',
      'train = Dataset.from_pandas(pd.read_csv("reviews.csv", nrows=1000).sample(frac=0.5))',
      500,
      null,
    ],
  ];
  for (const [why, data, samples, share] of cases)
    it(`counts ${why}`, () => assert.deepEqual(facts(trainer(data), 'samples', 'share'), { samples, share }));

  it('takes the largest of the sizes that a loop tries', () => {
    const text = `
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
data = load_dataset("emotion", split="train")
train_samples = [8, 16, 32, 64]
for n in train_samples:
    model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
    Trainer(model=model, args=TrainingArguments("out"), train_dataset=data.select(range(n))).train()
`;
    assert.deepEqual(facts(text, 'samples'), { samples: 64 });
  });

  it('keeps a task of GLUE and drops a variant', () => {
    assert.deepEqual(facts(trainer('train = load_dataset("nyu-mll/glue", "mrpc")["train"]'), 'dataset'), {
      dataset: 'glue/mrpc',
    });
  });
});

describe('rows of tensors', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, data: string, samples: unknown, share: unknown])[] = [
    [
      'random tensors',
      'loader = DataLoader(TensorDataset(torch.randn(640, 10), torch.randint(0, 2, (640,))), 32)',
      640,
      null,
    ],
    ['a subset', 'loader = DataLoader(Subset(datasets.MNIST("."), range(2000)))', 2000, null],
    [
      'a subset of drawn indices',
      'i = torch.randperm(60000)[:300]\nloader = DataLoader(Subset(datasets.MNIST("."), i))',
      300,
      null,
    ],
    [
      'the first part of a random split',
      'a, b = random_split(datasets.MNIST("."), [50000, 10000])\nloader = DataLoader(a)',
      50000,
      null,
    ],
    ['the other part', 'a, b = random_split(datasets.MNIST("."), [50000, 10000])\nloader = DataLoader(b)', 10000, null],
    [
      'a share of a random split',
      'a, b = random_split(datasets.MNIST("."), [0.8, 0.2])\nloader = DataLoader(a)',
      null,
      0.8,
    ],
    ['made-up pictures', 'loader = DataLoader(datasets.FakeData(size=256))', 256, null],
  ];
  for (const [why, data, samples, share] of cases)
    it(`counts ${why}`, () => assert.deepEqual(facts(loop(data), 'samples', 'share'), { samples, share }));
});

describe('weights and steps of a loop', () => {
  before(loadParser);

  it('has the weights of the model', () => {
    assert.deepEqual(facts(loop('loader = DataLoader(data)'), 'parameters', 'leastParameters'), {
      parameters: 22,
      leastParameters: 22,
    });
  });

  it('multiplies epochs with steps that are counted', () => {
    assert.deepEqual(facts(loop('x, y = make()', 'for step in range(50):'), 'epochs', 'maxSteps'), {
      epochs: 30,
      maxSteps: 1500,
    });
  });

  it('knows a batch that each step draws, and the stride over rows', () => {
    const drawn = loop('', 'for step in range(50):\n        x, y = torch.randn(32, 10), torch.randint(0, 2, (32,))');
    assert.deepEqual(facts(drawn, 'maxSteps', 'samples'), { maxSteps: 1500, samples: null });
    const strides = loop(
      'rows = torch.randn(1000, 10)',
      'for i in range(0, 1000, 20):\n        x, y = rows[i:i+20], t[i:i+20]',
    );
    assert.deepEqual(facts(strides, 'maxSteps', 'samples', 'batchSize'), {
      maxSteps: 1500,
      samples: 1000,
      batchSize: 20,
    });
  });

  it('ends where a counter breaks the loop', () => {
    const text = loop('loader = DataLoader(data)', 'for i, (x, y) in enumerate(loader):\n        if i == 9: break');
    assert.deepEqual(facts(text, 'epochs', 'maxSteps'), { epochs: 30, maxSteps: 270 });
  });

  it('counts the steps of a loop without epochs', () => {
    const text = `
import torch
net = torch.nn.Linear(10, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(64, 10), torch.randn(64, 2)
for t in range(500):
    loss = torch.nn.functional.mse_loss(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
`;
    assert.deepEqual(facts(text, 'maxSteps', 'samples', 'batchSize'), { maxSteps: 500, samples: 64, batchSize: 64 });
  });
});
