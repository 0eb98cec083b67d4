/** Statements of the plain tree, one of each kind. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { statement } from '../../support/tree';

function becomes(cases: Readonly<Record<string, string>>): void {
  for (const [text, tree] of Object.entries(cases)) {
    it(text.replaceAll('\n', '⏎'), () => assert.equal(statement(text), tree));
  }
}

describe('statements', () => {
  before(loadParser);

  describe('that assign', () => {
    becomes({
      'x = 1': 'assign(targets=[x], value=1)',
      'a = b = c': 'assign(targets=[a, b], value=c)',
      'x: int': 'assign(targets=[x], annotation=int)',
      'x: int = 1': 'assign(targets=[x], value=1, annotation=int)',
      'a, (b, *c) = d': 'assign(targets=[tuple(items=[a, tuple(items=[b, starred(parts=[c])])])], value=d)',
      'x = *a, b': 'assign(targets=[x], value=tuple(items=[starred(parts=[a]), b]))',
      'x.y[0] = 1': 'assign(targets=[subscript(value=attribute(value=x, attr=y), index=[0])], value=1)',
      'x += 1': 'augassign(target=x, op=+, value=1)',
      'x //= 2': 'augassign(target=x, op=//, value=2)',
      'x @= y': 'augassign(target=x, op=@, value=y)',
    });
  });

  describe('that are simple', () => {
    becomes({
      pass: 'pass()',
      'del a.b': 'delete(parts=[attribute(value=a, attr=b)])',
      'assert a, "m"': 'assert(parts=[a, "m"])',
      'raise E from e': 'raise(parts=[E, e])',
      raise: 'raise()',
      return: 'return()',
      'return a, b': 'return(value=tuple(items=[a, b]))',
      'global a, b': 'global(names=[a, b])',
      'nonlocal a': 'nonlocal(names=[a])',
      'print "a", b': 'print(parts=["a", b])',
      'exec "code"': 'print(parts=["code"])',
    });
  });

  describe('that import', () => {
    becomes({
      'import a.b as c, d': 'import(names=[{name=a.b, alias=c}, {name=d}])',
      'from . import x': 'importfrom(level=1, names=[{name=x}])',
      'from ..a.b import c as d, e': 'importfrom(module=a.b, level=2, names=[{name=c, alias=d}, {name=e}])',
      'from m import *': 'importfrom(module=m, level=0, star=true)',
      'from m import (a,\n  b,)': 'importfrom(module=m, level=0, names=[{name=a}, {name=b}])',
      'from __future__ import annotations': 'importfrom(module=__future__, level=0, names=[{name=annotations}])',
    });
  });

  describe('that branch', () => {
    becomes({
      'if a: b': 'if(test=a, body=[exprstmt(value=b)])',
      'if a:\n  b\nelif c:\n  d\nelse:\n  e':
        'if(test=a, body=[exprstmt(value=b)], orelse=[if(isElif=true, test=c, body=[exprstmt(value=d)], orelse=[exprstmt(value=e)])])',
      'try:\n  a\nexcept E as e:\n  b\nexcept (A, B):\n  c\nexcept:\n  d\nelse:\n  f\nfinally:\n  g':
        'try(body=[exprstmt(value=a)], handlers=[{type=E, name=e, body=[exprstmt(value=b)]}, {type=tuple(items=[A, B]), body=[exprstmt(value=c)]}, {body=[exprstmt(value=d)]}], orelse=[exprstmt(value=f)], finalbody=[exprstmt(value=g)])',
      'try:\n  a\nexcept* E:\n  b': 'try(body=[exprstmt(value=a)], handlers=[{type=E, body=[exprstmt(value=b)]}])',
      'match x:\n  case [a, b] if a:\n    c\n  case _:\n    d':
        'match(subject=x, cases=[{captures=[a, b], guard=a, body=[exprstmt(value=c)]}, {body=[exprstmt(value=d)]}])',
    });
  });

  describe('that loop', () => {
    becomes({
      'for i, j in x:\n  pass\nelse:\n  y':
        'for(target=tuple(items=[i, j]), iter=x, body=[pass()], orelse=[exprstmt(value=y)])',
      'while a:\n  break\nelse:\n  continue': 'while(test=a, body=[break()], orelse=[continue()])',
      'async for x in y:\n  pass': 'for(target=x, iter=y, body=[pass()])',
    });
  });

  describe('with a context', () => {
    becomes({
      'with a as b, c:\n  pass': 'with(items=[{context=a, target=b}, {context=c}], body=[pass()])',
      'with (a as b, c as d):\n  pass': 'with(items=[{context=a, target=b}, {context=c, target=d}], body=[pass()])',
      'async with a as b:\n  pass': 'with(items=[{context=a, target=b}], body=[pass()])',
    });
  });

  describe('that define', () => {
    becomes({
      '@d\n@e.f(1)\ndef g(a, b: int = 1, *args, c, **kw) -> int:\n  return a':
        'function(name=g, decorators=[d, call(func=attribute(value=e, attr=f), args=[argument(value=1)])], params=[param(name=a), param(name=b, annotation=int, default=1), param(name=args, star=*), param(name=c), param(name=kw, star=**)], body=[return(value=a)])',
      'def f(a, /, b, *, c): pass':
        'function(name=f, params=[param(name=a), param(name=b), param(name=c)], body=[pass()])',
      'async def f(): pass': 'function(name=f, body=[pass()])',
      'def f[T](x: T): pass': 'function(name=f, params=[param(name=x, annotation=T)], body=[pass()])',
      '@d\nclass A(B, metaclass=M):\n  x = 1':
        'class(name=A, decorators=[d], bases=[argument(value=B), argument(name=metaclass, value=M)], body=[assign(targets=[x], value=1)])',
    });
  });

  describe('in any layout', () => {
    becomes({
      'x = 1\r\ny = 2\r\n': 'assign(targets=[x], value=1); assign(targets=[y], value=2)',
      '\uFEFFx = 1': 'assign(targets=[x], value=1)',
      'if a:\n\tb\n\tc': 'if(test=a, body=[exprstmt(value=b), exprstmt(value=c)])',
      'if a:\n        b\n\tc': 'if(test=a, body=[exprstmt(value=b), exprstmt(value=c)])',
      'x = \\\n  1': 'assign(targets=[x], value=1)',
      '': '',
      '# only a comment': '',
    });
  });
});
