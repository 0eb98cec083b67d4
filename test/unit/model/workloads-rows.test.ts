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
    ['rows that are taken', 'train = load_dataset("imdb", split="train").take(500)', 500, null],
    ['one of several shards', 'train = load_dataset("imdb", split="train").shard(num_shards=10, index=0)', null, 0.1],
    [
      'at most the smaller of two numbers',
      'whole = load_dataset("imdb", split="train")\ntrain = whole.select(range(min(len(whole), 1000)))',
      1000,
      null,
    ],
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
    [
      'a subset of a part of the indices',
      'whole = datasets.ImageNet(".")\nloader = DataLoader(Subset(whole, range(len(whole) // 10)))',
      null,
      0.1,
    ],
    [
      'a split whose lengths are parts of the whole',
      'whole = datasets.ImageNet(".")\nheld = int(0.2 * len(whole))\na, b = random_split(whole, [len(whole) - held, held])\nloader = DataLoader(a)',
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

const fit = (data: string, head = 'MLPClassifier()'): string => `
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import BaggingClassifier
from sklearn.impute import KNNImputer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import OneHotEncoder, StandardScaler
table = pd.read_csv("sensors.csv", nrows=700)
${data}
${head}.fit(rows, labels)
`;

describe('rows of a list that loops fill', () => {
  before(loadParser);

  const filled = 'rows = []\nfor day in range(365):\n    rows.append(reading(day))';
  const cases: readonly (readonly [why: string, data: string, samples: unknown])[] = [
    ['the turns of the loop', filled, 365],
    ['an array made of it', `${filled}\nrows = np.array(rows)`, 365],
    ['a table made of it', `${filled}\nrows = pd.DataFrame(rows)`, 365],
    ['several lists at once', filled.replace('rows = []', 'rows, labels = [], []'), 365],
    ['loops in loops', 'rows = list()\nfor a in range(20):\n    for b in range(5):\n        rows.append(a * b)', 100],
    [
      'both arms of a condition',
      'rows = []\nfor a in range(20):\n    if a % 2:\n        rows.append(1)\n    else:\n        rows.append(2)',
      40,
    ],
    [
      'one list for each turn around it',
      `for run in range(3):\n    rows = []\n    for a in range(9):\n        rows.append(a)`,
      9,
    ],
    ['windows of a series', 'rows = []\nfor i in range(30, 90):\n    rows.append(series[i - 30 : i])', 60],
    ['a comprehension', 'rows = [reading(a, b) for a in range(20) for b in range(4)]', 80],
    ['numbers that are written out', 'rows = [1, 2, -3, 4]', 4],
    ['rows of numbers', 'rows = [[0, 1], [1, 0], [1, 1]]', 3],
    ['what a loop adds to them', 'rows = [1, 2]\nfor a in range(20):\n    rows.append(a)', 22],
    ['the characters of a text', 'text = "hihello"\npart = text[:-1]\nrows = [codes[c] for c in part]', 7],
    [
      'nothing of a text that is cut from itself',
      'while more():\n    text = text[1:]\n    rows = [c for c in text]',
      null,
    ],
    ['nothing of numbers that are repeated', 'rows = [0, 1] * repeats', null],
    ['nothing of numbers that more are joined to', 'rows = [0, 1]\nrows += older', null],
    ['nothing of a text from a file', 'text = open(path).read()\nrows = [codes[c] for c in text]', null],
    ['nothing of a loop without a count', 'rows = []\nwhile more():\n    rows.append(next_one())', null],
    ['nothing when others add to it', `${filled}\nrows += older`, null],
    ['nothing when it is extended', `${filled}\nrows.extend(older)`, null],
    ['nothing of a function that may add to it', `${filled}\ntop_up(rows)`, null],
    ['nothing of one element', `${filled}\nrows = rows[0]`, null],
    ['nothing of the elements one by one', `${filled.replaceAll('rows', 'parts')}\nfor rows in parts:\n    pass`, null],
    ['nothing of tables', filled.replace('reading(day)', 'table'), null],
  ];
  for (const [why, data, samples] of cases)
    it(`counts ${why}`, () => assert.deepEqual(facts(fit(data), 'samples'), { samples }));

  it('are those of what a function returns', () => {
    const made =
      'def made():\n    a = []\n    for i in range(50):\n        a.append(i)\n    return np.array(a)\nrows = made()';
    assert.deepEqual(facts(fit(made), 'samples'), { samples: 50 });
  });
});

describe('rows of a table that is cleaned and encoded', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, data: string])[] = [
    ['imputed', 'rows = KNNImputer().fit_transform(table)'],
    ['imputed into a table', 'rows = pd.DataFrame(data=KNNImputer().fit_transform(table), columns=names)'],
    ['scaled after a fit', 'scaler = StandardScaler().fit(table)\nrows = scaler.transform(table)'],
    ['encoded', 'rows = OneHotEncoder().fit_transform(table[["kind"]]).toarray()'],
    ['encoded by pandas', 'rows = pd.get_dummies(table.dropna(), columns=["kind"])'],
    ['transformed by columns', 'rows = ColumnTransformer(parts).fit_transform(table.drop_duplicates())'],
    ['sorted and filled', 'rows = table.sort_values("day").ffill().replace(-1, 0)'],
    ['joined sideways', 'rows = pd.concat([pd.get_dummies(table["kind"]), table[["size"]]], axis=1)'],
    ['filtered, at most', 'rows = table.query("size > 3").select_dtypes("number")'],
  ];
  for (const [why, data] of cases)
    it(`are kept where it is ${why}`, () => assert.deepEqual(facts(fit(data), 'samples'), { samples: 700 }));

  it('reach the estimator through what is around it', () => {
    const around = ['MultiOutputClassifier', 'ClassifierChain', 'OneVsRestClassifier', 'BaggingClassifier'];
    for (const name of [...around, 'CalibratedClassifierCV'])
      assert.deepEqual(facts(fit('rows = table', `${name}(MLPClassifier())`), 'samples', 'model'), {
        samples: 700,
        model: name,
      });
  });

  it('counts epochs of a progress bar that is told more than bounds', () => {
    const text = `import torch
from tqdm import trange
net = torch.nn.Linear(10, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in trange(4, desc="Epoch", leave=False):
    for x, y in loader:
        loss = torch.nn.functional.mse_loss(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()`;
    assert.deepEqual(facts(text, 'epochs'), { epochs: 4 });
  });
});

