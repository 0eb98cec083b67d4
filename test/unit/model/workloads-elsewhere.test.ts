/** Workload facts that functions and classes of other files decide. */
import assert from 'node:assert/strict';
import type { Workload } from '../../../src/core/model/workload';
import { type Files, modelIn } from '../../support/imports';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const LOADERS = `from torch.utils.data import DataLoader
from torchvision.datasets import CIFAR10
`;
const OPTIONS = `import argparse
p = argparse.ArgumentParser()
p.add_argument("--epochs", type=int, default=40)
p.add_argument("--batch", type=int, default=96)
args = p.parse_args()
`;
const STEP = '    loss = criterion(net(x), y)\n    loss.backward()\n    opt.step()\n';
const LOOP = `import torch
net = torch.nn.Linear(8, 2)
for epoch in range(3):
  for x, y in loader:
${STEP}`;

function run(files: Files, text: string): Workload {
  const { workloads } = modelIn(files, text);
  assert.equal(workloads.length, 1, `${workloads.length} workloads`);
  return workloads[0] as Workload;
}

const data = ({ dataset, batchSize }: Workload): unknown => [dataset?.value ?? null, batchSize?.value ?? null];

describe('data that a function of another file hands back', () => {
  before(loadParser);

  const LOADING = `${LOADERS}def get(size, workers=2):
  return DataLoader(CIFAR10("."), batch_size=size, num_workers=workers), None`;

  it('has the batch that the call asks for', () => {
    const found = run({ 'data.py': LOADING }, `from data import get\nloader, _ = get(48)\n${LOOP}`);
    assert.deepEqual(data(found), ['CIFAR10', 48]);
    assert.equal(found.dataset?.span, null);
  });

  it('has the batch of an option that the call hands on', () => {
    const files = {
      'data.py': LOADING.replace('size, workers', 'options, workers').replace('=size', '=options.batch'),
    };
    const found = run(files, `${OPTIONS}from data import get\nloader, _ = get(args)\n${LOOP}`);
    assert.deepEqual(data(found), ['CIFAR10', 96]);
    assert.equal(found.batchSize?.certainty, 'default');
  });

  it('follows the batch through functions there', () => {
    const files = {
      'data.py': `${LOADERS}def make(n):\n  return DataLoader(CIFAR10("."), batch_size=n)\ndef get(size=16):\n  return make(size)`,
    };
    assert.deepEqual(data(run(files, `from data import get\nloader = get(24)\n${LOOP}`)), ['CIFAR10', 24]);
    assert.deepEqual(data(run(files, `from data import get\nloader = get()\n${LOOP}`)), ['CIFAR10', 16]);
    assert.deepEqual(data(run(files, `from data import get\nloader = get(best)\n${LOOP}`)), ['CIFAR10', null]);
  });

  it('is found through a method, with what the construction is given', () => {
    const files = {
      'data.py': `${LOADERS}class Data:
  def __init__(self, config):
    self.config = config
  def training(self):
    return DataLoader(CIFAR10("."), batch_size=self.config.batch)`,
    };
    const found = run(files, `${OPTIONS}from data import Data\nloader = Data(args).training()\n${LOOP}`);
    assert.deepEqual(data(found), ['CIFAR10', 96]);
  });

  it('ends where files hand back what they ask each other for', () => {
    const files = {
      'a.py': 'from b import get\ndef give():\n  return get()',
      'b.py': 'from a import give\ndef get():\n  return give()',
    };
    assert.deepEqual(data(run(files, `from a import give\nloader = give()\n${LOOP}`)), [null, null]);
  });
});

describe('a configuration that a class of another file makes of options', () => {
  before(loadParser);

  const files = { 'config.py': 'class Config:\n  def __init__(self, options):\n    self.size = options.batch' };
  const MADE = (argument: string): string =>
    `${OPTIONS}${LOADERS}from config import Config\nloader = DataLoader(CIFAR10("."), batch_size=Config(${argument}).size)\n${LOOP}`;

  it('has their values', () => assert.deepEqual(data(run(files, MADE('args'))), ['CIFAR10', 96]));

  it('is unknown for other arguments', () => assert.deepEqual(data(run(files, MADE('*given'))), ['CIFAR10', null]));
});

describe('training that a class of another file runs', () => {
  before(loadParser);

  const TRAINER = (keeps: string): string => `class Coach:
${keeps}
  def fit(self, loader):
    for epoch in range(self.args.epochs):
      for x, y in loader:
        loss = self.loss(self.net(x), y)
        loss.backward()
        self.opt.step()`;
  const KEPT = '  def __init__(self, net, args):\n    self.args = args\n    self.net = net';
  const REST = '  def __init__(self, **rest):\n    self.args = rest["args"]\n    self.net = rest["net"]';
  const START = `${OPTIONS}${LOADERS}import torch
from torchvision import models
from coach import Coach
coach = Coach(net=models.resnet18(), args=args)
coach.fit(DataLoader(CIFAR10("."), batch_size=8))`;

  for (const keeps of [KEPT, REST]) {
    it(`has the epochs and the network of the construction: ${keeps.trim().split('\n')[0] ?? ''}`, () => {
      const { epochs, model } = run({ 'coach.py': TRAINER(keeps) }, START);
      assert.deepEqual([epochs?.value, epochs?.certainty, model?.value], [40, 'default', 'resnet18']);
    });
  }

  it('has them in its own file as well', () => {
    const text = START.replace('from coach import Coach', TRAINER(REST));
    assert.deepEqual(facts(text, 'epochs', 'model'), { epochs: '40?', model: 'resnet18' });
  });

  it('has the epochs of options that a function gets', () => {
    const files = {
      'fit.py': `def fit(net, loader, options):\n  for epoch in range(1, options.epochs + 1):\n    for x, y in loader:\n  ${STEP.replaceAll('\n  ', '\n    ')}`,
    };
    assert.equal(run(files, `${OPTIONS}import fit\nfit.fit(net, loader, args)`).epochs?.value, 40);
    assert.equal(run(files, `import fit\nfit.fit(net, loader, options)`).epochs, null);
  });

  it('has the batch that the object is made with, and the network that it makes', () => {
    const files = {
      'agent.py': `from torchvision import models
class Agent:
  def __init__(self, batch_size):
    self.size = batch_size
    self.net = models.resnet34()
  def learn(self):
    for x in self.memory(self.size):
      loss = self.net(x).mean()
      loss.backward()
      self.optimizer.step()`,
    };
    const { epochs, batchSize, model } = run(
      files,
      'from agent import Agent\na = Agent(batch_size=20)\nfor episode in range(500):\n  a.learn()',
    );
    assert.deepEqual([epochs?.value, batchSize?.value, model?.value], [500, 20, 'resnet34']);
  });
});

