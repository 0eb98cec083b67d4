/** What a program knows about names that it imports from files of the workspace. */
import assert from 'node:assert/strict';
import type { Imported } from '../../../src/core/model/imports/imported';
import { type Files, modelIn, TRAIN } from '../../support/imports';
import { callOf, probed, show } from '../../support/model';
import { loadParser } from '../../support/program';

const value = (why: string, files: Files, text: string, expected: string, path?: string): void =>
  void it(why, () => {
    const model = modelIn(files, text, path);
    assert.equal(show(model.value(probed(model))), expected);
  });

const origin = (why: string, files: Files, text: string, expected: string): void =>
  void it(why, () => {
    const model = modelIn(files, text);
    const names = model.origins(probed(model)).map((one) => {
      if (one.kind === 'external') return `external ${one.name}${one.may ? '?' : ''}`;
      return one.kind === 'result' ? `result ${one.of}` : one.kind;
    });
    assert.equal(names.join(' | '), expected);
  });

describe('a value from another file', () => {
  before(loadParser);

  value(
    'is that of its constant',
    { 'config.py': 'EPOCHS = 90' },
    'from config import EPOCHS\nprobe(EPOCHS)',
    'known 90',
  );
  value(
    'is found under an alias',
    { 'config.py': 'EPOCHS = 90' },
    'from config import EPOCHS as n\nprobe(n)',
    'known 90',
  );
  const YACS = 'from yacs.config import CfgNode as CN\n_C = CN()\n_C.TRAIN = CN()\n_C.TRAIN.EPOCHS = 300\n';
  value(
    'is the default of a yacs configuration',
    { 'config.py': `${YACS}def get_defaults():\n  return _C.clone()` },
    'from config import get_defaults\ndef main(c):\n  probe(c.TRAIN.EPOCHS)\ncfg = get_defaults()\ncfg.merge_from_file(path)\nmain(cfg)',
    'default 300 via TRAIN.EPOCHS in config.py',
  );
  value(
    'is unknown where a yacs configuration is set twice',
    { 'config.py': `${YACS}if small:\n  _C.TRAIN.EPOCHS = 3\n_C.TRAIN.EPOCHS = 30\ncfg = _C` },
    'from config import cfg\nprobe(cfg.TRAIN.EPOCHS)',
    'unknown',
  );
  value(
    'is unknown for attributes of other objects',
    { 'config.py': 'class Box: pass\nc = Box()\nc.train = Box()\nc.train.epochs = 3' },
    'from config import c\nprobe(c.train.epochs)',
    'unknown',
  );
  value('is found through the module', { 'config.py': 'LR = 0.1' }, 'import config as c\nprobe(c.LR)', 'known 0.1');
  value('is found in a package', { 'pkg/config.py': 'N = 3' }, 'from pkg.config import N\nprobe(N)', 'known 3');
  value('is found by a relative import', { 'a/b.py': 'N = 3' }, 'from .b import N\nprobe(N)', 'known 3', 'a/train.py');
  value('is found two folders up', { 'c.py': 'N = 3' }, 'from ..c import N\nprobe(N)', 'known 3', 'a/train.py');
  value('is found from the root', { 'lib/c.py': 'N = 3' }, 'from lib.c import N\nprobe(N)', 'known 3', 'a/b/train.py');
  value(
    'is found in a source folder',
    { 'src/lib/c.py': 'N = 3' },
    'import lib.c\nprobe(lib.c.N)',
    'known 3',
    'x/t.py',
  );
  value('is handed on', { 'a.py': 'from b import N', 'b.py': 'N = 3' }, 'from a import N\nprobe(N)', 'known 3');
  value(
    'is handed on by a star',
    { 'a.py': 'from b import *', 'b.py': 'N = 3' },
    'from a import N\nprobe(N)',
    'known 3',
  );
  value(
    'is not found where files hand everything to one another',
    { 'a.py': 'from b import *', 'b.py': 'from a import *\nfrom b import *' },
    'from a import N\nprobe(N)',
    'unknown',
  );
  value(
    'is not found behind stars of modules that were not read',
    { 'lib/__init__.py': 'abcdefgh'.replace(/./g, 'from lib.$& import *\n') },
    'from lib import N\nprobe(N)',
    'unknown',
  );
  value('is computed there', { 'config.py': 'A = 2\nB = A * 8' }, 'from config import B\nprobe(B)', 'known 16');
  value('is what is bound last', { 'config.py': 'N = 1\nN = 2' }, 'from config import N\nprobe(N)', 'known 2');
  value(
    'joins what a condition binds',
    { 'config.py': 'if x:\n  N = 1\nelse:\n  N = 2' },
    'from config import N\nprobe(N)',
    'known 1 or 2',
  );
  value('may be an entry', { 'config.py': 'C = {"n": 5}' }, 'from config import C\nprobe(C["n"])', 'known 5');
  value(
    'may be a class attribute',
    { 'config.py': 'class C:\n  epochs = 5' },
    'from config import C\nprobe(C.epochs)',
    'known 5',
  );
  value(
    'may be a field of an instance there',
    { 'config.py': '@dataclass\nclass C:\n  epochs: int = 5\ncfg = C(epochs=7)' },
    'from config import cfg\nprobe(cfg.epochs)',
    'known 7',
  );
  const PLAN =
    'class Plan:\n  def __init__(self, rate, rounds=20):\n    self.rate = rate\n    self.n_rounds = rounds\n';
  value(
    'is what the construction here passes by name for an attribute',
    { 'plan.py': PLAN },
    'from plan import Plan\np = Plan(0.1, rounds=35)\nprobe(p.n_rounds)',
    'known 35',
  );
  value(
    'is what the construction here passes in order',
    { 'plan.py': PLAN },
    'from plan import Plan\np = Plan(0.1, 35)\nprobe(p.n_rounds)',
    'known 35',
  );
  value(
    'is what the construction in the other file passes',
    { 'plan.py': `${PLAN}plan = Plan(0.1, 35)` },
    'from plan import plan\nprobe(plan.n_rounds)',
    'known 35',
  );
  value(
    'is the default of the constructor that is passed nothing for it',
    { 'plan.py': PLAN },
    'from plan import Plan\np = Plan(0.1)\nprobe(p.n_rounds)',
    'default 20 via parameter rounds',
  );
  value(
    'is unknown where the construction is passed what cannot be read',
    { 'plan.py': PLAN },
    'from plan import Plan\np = Plan(**options)\nprobe(p.n_rounds)',
    'unknown',
  );
  value(
    'may be a field of an instance made here',
    { 'config.py': '@dataclass\nclass C:\n  epochs: int = 5' },
    'from config import C\ncfg = C()\nprobe(cfg.epochs)',
    'default 5 via field epochs',
  );
  value(
    'is the default of an option declared there',
    {
      'options.py':
        'import argparse\ndef get():\n  p = argparse.ArgumentParser()\n  p.add_argument("--epochs", default=20)\n  return p.parse_args()',
    },
    'from options import get\nargs = get()\nprobe(args.epochs)',
    'default 20 via --epochs',
  );
  value(
    'is the default of an option of a parser made there',
    { 'options.py': 'def make():\n  p = ArgumentParser()\n  p.add_argument("--epochs", default=20)\n  return p' },
    'from options import make\nargs = make().parse_args()\nprobe(args.epochs)',
    'default 20 via --epochs',
  );
  value(
    'is the default of an option of the class above',
    {
      'options/train.py': 'from .base import Base\nclass Train(Base):\n  pass',
      'options/base.py':
        'class Base:\n  def parse(self):\n    p.add_argument("--n", default=4)\n    return p.parse_args()',
    },
    'from options.train import Train\nopt = Train().parse()\nprobe(opt.n)',
    'default 4 via --n',
  );
  value('keeps the length of a list only', { 'c.py': 'L = [1, 2, 3]' }, 'from c import L\nprobe(L)', 'known 3 items');
  value('keeps no code of a dictionary', { 'c.py': 'D = {"a": 1}' }, 'from c import D\nprobe(D)', 'known {, ...}');
  value(
    'of a circle is unknown',
    { 'a.py': 'from b import N', 'b.py': 'from a import N' },
    'from a import N\nprobe(N)',
    'unknown',
  );
  value('of a file that was not read is unknown', {}, 'from config import N\nprobe(N)', 'unknown');
  value('of a broken file does no harm', { 'c.py': 'def (:\n' }, 'from c import N\nprobe(N)', 'unknown');
  value(
    'of a library is not looked for in the workspace',
    { 'torch.py': 'N = 3' },
    'from torch import N\nprobe(N)',
    'unknown',
  );

  it('has no source in this text', () => {
    const model = modelIn({ 'config.py': `${'#'.repeat(400)}\nN = 3` }, 'from config import N\nprobe(N)');
    assert.equal(model.value(probed(model)).source, null);
  });
});