const keras = (data: string): string => `
import numpy as np
import tensorflow as tf
from tensorflow import keras
from sklearn.model_selection import train_test_split
(images, labels), _ = keras.datasets.cifar10.load_data()
${data}
model = keras.Sequential([keras.layers.Dense(10)])
model.fit(x, y, epochs=3)
`;

describe('rows of a slice', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, data: string, samples: unknown, share: unknown])[] = [
    ['from its start', 'x = images[:1000]', 1000, null],
    ['from its end', 'x = images[-1000:]', 1000, null],
    ['that leaves out rows at the start', 'x = images[5000:]', 45000, null],
    ['that leaves out rows at the end', 'x = images[:-5000]', 45000, null],
    ['by a part of the length', 'n = int(len(images) * 0.1)\nx = images[:n]', null, 0.1],
    ['by a part of the shape', 'x = images[: images.shape[0] // 4]', null, 0.25],
    ['after a part of the length', 'x = images[int(0.75 * len(images)) :]', null, 0.25],
    ['of every tenth row', 'x = images[::10]', null, 0.1],
    ['by drawn indices', 'drawn = np.random.choice(len(images), 300)\nx = images[drawn]', 300, null],
    ['that an option sets', 'import sys\nx = images[: int(sys.argv[1])]', null, null],
    ['of columns', 'x = images[:, :5]', null, null],
  ];
  for (const [why, data, samples, share] of cases)
    it(`counts those of one ${why}`, () =>
      assert.deepEqual(facts(keras(data), 'samples', 'share'), { samples, share }));

  it('counts what a split keeps back', () => {
    const data = '_, x, _, y = train_test_split(images, labels, test_size=0.1)';
    assert.deepEqual(facts(keras(data), 'dataset', 'share'), { dataset: 'cifar10', share: 0.1 });
  });

  it('counts batches that are taken', () => {
    const data = 'x = tf.data.Dataset.from_tensor_slices((images, labels)).batch(20).take(5)';
    assert.deepEqual(facts(keras(data), 'samples', 'batchSize'), { samples: 100, batchSize: 20 });
    assert.deepEqual(facts(keras(data.replace('20', 'size')), 'samples'), { samples: null });
  });
});

const trained = (calls: string): string => `
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
net = nn.Linear(10, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
few = DataLoader(TensorDataset(torch.randn(100, 10), torch.randn(100, 2)), 10)
many = DataLoader(TensorDataset(torch.randn(700, 10), torch.randn(700, 2)), 10)

def train(loader):
    for epoch in range(5):
        for x, y in loader:
            opt.zero_grad()
            nn.functional.mse_loss(net(x), y).backward()
            opt.step()

${calls}
`;

describe('rows of a parameter', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, calls: string, samples: unknown])[] = [
    ['what the only caller passes', 'train(few)', 100],
    ['the most that callers pass', 'train(few)\ntrain(many)', 700],
    ['unknown where one of them passes something unknown', 'train(few)\ntrain(load())', null],
  ];
  for (const [why, calls, samples] of cases)
    it(`are ${why}`, () => assert.deepEqual(facts(trained(calls), 'samples'), { samples }));
});

describe('rows of data that a helper is given again and again', () => {
  before(loadParser);
  const code = `
import helper
from keras.layers import Dense
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences
def pad(x, length=None):
    if length is None:
        length = max([len(sentence) for sentence in x])
    return pad_sequences(x, maxlen=length)
rows, labels = helper.load_data("rows")
${'rows = pad(rows)\nrows = rows.reshape((-1, 8, 1))\n'.repeat(8)}
model = Sequential([Dense(10)])
model.compile("adam", "mse")
model.fit(rows, labels, epochs=3)
`;

  it('are looked for once in each place, though every call may have been given what every other one gave back', () => {
    assert.deepEqual(facts(code, 'samples', 'epochs'), { samples: null, epochs: 3 });
  });
});

describe('rows of one batch that stays in memory', () => {
  before(loadParser);
  const code = (head: string): string => `
import time
import torch
from torch import nn
net = nn.Linear(10, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(128, 10), torch.randn(128, 2)
end = time.time() + 20
${head}
    loss = nn.functional.mse_loss(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
`;

  it('are a pass where the passes are counted', () => {
    assert.deepEqual(facts(code('for step in range(200):'), 'samples'), { samples: 128 });
  });

  for (const head of ['while True:', 'while time.time() < end:'])
    it(`say nothing of the length of "${head}"`, () =>
      assert.deepEqual(facts(code(head), 'samples'), { samples: null }));
});