describe('training that an object of another file runs with the options it is made with', () => {
  before(loadParser);

  const coach = (extra = '', step = STEP): Files => ({
    'coach.py': `import torch
from torch.utils.data import DataLoader
from tqdm import tqdm, trange
class Coach:
  def __init__(self, args, rows):
    self.args = args
    self.rows = rows
    self.net = torch.nn.Linear(8, 2)
  def train(self):
    net, opt = self.net, torch.optim.SGD(self.net.parameters(), 0.1)
    turns = trange(int(self.args.epochs), desc="Epoch")
    for _ in turns:
      for x, y in tqdm(DataLoader(self.rows, batch_size=self.args.batch)):
${step.replaceAll('    ', '        ')}${extra}`,
  });
  const MAIN = `${OPTIONS}from torchvision.datasets import CIFAR10
from coach import Coach
def main(args):
  coach = Coach(args, CIFAR10("."))
  coach.train()
main(args)`;
  const seen = (files: Files): unknown => {
    const { epochs, batchSize, dataset, precision } = run(files, MAIN);
    return [
      epochs?.value,
      epochs?.certainty,
      batchSize?.value ?? null,
      dataset?.value ?? null,
      precision?.value ?? null,
    ];
  };

  it('has their epochs, batch and data', () => assert.deepEqual(seen(coach()), [40, 'default', 96, 'CIFAR10', 'fp32']));

  it('has them where the object can be read back', () =>
    assert.deepEqual(seen(coach('  def load(self, path):\n    self.args = torch.load(path)\n')), [
      ...[40, 'default', 96],
      ...['CIFAR10', 'fp32'],
    ]));

  it('has none where something else sets them', () =>
    assert.deepEqual(seen(coach('  def again(self):\n    self.args = other()\n')), [
      ...[undefined, undefined, null],
      ...['CIFAR10', 'fp32'],
    ]));

  it('computes as the loop does', () => {
    const step = STEP.replace('    loss =', '    with torch.autocast("cuda"):\n      loss =').replace(
      '      loss =',
      '          loss =',
    );
    assert.equal((seen(coach('', step)) as unknown[]).at(-1), 'mixed');
  });
});

describe('the network of a run whose loss a helper computes', () => {
  before(loadParser);

  const HELPED = (more: string): string => `import torch
from torchvision import models
def losses(x, y, model):
  return torch.nn.functional.cross_entropy(model(x), y)
net = models.resnet18()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
${more}
for epoch in range(3):
  for x, y in loader:
    loss = losses(x, y, net)
    loss.backward()
    opt.step()`;

  it('is what the optimizer has the parameters of', () => {
    assert.deepEqual(facts(HELPED(''), 'model'), { model: 'resnet18' });
  });

  it('is unknown where there are several', () => {
    const other = 'other = models.resnet50()\nsecond = torch.optim.Adam(other.parameters())';
    assert.deepEqual(facts(HELPED(other), 'model'), { model: null });
  });
});

describe('the data set of a table', () => {
  before(loadParser);

  const FIT = (read: string): string => `import os, shap
import pandas as pd
from sklearn.svm import SVC
table = ${read}
SVC().fit(table.drop("y", axis=1), table["y"])`;
  const name = (why: string, read: string, expected: string | null): void =>
    void it(why, () => assert.deepEqual(facts(FIT(read), 'dataset'), { dataset: expected }));

  name('is its file', 'pd.read_csv("data/temps.csv")', 'temps.csv');
  name('is its file under an address', 'pd.read_csv("https://example.org/a/temps.csv?raw=true")', 'temps.csv');
  name('is the last part of a path', 'pd.read_csv(os.path.join(folder, "temps.csv"))', 'temps.csv');
  name('is unknown for a path that is', 'pd.read_csv(path)', null);
  name('is a set of shap', 'shap.datasets.adult()[0]', 'adult');

  it('has the rows that shap draws', () => {
    const rows = (given: string): unknown => facts(FIT(`shap.datasets.adult(${given})[0]`), 'samples');
    assert.deepEqual([rows(''), rows('n_points=100')], [{ samples: 32_561 }, { samples: 100 }]);
  });

  it('has no rows that nobody counted', () => {
    assert.equal(modelOf(FIT('pd.read_csv("temps.csv")')).workloads[0]?.samples, null);
    assert.equal(modelOf(FIT('pd.read_csv("titanic.csv")')).workloads[0]?.samples?.value, 891);
  });
});
