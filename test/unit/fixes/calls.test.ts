/** Changing the arguments of a call in the layout it has. */
import assert from 'node:assert/strict';
import { addKeyword, appendToList, removeArgument, renameCallee, setKeyword } from '../../../src/core/fixes/edits';
import type { Call, Sequence } from '../../../src/core/syntax/ast';
import type { Program } from '../../../src/core/syntax/program';
import { descend } from '../../../src/core/syntax/walk';
import { fixed, loadParser, parse } from '../../support/program';

function callOf(program: Program): Call {
  const call = program.calls('f')[0];
  assert.ok(call);
  return call;
}

function withKeyword(source: string): string | undefined {
  const program = parse(source);
  return fixed(program, addKeyword(callOf(program), source, 'k', '1'));
}

function without(source: string, index: number): string | undefined {
  const program = parse(source);
  const call = callOf(program);
  return fixed(program, removeArgument(call, source, call.args[index]!));
}

before(loadParser);

describe('adding a keyword', () => {
  const cases: readonly (readonly [why: string, before: string, after: string])[] = [
    ['an empty call', 'f()', 'f(k=1)'],
    ['one line', 'f(a, b=2)', 'f(a, b=2, k=1)'],
    ['a trailing comma', 'f(a, b,)', 'f(a, b, k=1,)'],
    ['one argument a line', 'f(\n    a,\n    b=2,\n)', 'f(\n    a,\n    b=2,\n    k=1,\n)'],
    ['no trailing comma', 'f(\n    a,\n    b=2\n)', 'f(\n    a,\n    b=2,\n    k=1\n)'],
    ['a hugging bracket', 'f(a,\n  b=2)', 'f(a,\n  b=2,\n  k=1)'],
    [
      'a comment on the last argument',
      'f(\n    a,  # A\n    b=2  # B\n)',
      'f(\n    a,  # A\n    b=2,  # B\n    k=1\n)',
    ],
    ['a comment after the last comma', 'f(\n    b=2,  # B\n    # end\n)', 'f(\n    b=2,  # B\n    k=1,\n    # end\n)'],
    ['a comment with a comma and a bracket', 'f(a  # b, c)\n)', 'f(a, k=1  # b, c)\n)'],
    ['only a comment', 'f(\n    # none\n)', 'f(\n    # none\n    k=1,\n)'],
    ['dictionary arguments', 'f(a, **kw)', 'f(a, **kw, k=1)'],
    ['a generator', 'f(x for x in y)', 'f((x for x in y), k=1)'],
    ['a parenthesised generator', 'f((x for x in y))', 'f((x for x in y), k=1)'],
    ['a lambda', 'f(lambda a, b=1: a)', 'f(lambda a, b=1: a, k=1)'],
    ['an argument over lines', 'f(a=[\n    1,\n])', 'f(a=[\n    1,\n], k=1)'],
    ['CRLF and tabs', 'f(\r\n\ta,\r\n)', 'f(\r\n\ta,\r\n\tk=1,\r\n)'],
    ['a line continuation', 'x = \\\n  f(a)', 'x = \\\n  f(a, k=1)'],
    ['astral characters', 'f("😀")  # 😀', 'f("😀", k=1)  # 😀'],
    ['a byte order mark', '\uFEFFf(a)', '\uFEFFf(a, k=1)'],
    ['semicolons', 'a; f(b); c', 'a; f(b, k=1); c'],
    ['a space before the bracket', 'f (a)', 'f (a, k=1)'],
  ];
  for (const [why, before, after] of cases) {
    it(`keeps the layout of ${why}`, () => assert.equal(withKeyword(before), after));
  }

  it('finds the bracket of a parenthesised callee', () => {
    const program = parse('(f)(a)');
    const call = [...descend(program.module)].find((node) => node.kind === 'call');
    assert.equal(fixed(program, addKeyword(call as Call, program.text, 'k', '1')), '(f)(a, k=1)');
  });

  it('does nothing when the keyword is there', () => {
    assert.equal(withKeyword('f(k=2)'), undefined);
  });
});

describe('setting a keyword', () => {
  it('replaces the value it has', () => {
    for (const [source, after] of [
      ['f(a, k=2, b=3)', 'f(a, k=1, b=3)'],
      ['f(k = (2 +\n   3))', 'f(k = 1)'],
      ['f(k="a=b")', 'f(k=1)'],
      ['f(b=3)', 'f(b=3, k=1)'],
    ] as const) {
      const program = parse(source);
      assert.equal(fixed(program, setKeyword(callOf(program), source, 'k', '1')), after);
    }
  });
});

describe('removing an argument', () => {
  const cases: readonly (readonly [before: string, index: number, after: string])[] = [
    ['f(a)', 0, 'f()'],
    ['f(a, b, c)', 0, 'f(b, c)'],
    ['f(a, b, c)', 1, 'f(a, c)'],
    ['f(a, b, c)', 2, 'f(a, b)'],
    ['f(a, b,)', 1, 'f(a,)'],
    ['f(\n    a,\n    b,\n)', 1, 'f(\n    a,\n)'],
    ['f(\n    a,\n    b,\n)', 0, 'f(\n    b,\n)'],
    ['f(\n    a,\n    b\n)', 1, 'f(\n    a\n)'],
    ['f(a,\n  b)', 1, 'f(a)'],
    ['f(\n    a,  # A\n    b,\n)', 0, 'f(\n    # A\n    b,\n)'],
    ['f(a,  # A\n  b)', 1, 'f(a  # A\n  )'],
    ['f(x for x in y)', 0, 'f()'],
    ['f((a), b)', 0, 'f(b)'],
  ];
  for (const [before, index, after] of cases) {
    it(`takes argument ${index} out of ${JSON.stringify(before)}`, () => assert.equal(without(before, index), after));
  }

  it('refuses an argument with a comment inside', () => {
    assert.equal(without('f(a=[\n    1,  # one\n])', 0), undefined);
    assert.equal(without('f("#")', 0), 'f()');
  });
});

describe('other edits of a call', () => {
  it('renames the callee', () => {
    const program = parse('x = m.f(a)');
    assert.equal(fixed(program, renameCallee(callOf(program), 'n.g')), 'x = n.g(a)');
  });

  it('appends to a list literal', () => {
    for (const [source, after] of [
      ['[]', '[z]'],
      ['[(a), (b)]', '[(a), (b), z]'],
      ['[\n    a,\n]', '[\n    a,\n    z,\n]'],
    ] as const) {
      const program = parse(source);
      const list = [...descend(program.module)].find((node) => node.kind === 'list') as Sequence;
      assert.equal(fixed(program, appendToList(list, source, 'z')), after);
    }
  });
});
