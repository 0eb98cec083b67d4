/** Data and models that an option chooses in another file. */
import assert from 'node:assert/strict';
import { type Files, modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';
import { trainedOnRows } from '../../support/workloads';

const OPTIONS = `import argparse
import torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--data", default="cifar")
p.add_argument("--arch", default="wide")
p.add_argument("--free", required=True)
args = p.parse_args()
`;

interface Told {
  readonly data: string | null;
  readonly model: string | null;
}

function told(files: Files, imports: string, rows: string, net?: string): Told {
  const { workloads } = modelIn(files, `${OPTIONS}${imports}\nrows = ${rows}${trainedOnRows(net)}`);
  assert.equal(workloads.length, 1);
  return { data: workloads[0]?.dataset?.value ?? null, model: workloads[0]?.model?.value ?? null };
}

describe('data that an option chooses in another file', () => {
  before(loadParser);

  const BRANCHES = `from torchvision.datasets import CIFAR10, MNIST
def get(name, root="."):
  if name == "digits":
    rows = MNIST(root)
  elif name == "cifar":
    rows = CIFAR10(root)
  else:
    raise ValueError(name)
  return rows`;
  const ENTRIES = `from torchvision.datasets import CIFAR10, MNIST
ALL = {"digits": MNIST, "cifar": CIFAR10}
def get(name, root="."):
  return ALL[name.lower()](root)`;
  const RETURNS = `from torchvision.datasets import CIFAR10, MNIST
def get(options):
  if options.data == "digits":
    return MNIST(".")
  return CIFAR10(".")`;

  for (const [code, given] of [
    [BRANCHES, 'args.data'],
    [ENTRIES, 'args.data'],
    [RETURNS, 'args'],
  ] as const) {
    const name = (argument: string): string | null =>
      told({ 'data.py': code }, 'from data import get', `get(${argument})`).data;

    it(`is that of the default: ${code.split('\n')[1] ?? ''}`, () => assert.equal(name(given), 'CIFAR10'));
    if (given !== 'args') {
      it('is that of the argument', () => assert.equal(name('"digits"'), 'MNIST'));
      it('is open without a default', () => assert.equal(name('args.free'), null));
    }
  }

  it('is told apart for two calls of the same function', () => {
    const files = { 'data.py': BRANCHES };
    assert.equal(told(files, 'from data import get\nother = get("digits")', 'get("cifar")').data, 'CIFAR10');
    assert.equal(told(files, 'from data import get\nother = get("cifar")', 'get("digits")').data, 'MNIST');
  });

  it('is what the call hands over', () => {
    const files = {
      'data.py': 'from torch.utils.data import Subset\ndef part(rows, count):\n  return Subset(rows, range(count))',
    };
    const imports = 'from data import part\nfrom torchvision.datasets import SVHN';
    assert.equal(told(files, imports, 'part(SVHN("."), 5)').data, 'SVHN');
  });

  it('ends where two files call each other', () => {
    const files = {
      'a.py': 'from b import two\ndef one(name):\n  return two(name)',
      'b.py': 'from a import one\ndef two(name):\n  return one(name)',
    };
    assert.equal(told(files, 'from a import one', 'one(args.data)').data, null);
  });
});

describe('a model that a function of another file makes', () => {
  before(loadParser);

  const ZOO = `import torch
class Wide(torch.nn.Module): pass
class Thin(torch.nn.Module): pass
MAKERS = {"wide": Wide, "thin": Thin}
def build(name):
  net = MAKERS[name]()
  return net.cuda()
def plain():
  return Thin()
def either(flag):
  return Wide() if flag else Thin()
def wrapped(net):
  return torch.nn.DataParallel(net)`;
  const model = (net: string): string | null =>
    told({ 'zoo.py': ZOO }, 'from zoo import *\nimport zoo', 'xs', net).model;

  it('has the name of the class there', () => assert.equal(model('zoo.plain()'), 'Thin'));

  it('is chosen by an option', () => {
    assert.equal(model('zoo.build(args.arch)'), 'Wide');
    assert.equal(model('zoo.build("thin")'), 'Thin');
    assert.equal(model('zoo.build(args.free)'), null);
  });

  it('is the one that it is given', () => assert.equal(model('zoo.wrapped(zoo.plain())'), 'Thin'));

  it('is chosen from a dictionary of this file', () => {
    const made = (key: string): string | null =>
      told({ 'zoo.py': ZOO }, 'from zoo import Wide, Thin\nOWN = {"wide": Wide, "thin": Thin}', 'xs', `OWN[${key}]()`)
        .model;
    assert.equal(made('args.arch'), 'Wide');
    assert.equal(made('args.free'), null);
  });
});
