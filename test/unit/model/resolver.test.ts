/** What names, members and calls stand for. */
import assert from 'node:assert/strict';
import { callOf, modelOf, originsOf } from '../../support/model';
import { loadParser } from '../../support/program';

/** Each case: why, the code with one `probe(...)`, what it may stand for. */
function stands(why: string, text: string, ...expected: readonly string[]): void {
  it(why, () => assert.deepEqual(originsOf(text), expected));
}

describe('a name from a library', () => {
  before(loadParser);

  stands('is called by its full name', 'import numpy as np\nprobe(np.linspace)', 'external numpy.linspace');
  stands('may be imported from its module', 'from a.b import c as d\nprobe(d.e)', 'external a.b.c.e');
  stands(
    'may be imported in a function',
    'def f():\n  import torch.nn as nn\n  probe(nn.Linear)',
    'external torch.nn.Linear',
  );
  stands(
    'has one name for all its import paths',
    'from tensorflow.keras import Sequential\nprobe(Sequential)',
    'external keras.Sequential',
  );
  stands('may come through a star', 'from sklearn.svm import *\nprobe(SVC)', 'external sklearn.svm.SVC?');
  stands('may be builtin', 'probe(len)', 'external builtins.len');
  stands('hides the builtin of its name', 'from toolz import map\nprobe(map)', 'external toolz.map');
  stands('may have an alias', 'import torch\nAdam = torch.optim.Adam\nprobe(Adam)', 'external torch.optim.Adam');
  stands('may be one of two', 'import a, b\nT = a.X if fast else b.Y\nprobe(T)', 'external a.X', 'external b.Y');
  stands('may be a fall-back', 'import a, b\nprobe(a.X or b.Y)', 'external a.X', 'external b.Y');
  stands(
    'may be imported from either of two places',
    'try:\n  from fast import json\nexcept ImportError:\n  from slow import json\nprobe(json)',
    'external slow.json',
    'external fast.json',
  );
  stands('may stand in a table', 'import a\nMODELS = {"x": a.X, "y": a.Y}\nprobe(MODELS["y"])', 'external a.Y');
  stands('may stand in a list', 'import a\nprobe([a.X, a.Y][1])', 'external a.Y');
  stands('that is not known stands for nothing', 'probe(mystery)');
});

describe('a call', () => {
  before(loadParser);

  stands(
    'of a library function gives its result',
    'import torch\nx = torch.device("cpu")\nprobe(x)',
    'result torch.device',
  );
  stands('of a method of a result is named after both', 'import a\nprobe(a.X().fit())', 'result a.X().fit');
  stands('of a local class gives an instance', 'class Net: pass\nnet = Net()\nprobe(net)', 'instance Net');
  stands(
    'of a local function gives what it returns',
    'import a\ndef make():\n  return a.X()\nprobe(make())',
    'result a.X',
  );
  stands(
    'of a local function may give either of two',
    'import a\ndef make(c):\n  if c:\n    return a.X()\n  return a.Y()\nprobe(make(1))',
    'result a.X',
    'result a.Y',
  );
  stands(
    'of a partial gives what it wraps',
    'from functools import partial\nimport a\nmake = partial(a.X, 1)\nprobe(make())',
    'result a.X',
  );
  stands(
    'that moves an object gives the object',
    'import torch\nclass Net: pass\nnet = Net().to("cuda").eval()\nprobe(net)',
    'instance Net',
  );
  stands(
    'that wraps a module also stands for the module',
    'import torch\nclass Net: pass\nnet = torch.nn.DataParallel(Net())\nprobe(net)',
    'instance Net',
    'result torch.nn.DataParallel',
  );
  stands(
    'that compiles a module gives the module',
    'import torch\nclass Net: pass\nprobe(torch.compile(Net()))',
    'instance Net',
  );
  stands(
    'of prepare gives its arguments in order',
    'from accelerate import Accelerator\nclass Net: pass\nacc = Accelerator()\nnet, opt = acc.prepare(Net(), o)\nprobe(net)',
    'instance Net',
  );
  stands('may be unpacked', 'import a\nx, (y, z) = a.load()\nprobe(z)', 'item a.load[1][1]');
  stands(
    'of a local function may be unpacked',
    'import a\ndef f():\n  return a.X(), a.Y()\nx, y = f()\nprobe(y)',
    'result a.Y',
  );
  stands('may be awaited', 'import a\nasync def f():\n  probe(await a.load())', 'result a.load');
});