describe('a name from another file', () => {
  before(loadParser);

  origin(
    'stands for the library object it is there',
    { 'common.py': 'import torch.nn as nn' },
    'from common import nn\nprobe(nn.Linear)',
    'external torch.nn.Linear',
  );
  origin(
    'is sure behind a star that has it',
    { 'common.py': 'from torch import optim' },
    'from common import *\nprobe(optim.Adam)',
    'external torch.optim.Adam',
  );
  origin(
    'does not come from a star that lacks it',
    { 'common.py': 'x = 1' },
    'from common import *\nfrom torch import *\nprobe(Linear)',
    'external torch.Linear?',
  );
  origin(
    'keeps its own name otherwise',
    { 'models.py': 'class Net: pass' },
    'from models import Net\nprobe(Net())',
    'result models.Net',
  );

  it('is a subclass of what its class derives from', () => {
    const model = modelIn(
      { 'base.py': 'import lightning as L\nclass Base(L.LightningModule): pass' },
      'from base import Base\nclass Net(Base): pass',
    );
    const [net] = model.program.classes;
    assert.ok(net);
    assert.equal(model.isSubclass(net, 'lightning.LightningModule'), true);
  });
});

function thing(files: Files, text: string): Imported | undefined {
  const model = modelIn(files, text);
  return model.imported(probed(model));
}

