/** Which scope a name is bound in, by what, and which part of a value it gets. */
import assert from 'node:assert/strict';
import type { Binding, ClassDef, FunctionDef, Scope } from '../../../src/core/syntax/ast';
import type { Program } from '../../../src/core/syntax/program';
import { loadParser, parse } from '../../support/program';
import { written } from '../../support/tree';

/** `for y[1]`: what binds, the value, and the path into it. */
function told({ kind, value, path, imported }: Binding): string {
  const from = imported ?? (value ? written(value) : '');
  return [kind, `${from}${path.map((index) => `[${index}]`).join('')}`].join(' ').trim();
}

const inScope = (scope: Scope, name: string): readonly string[] => scope.bindings(name).map(told);
const inModule = (text: string, name: string): readonly string[] => inScope(parse(text).module.scope, name);
const inFunction = (text: string, name: string): readonly string[] =>
  inScope((parse(text).functions[0] as FunctionDef).scope, name);
const inClass = (text: string, name: string): readonly string[] =>
  inScope((parse(text).classes[0] as ClassDef).scope, name);
const onSelf = (text: string, name: string): readonly string[] =>
  ((parse(text).classes[0] as ClassDef).selfBindings.get(name) ?? []).map(told);

describe('bindings of a name', () => {
  before(loadParser);

  function binds(text: string, name: string, ...expected: readonly string[]): void {
    it(text.replaceAll('\n', '⏎'), () => assert.deepEqual(inModule(text, name), expected));
  }

  binds('x = y', 'x', 'assign y');
  binds('a = x = y', 'x', 'assign y');
  binds('x: int = 1', 'x', 'assign 1');
  binds('x += 1', 'x', 'augassign 1');
  binds('a, x = y', 'x', 'assign y[1]');
  binds('a, (b, x) = y', 'x', 'assign y[1][1]');
  binds('[a, x] = y', 'x', 'assign y[1]');
  binds('for a, x in y: pass', 'x', 'for y[1]');
  binds('with y as x: pass', 'x', 'with y');
  binds('with y as (a, x): pass', 'x', 'with y[1]');
  binds('try: pass\nexcept E as x: pass', 'x', 'except');
  binds('if (x := y): pass', 'x', 'walrus y');
  binds('def x(): pass', 'x', 'function');
  binds('class x: pass', 'x', 'class');
  binds('import a.x', 'a', 'import a');
  binds('import a.b as x', 'x', 'import a.b');
  binds('from a import b as x', 'x', 'import a.b');
  binds('from . import x', 'x', 'import .x');
  binds('from ..a import x', 'x', 'import ..a.x');
  binds('x.y = 1', 'x');
  binds('x[0] = 1', 'x');
  binds('from a import *', 'x');

  it('come in source order, from branches too', () => {
    const text = 'x = 1\nif a:\n  x = 2\nelse:\n  x = 3\nfor x in y: pass\n';
    assert.deepEqual(inModule(text, 'x'), ['assign 1', 'assign 2', 'assign 3', 'for y']);
  });

  it('do not come from the functions and classes below', () => {
    assert.deepEqual(inModule('def f():\n  x = 1\nclass A:\n  x = 2\n', 'x'), []);
  });
});

describe('scope of a function', () => {
  before(loadParser);

  it('binds parameters with their defaults', () => {
    assert.deepEqual(inFunction('def f(x=1): pass', 'x'), ['param 1']);
  });

  it('binds what it assigns', () => assert.deepEqual(inFunction('def f():\n  x = 1\n', 'x'), ['assign 1']));

  it('hands a global name to the module', () => {
    const text = 'def f():\n  global x\n  x = 1\n';
    assert.deepEqual(inModule(text, 'x'), ['assign 1']);
    assert.ok(inFunction(text, 'x').includes('global'));
  });

  it('leaves a nonlocal name to the function around it', () => {
    assert.deepEqual(inModule('def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n', 'x'), []);
  });

  it('lies in the scope around it', () => {
    const program: Program = parse('class A:\n  def f(self):\n    def g(): pass\n');
    const [f, g] = program.functions;
    assert.equal(g?.scope.outer, f?.scope);
    assert.equal(f?.scope.outer, program.module.scope, 'a class is not a scope for its methods');
  });

  it('names what it binds', () => {
    const [f] = parse('def f(a, *b):\n  c = 1\n  import d.e\n').functions;
    assert.deepEqual([...(f?.scope.names() ?? [])].sort(), ['a', 'b', 'c', 'd']);
  });

  it('binds a walrus in a comprehension', () => {
    assert.deepEqual(inFunction('def f():\n  [x := y for y in z]\n', 'x'), ['walrus y']);
  });
});

describe('scope of a class', () => {
  before(loadParser);
  const text = `class A:
    size = 1
    def __init__(self, net):
        self.net = net
        self.a, self.b = pair
        if flag:
            self.net = None
    def other(this):
        this.late = 2
`;

  it('binds what its body assigns', () => assert.deepEqual(inClass(text, 'size'), ['assign 1']));
  it('binds its methods', () => assert.deepEqual(inClass(text, 'other'), ['function']));
  it('collects attributes of self, in branches too', () =>
    assert.deepEqual(onSelf(text, 'net'), ['assign net', 'assign null']));
  it('collects attributes that are unpacked', () => assert.deepEqual(onSelf(text, 'b'), ['assign pair[1]']));
  it('goes by the first parameter, whatever it is called', () => assert.deepEqual(onSelf(text, 'late'), ['assign 2']));
});
