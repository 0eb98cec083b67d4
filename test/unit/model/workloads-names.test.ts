/** Names of data sets that a path or a class of the project tells. */
import assert from 'node:assert/strict';
import { type Files, modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const HEAD = `import os
import pandas as pd
import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets
`;
const LOOP = `
net = torch.nn.Linear(8, 2)
for epoch in range(3):
  for x, y in DataLoader(rows, batch_size=4):
    loss = criterion(net(x), y)
    loss.backward()
    opt.step()`;

const nameOf = (text: string): unknown => facts(`${HEAD}${text}${LOOP}`, 'dataset')['dataset'];

describe('a folder of pictures', () => {
  before(loadParser);

  const folder = (path: string): unknown => nameOf(`rows = datasets.ImageFolder(${path})`);

  for (const [path, name] of [
    ['"data/flowers/train"', 'flowers?'],
    ['os.path.join("../chest_xray", "train")', 'chest_xray?'],
    ['"/home/ann/imagenet/train"', 'ImageNet?'],
  ] as const) {
    it(`is called ${name}: ${path}`, () => assert.equal(folder(path), name));
  }

  for (const path of [
    '"data/train"',
    'os.path.join(root, "train")',
    'os.path.join("flowers", kind)',
    '"x"',
    'f"flowers/{kind}"',
  ])
    it(`has no name: ${path}`, () => assert.equal(folder(path), null));

  it('may be one of several splits', () => {
    const text =
      'sets = {s: datasets.ImageFolder(os.path.join("bees", s)) for s in ["train", "val"]}\nrows = sets["train"]';
    assert.equal(nameOf(text), 'bees?');
  });

  it('is read by Keras', () => {
    const text = `from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
train = keras.utils.image_dataset_from_directory("pizza_steak/train")
model.fit(train, epochs=2)`;
    assert.equal(facts(text, 'dataset')['dataset'], 'pizza_steak?');
  });
});

describe('a data set class of the project', () => {
  before(loadParser);

  const CLASS = (base: string, body = '  def __init__(self, path, size): pass'): string =>
    `class Own(${base}):\n${body}\n`;

  it('has the name of the data set that it derives from', () => {
    assert.equal(nameOf(`${CLASS('datasets.CIFAR10')}rows = Own("data/train")`), 'CIFAR10');
    assert.equal(nameOf(`${CLASS('datasets.ImageFolder')}rows = Own("data/train")`), null);
  });

  it('has the name of the path that it is given', () => {
    assert.equal(nameOf(`${CLASS('Dataset')}rows = Own("../mini-imagenet/", 84)`), 'mini-imagenet?');
    assert.equal(nameOf(`${CLASS('Dataset')}rows = Own("data/train.csv", 84)`), 'train.csv?');
    assert.equal(nameOf(`${CLASS('Dataset')}rows = Own("data/criteo/train.csv", 84)`), 'criteo?');
  });

  it('has no name from other words and files', () => {
    for (const given of ['"train", "rgb"', '"vectors/glove.6B.txt"', '"nets/best.pth"', 'path'])
      assert.equal(nameOf(`${CLASS('Dataset')}rows = Own(${given})`), null);
  });

  it('has the name of the table that it reads', () => {
    const reads = (file: string): string => `  def __init__(self):\n    self.rows = pd.read_csv(${file})`;
    assert.equal(nameOf(`${CLASS('Dataset', reads('"data/ratings.csv"'))}rows = Own()`), 'ratings.csv');
    const array = '  def __init__(self):\n    self.lens = np.loadtxt("camera.txt")';
    assert.equal(nameOf(`import numpy as np\n${CLASS('Dataset', array)}rows = Own()`), null);
    assert.equal(nameOf(`${CLASS('Dataset', reads('kind + "_train.csv"'))}rows = Own()`), null);
  });

  it('may be called like a published one', () => {
    assert.equal(
      nameOf(`${CLASS('Dataset').replace('Own', 'CityscapesDataset')}rows = CityscapesDataset(root)`),
      'Cityscapes?',
    );
    assert.equal(nameOf(`${CLASS('Dataset')}rows = Own(root)`), null);
  });

  it('may be in another file', () => {
    const found = (files: Files): unknown =>
      modelIn(files, `${HEAD}from own import Own\nrows = Own("data/penn/")${LOOP}`).workloads[0]?.dataset?.value ??
      null;
    assert.equal(found({ 'own.py': `${HEAD}${CLASS('Dataset')}` }), 'penn');
    assert.equal(found({ 'own.py': `${HEAD}${CLASS('datasets.SVHN')}` }), 'SVHN');
    assert.equal(found({ 'own.py': CLASS('object') }), null);
  });
});

describe('data of a library', () => {
  before(loadParser);

  it('is read from the disk', () =>
    assert.equal(nameOf('from datasets import load_from_disk\nrows = load_from_disk("data/alpaca")'), 'alpaca?'));

  it('comes with the examples of TensorFlow', () => {
    const text = `from tensorflow.examples.tutorials.mnist import input_data
import torch
net = torch.nn.Linear(8, 2)
mnist = input_data.read_data_sets("MNIST_data", one_hot=True)
for it in range(1000):
  x, y = mnist.train.next_batch(32)
  loss = criterion(net(x), y)
  loss.backward()
  opt.step()`;
    assert.equal(facts(text, 'dataset')['dataset'], 'MNIST');
  });
});

describe('windows of a series', () => {
  before(loadParser);

  it('are of the data set that they are cut from', () => {
    const text = `import numpy as np
import pandas as pd
from tensorflow import keras
series = pd.read_csv("AAPL.csv").reset_index()["close"]
def windows(rows, width):
  xs, ys = [], []
  for i in range(len(rows) - width):
    a = rows[i:i + width, 0]
    xs.append(a)
    ys.append(rows[i + width, 0])
  return np.array(xs), np.array(ys)
train, test = series[:800], series[800:]
x, y = windows(train, 60)
xv, yv = windows(test, 60)
model = keras.Sequential([keras.layers.LSTM(8)])
model.fit(x, y, epochs=5)`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'AAPL.csv', samples: null });
  });
});