describe('a function from another file', () => {
  before(loadParser);

  const ask = (code: string): Imported | undefined => thing({ 'engine.py': code }, 'from engine import f\nprobe(f)');
  const behaves = (why: string, code: string, check: (one: Exclude<Imported, { kind: 'constant' }>) => void): void =>
    void it(why, () => {
      const found = ask(code);
      assert.ok(found && found.kind !== 'constant');
      check(found);
    });

  behaves('trains by steps', TRAIN.replace('train_one_epoch', 'f'), (one) => assert.equal(one.trains, 'steps'));
  behaves('trains through what it calls', `${TRAIN}def f(m, l, o):\n  train_one_epoch(m, l, o)`, (one) =>
    assert.equal(one.trains, 'steps'),
  );
  behaves(
    'does not train by making an object whose methods do',
    `class Learner:\n  def fit(self, loader):\n    for x in loader:\n      x.loss.backward()\n      self.o.step()\ndef f(m):\n  return Learner()`,
    (one) => assert.equal(one.trains, null),
  );
  behaves(
    'trains in the constructor that it calls',
    `class Run:\n  def __init__(self, loader):\n    for x in loader:\n      x.loss.backward()\n      o.step()\ndef f(l):\n  Run(l)`,
    (one) => assert.equal(one.trains, 'steps'),
  );
  behaves(
    'says where its loop is and what that knows',
    `import torch\n${TRAIN.replace('train_one_epoch', 'f')}`,
    (one) =>
      assert.deepEqual(one.loop && { ...one.loop, devices: [...one.loop.devices] }, {
        kind: 'supervised',
        name: 'f',
        file: 'engine.py',
        line: 3,
        model: null,
        devices: ['unknown'],
        precision: 'none',
        graphs: false,
        validates: false,
        endsEarly: true,
      }),
  );
  behaves(
    'does not train on the processor by taking results home',
    `${TRAIN.replace('train_one_epoch', 'f')}    keep(output.to("cpu").numpy())\n`,
    (one) => assert.deepEqual(one.loop?.devices, ['unknown']),
  );
  behaves('does not train', 'def f(x):\n  return x', (one) => assert.equal(one.trains, null));
  behaves('holds autocast', 'def f(x):\n  with torch.autocast("cuda"):\n    g(x)', (one) =>
    assert.equal(one.precision, 'mixed'),
  );
  behaves('has an option for it', 'def f(x, args):\n  if args.fp16:\n    g(x)', (one) =>
    assert.equal(one.precision, 'optional'),
  );
  behaves('does not count a comment', 'def f(x):\n  # autocast\n  g(x)', (one) => assert.equal(one.precision, 'none'));
  behaves('switches gradients off', '@torch.no_grad()\ndef f(m, l):\n  g(l)', (one) => assert.equal(one.gradOff, true));
  behaves('is a context without gradients', '@contextmanager\ndef f(m):\n  with torch.no_grad():\n    yield m', (one) =>
    assert.equal(one.gradOff, true),
  );
  behaves('stops early', 'def f(s):\n  if s.early_stopping(x):\n    return True', (one) =>
    assert.equal(one.stops, true),
  );
  behaves(
    'counts the layers of what it builds',
    'from torch import nn\nclass Net(nn.Module):\n  def __init__(self):\n    self.l = nn.Linear(10, 2)\ndef f():\n  return Net()',
    (one) => assert.equal(one.layers?.parameters, 22),
  );

  it('that evaluates without gradients guards its callers’ forwards', () => {
    const model = modelIn(
      {
        'utils.py':
          'import torch\nclass evaluating:\n  def __enter__(self):\n    self.g = torch.no_grad()\n  def __exit__(self, *a):\n    pass',
      },
      'import torch\nfrom utils import evaluating\nmodel = torch.nn.Linear(1, 1)\nmodel.eval()\nwith evaluating():\n  for x in val_loader:\n    model(x)',
    );
    assert.deepEqual(
      model.evaluationPasses.map(({ guarded }) => guarded),
      [true],
    );
  });

  it('gives callbacks, complete and known', () => {
    const model = modelIn(
      { 'cbs.py': 'from keras.callbacks import EarlyStopping\ndef make():\n  return [EarlyStopping()]' },
      'from cbs import make\nmodel.fit(callbacks=make())',
    );
    const facts = model.callbacks(callOf(model, 'fit').args[0]?.value ?? null);
    assert.deepEqual(
      { stops: facts.stops, complete: facts.complete, members: facts.members.length },
      { stops: true, complete: true, members: 0 },
    );
  });

  it('may be a callback class of the project that stops', () => {
    const model = modelIn(
      {
        'cbs.py':
          'class Limit(keras.callbacks.Callback):\n  def on_epoch_end(self, e, logs):\n    self.model.stop_training = True',
      },
      'from cbs import Limit\nmodel.fit(callbacks=[Limit()])',
    );
    assert.equal(model.callbacks(callOf(model, 'fit').args[0]?.value ?? null).stops, true);
  });

  it('makes the program train in mixed precision', () => {
    const model = modelIn(
      { 'engine.py': TRAIN.replace('    loss =', '    with torch.autocast("cuda"):\n      loss =') },
      'import torch\nfrom engine import train_one_epoch\nfor epoch in range(3):\n  train_one_epoch(m, l, o)',
    );
    assert.equal(model.precision.state, 'mixed');
    assert.match(model.precision.evidence[0]?.what ?? '', /engine\.py/);
  });

  it('that only evaluates in 16 bits says nothing about training', () => {
    const model = modelIn(
      {
        'engine.py':
          'import torch\ndef evaluate(model, val_loader):\n  model.eval()\n  with torch.no_grad(), torch.autocast("cuda"):\n    for x in val_loader:\n      model(x)',
      },
      'import torch\nfrom engine import evaluate\nevaluate(m, l)',
    );
    assert.equal(model.precision.state, 'none');
  });
});
