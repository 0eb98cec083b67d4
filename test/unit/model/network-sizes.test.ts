/** How many weights a network has whose sizes lie a step away from its construction. */
import assert from 'node:assert/strict';
import { networkOf } from '../../../src/core/model/networks/network';
import { modelOf, probed } from '../../support/model';
import { loadParser } from '../../support/program';

const HEAD = `
import argparse, math
import torch
from torch import nn
import pytorch_lightning as pl
from dataclasses import dataclass
from types import SimpleNamespace
from functools import partial
from easydict import EasyDict
`;

/** Of two layers, 3 by 4 and 4 by 2: 4 * 4 + 5 * 2 weights. */
const NET = `
class Net(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.a = nn.Linear(config.width_in, config.hidden)
        self.b = nn.Linear(config.hidden, 2)
    def forward(self, x):
        return self.b(self.a(x))
`;
const WEIGHTS = 4 * 4 + 5 * 2;

/** The weights of `probe(...)`; null where they are not known. */
function weightsOf(text: string): number | null | undefined {
  const model = modelOf(HEAD + text);
  const network = networkOf(model, probed(model));
  return network && (network.weights.most === network.weights.least ? network.weights.most : null);
}

function counts(name: string, text: string, weights: number | null): void {
  it(name, () => {
    assert.equal(weightsOf(text), weights);
  });
}

describe('sizes that an object holds', () => {
  before(loadParser);

  const given = (config: string, value = 'Config'): string => `${NET}${config}\nprobe(Net(${value}))`;
  counts('are those of a class', given('class Config:\n    width_in = 3\n    hidden = 4'), WEIGHTS);
  counts(
    'are those of names of the module that a class repeats',
    given('hidden = 4\nclass Config:\n    width_in = hidden - 1\n    hidden = hidden'),
    WEIGHTS,
  );
  counts(
    'are not those of a class whose attribute is set elsewhere',
    given('class Config:\n    width_in = 3\n    hidden = 4\nif big:\n    Config.hidden = 4096'),
    null,
  );
  counts(
    'are those that the constructor sets one by one',
    given(
      `class Config:
    hidden = 8
    def __init__(self, width_in, **kwargs):
        self.width_in = width_in
        for k, v in kwargs.items():
            setattr(self, k, v)`,
      'Config(3, hidden=4)',
    ),
    WEIGHTS,
  );
  const updated = (body: string): string =>
    `class Config:\n    width_in = 3\n    hidden = 8\n    def __init__(self, **kwargs):\n        ${body}`;
  const each = updated('for k, v in kwargs.items():\n            setattr(self, k, v)');
  counts(
    'are those that its table is given',
    given(updated('self.__dict__.update(kwargs)'), 'Config(hidden=4)'),
    WEIGHTS,
  );
  counts('are unknown where keywords are', given(updated('self.__dict__.update(kwargs)'), 'Config(**load())'), null);
  counts('are unknown where the keywords that are set one by one are', given(each, 'Config(**load())'), null);
  counts('are those of a namespace', given('ns = SimpleNamespace(width_in=3, hidden=4)', 'ns'), WEIGHTS);
  counts('are those of a dictionary', given('ns = EasyDict({"width_in": 3, "hidden": 4})', 'ns'), WEIGHTS);
  counts('are those set later', given('ns = EasyDict({"width_in": 3})\nns.hidden = 4', 'ns'), WEIGHTS);
  counts(
    'are those of a dataclass',
    given('@dataclass\nclass Config:\n    width_in: int = 3\n    hidden: int = 9', 'Config(hidden=4)'),
    WEIGHTS,
  );
  counts(
    'are the defaults of a parser',
    given(
      `def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("-w", "--width-in", type=int, default=3)
    parser.set_defaults(hidden=4)
    return parser.parse_args()
args = options()`,
      'args',
    ),
    WEIGHTS,
  );
});

describe('sizes that a command line lists', () => {
  before(loadParser);

  const listed = (option: string): string => `
class Net(nn.Module):
    def __init__(self, args, width):
        super().__init__()
        sizes = [width] + args.layers
        self.body = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
def options():
    parser = argparse.ArgumentParser()
    ${option}
    return parser.parse_args()
args = options()
probe(Net(args, 3))`;
  counts('are those that are set for all', listed('parser.set_defaults(layers=[4, 2])'), WEIGHTS);
  counts('are the default of the option', listed('parser.add_argument("--layers", default=[4, 2])'), WEIGHTS);
  counts('are unknown where the option has none', listed('parser.add_argument("--layers", nargs="+")'), null);
});