describe('a parameter', () => {
  before(loadParser);

  stands('without callers is only that', 'def f(x):\n  probe(x)', 'parameter x');
  stands('may be its default', 'import a\ndef f(x=a.X):\n  probe(x)', 'parameter x', 'external a.X');
  stands(
    'is what callers pass, by place and by name',
    'import a\ndef f(p, x):\n  probe(x)\nf(1, a.X())\nf(x=a.Y(), p=1)',
    'parameter x',
    'result a.X',
    'result a.Y',
  );
  stands(
    'of a method does not count self',
    'import a\nclass K:\n  def f(self, x):\n    probe(x)\nK().f(a.X())',
    'parameter x',
    'result a.X',
  );
  stands('self is an instance of its class', 'class K:\n  def f(self):\n    probe(self)', 'instance K');
});

describe('a member', () => {
  before(loadParser);

  stands(
    'of self is what any method assigns',
    'import a\nclass K:\n  def __init__(self):\n    self.x = a.X()\n  def f(self):\n    probe(self.x)',
    'result a.X',
  );
  stands(
    'of a local base is inherited',
    'import a\nclass A:\n  x = a.X\nclass B(A): pass\nprobe(B().x)',
    'external a.X',
  );
  stands(
    'that only classes below set is theirs',
    'import a\nclass K:\n  def f(self):\n    probe(self.x)\nclass L(K):\n  def __init__(self):\n    self.x = a.X()\nclass M(L):\n  x = a.Y()',
    'result a.X',
  );
  stands(
    'of the class hides those of classes below',
    'import a\nclass K:\n  x = a.Y()\n  def f(self):\n    probe(self.x)\nclass L(K):\n  x = a.X()',
    'result a.Y',
  );
  stands(
    'of a library base is named after it',
    'import torch\nclass Net(torch.nn.Module):\n  def f(self):\n    probe(self.parameters)',
    'external torch.nn.Module().parameters',
  );
});

describe('recursion', () => {
  before(loadParser);

  stands('of a function that returns itself called ends', 'def f(x):\n  return f(x)\nprobe(f(1))');
  stands('of names in a circle ends', 'for i in y:\n  a = b\n  b = a\nprobe(a)');
  stands('of classes in a circle ends', 'class A(B): pass\nclass B(A): pass\nprobe(A().x)');
  stands(
    'keeps what is known besides the circle',
    'import a\ndef f(n):\n  if n:\n    return f(n - 1)\n  return a.X()\nprobe(f(3))',
    'result a.X',
  );
});

describe('calls of a function', () => {
  before(loadParser);

  const found = (text: string, ...names: readonly string[]): readonly string[] =>
    modelOf(text)
      .callsOf(...names)
      .map(({ name, certainty, through }) => `${certainty} ${name}${through ? ` through ${through.name}` : ''}`);

  it('are found under any alias', () => {
    const text = 'from sklearn.svm import SVC as S\nimport sklearn.svm as m\nT = m.SVC\nS()\nm.SVC()\nT()\n';
    assert.deepEqual(found(text, 'sklearn.svm.SVC'), Array(3).fill('is sklearn.svm.SVC'));
  });

  it('are found through a local subclass', () => {
    const text = 'from sklearn.svm import SVC\nclass Mine(SVC): pass\nMine()\n';
    assert.deepEqual(found(text, 'sklearn.svm.SVC'), ['is sklearn.svm.SVC through Mine']);
  });

  it('are doubtful under a star import', () => {
    assert.deepEqual(found('from sklearn.svm import *\nSVC()\n', 'sklearn.svm.SVC'), ['may sklearn.svm.SVC']);
  });

  it('are doubtful where the name may be something else', () => {
    const text = 'from a import X\nif fast:\n  from b import X\nX()\n';
    assert.deepEqual(found(text, 'a.X'), ['may a.X']);
  });

  it('are not found where another thing has the name', () => {
    assert.deepEqual(found('from mine import SVC\nSVC()\n', 'sklearn.svm.SVC'), []);
  });

  it('of a method are found by the class of the receiver', () => {
    const text = 'from tensorflow import keras\nm = keras.Sequential()\nm.fit(x)\nother.fit(x)\n';
    assert.equal(modelOf(text).methodCalls('fit', 'keras.Sequential').length, 1);
  });

  it('of a local function are its callers', () => {
    const model = modelOf('def f(): pass\nf()\ng = f\ng()\nx.f()\n');
    const [definition] = model.program.functions;
    assert.ok(definition);
    assert.equal(model.callersOf(definition).length, 1);
  });

  it('lead to the function that runs', () => {
    const model = modelOf('class Net:\n  def forward(self, x): pass\nnet = Net()\nrun(net(x))\n');
    assert.equal(model.calleeOf(callOf(model, 'net'))?.name, 'forward');
  });

  it('are found where their result is used', () => {
    const model = modelOf('x = make()\nx.a\nx = other()\nx.b\n');
    const uses = model.usesOf(callOf(model, 'make'));
    assert.deepEqual(
      uses.map((use) => (use.parent?.kind === 'attribute' ? use.parent.attr : '')),
      ['a'],
    );
  });
});