describe('sizes that a module of Lightning keeps', () => {
  before(loadParser);

  const module = (save: string): string => `
class Lit(pl.LightningModule):
    def __init__(self, width_in, hidden, lr=0.1):
        super().__init__()
        ${save}
        self.build()
    def build(self):
        self.a = nn.Linear(self.hparams.width_in, self.hparams.hidden)
        self.b = nn.Linear(self.hparams["hidden"], 2)
`;
  const saved = module('self.save_hyperparameters()');
  counts('come from the arguments of its constructor', `${saved}probe(Lit(3, hidden=4))`, WEIGHTS);
  counts('are unknown where it keeps none', `${module('pass')}probe(Lit(3, hidden=4))`, null);
  counts(
    'come through the keywords of the function that makes it',
    `${saved}def train(**kwargs):\n    model = Lit(lr=0.2, **kwargs)\n    probe(model)\ntrain(width_in=3, hidden=4)`,
    WEIGHTS,
  );
  counts(
    'come from the data set of a loader',
    `${saved}
class Rows(torch.utils.data.Dataset):
    def __init__(self, columns, size):
        self.columns = columns
loader = torch.utils.data.DataLoader(partial(Rows, 3)(500), batch_size=8)
probe(Lit(loader.dataset.columns, 4))`,
    WEIGHTS,
  );
});

describe('a network that a function is given', () => {
  before(loadParser);

  const run = (calls: string): string => `${NET}
class Config:
    width_in = 3
    hidden = 4
def train(net, epochs):
    probe(net)
net = Net(Config)
net = net.to("cuda")
${calls}`;
  counts('is the same in all calls', run('train(net, 5)\ntrain(net, 10)'), WEIGHTS);
  it('is unknown where the calls give several', () => {
    assert.equal(weightsOf(run('train(net, 5)\ntrain(nn.Linear(300, 400), 10)')), undefined);
  });
});

describe('tables of numbers in a constructor', () => {
  before(loadParser);

  const net = (table: string): string => `
def table(n, d):
    return torch.tensor([[i / 10_000 ** (2 * j / d) for j in range(d)] for i in range(n)])
class Net(nn.Module):
    def __init__(self, n=2000, d=100):
        super().__init__()
        ${table}
        self.a = nn.Linear(3, 4)
        self.b = nn.Linear(4, 2)
probe(Net())`;
  counts('are not gone through number by number', net('self.table = table(n, d)'), WEIGHTS);
  counts(
    'are not gone through by loops either',
    net(`pe = torch.zeros(n, d)
        for pos in range(n):
            for i in range(0, d, 2):
                pe[pos, i] = math.sin(pos / (10000 ** ((2 * i) / d)))`),
    WEIGHTS,
  );
});

describe('a class with a part left to write', () => {
  before(loadParser);

  const exercise = (line: string, forward = 'return self.b(self.a(x))'): string => `
class Net(nn.Module):
    def __init__(self, deep=False):
        super().__init__()
        self.a = nn.Linear(3, 4)
        ${line}
    def forward(self, x):
        ${forward}
probe(Net())`;
  counts('has a size when it is written', exercise('self.b = nn.Linear(4, 2)'), WEIGHTS);
  counts('has none where a layer is missing', exercise('# your code here'), null);
  counts('has none where a layer is left out', exercise('self.b = ...'), null);
  counts('has none where a layer is None', exercise('self.b = None  # to do'), null);
  counts('has none where a line ends early', exercise('self.b =  # your code\n        self.c = nn.Linear(4, 4)'), null);
  counts('has none where a line does not parse', exercise('self.b = nn.Linear(4, <width>)'), null);
  counts(
    'is written where a switch leaves a layer away',
    exercise('if deep:\n            self.b = nn.Linear(4, 2)', 'return self.b(self.a(x)) if self.deep else self.a(x)'),
    4 * 4,
  );
  counts(
    'is written where the layer is a method',
    exercise('', 'return self.b(self.a(x))\n    def b(self, x):\n        return x'),
    16,
  );
});
