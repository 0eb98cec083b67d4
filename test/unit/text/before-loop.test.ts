/** What stands in or before a loop is told from lines alone, and where that is hard to tell the answer is yes. */
import assert from 'node:assert/strict';
import { mayHoldLine, mayPrecedeLoop } from '../../../src/core/text/before-loop';
import { linesOf } from '../../../src/core/text/repetition';

const HIT = /\bhit\(/;

const BEFORE: Readonly<Record<string, string>> = {
  'a loop': 'hit(x)\nfor x in xs:\n    pass\n',
  'a loop in a block': 'def f():\n    hit(x)\n    with a:\n        while b:\n            pass\n',
  'a loop behind the branch it is in': 'def f():\n    if a:\n        hit(x)\n    for x in xs:\n        pass\n',
  'a loop around it': 'def f():\n    for x in xs:\n        if a:\n            hit(x)\n',
  'a loop on one line': 'for x in xs: hit(x)\n',
  'a loop behind a function inside':
    'def f():\n    hit(x)\n    def g():\n        pass\n    for x in xs:\n        g()\n',
  'brackets that do not match': 'foo(\nhit(x)\n',
  'tabs and spaces': 'if x:\n\ta()\n        hit(x)\n',
};

const NOT_BEFORE: Readonly<Record<string, string>> = {
  'a loop above': 'for x in xs:\n    pass\nhit(x)\n',
  'a loop of another function': 'def f():\n    hit(x)\n\ndef g():\n    for x in xs:\n        pass\n',
  'a loop behind a function on one line': 'def f(): hit(x)\n\nfor x in xs:\n    f()\n',
  'a loop around the function': 'for x in xs:\n    def f():\n        hit(x)\n',
  'a comprehension': 'hit(x)\nys = [f(x) for x in xs]\n',
  'a comment about a loop': 'hit(x)\n# for x in xs:\n',
};

describe('what stands before a loop', () => {
  for (const [what, text] of Object.entries(BEFORE))
    it(`is told for ${what}`, () => assert.equal(mayPrecedeLoop(linesOf(text), HIT), true));
  for (const [what, text] of Object.entries(NOT_BEFORE))
    it(`is not told for ${what}`, () => assert.equal(mayPrecedeLoop(linesOf(text), HIT), false));
});

const IN_LOOP: Readonly<Record<string, string>> = {
  'a loop': 'for x in xs:\n    y = 1\n    hit(x)\n',
  'a loop on one line': 'for x in xs: hit(x)\n',
  'a branch in a loop': 'while a:\n    if b:\n        pass\n    else:\n        hit(x)\n',
  'the end of a loop': 'for x in xs:\n    pass\nelse:\n    hit(x)\n',
  'a handler in the end of a loop':
    'for x in xs:\n    pass\nelse:\n    try:\n        a()\n    except A:\n        hit(x)\n',
  'a call over several lines': 'for x in xs:\n    y = f(\n        a,\n        hit(x),\n    )\n',
  'brackets that do not match': 'foo(\nhit(x)\n',
};

const NOT_IN_LOOP: Readonly<Record<string, string>> = {
  'the module': 'hit(x)\n',
  'a function that is called in a loop': 'def f(x):\n    hit(x)\n\nfor x in xs:\n    f(x)\n',
  'a function in a loop': 'for x in xs:\n    def f():\n        hit(x)\n',
  'a comprehension': 'ys = [hit(x) for x in xs]\n',
  'a branch behind a loop': 'for x in xs:\n    pass\nif a:\n    b()\nelse:\n    hit(x)\n',
};

describe('what stands in the block of a loop', () => {
  for (const [what, text] of Object.entries(IN_LOOP))
    it(`is told for ${what}`, () => assert.equal(mayHoldLine(linesOf(text), { what: HIT, within: 'loop' }), true));
  for (const [what, text] of Object.entries(NOT_IN_LOOP))
    it(`is not told for ${what}`, () => assert.equal(mayHoldLine(linesOf(text), { what: HIT, within: 'loop' }), false));
});

describe('what stands in a class', () => {
  const inClass = 'class A(Module):\n    def f(self):\n        hit(self)\n\nclass B:\n    pass\n';
  it('is told by its header', () => {
    assert.equal(mayHoldLine(linesOf(inClass), { what: HIT, inside: /^class A\b/ }), true);
    assert.equal(mayHoldLine(linesOf(inClass), { what: HIT, inside: /^class B\b/ }), false);
    assert.equal(mayHoldLine(linesOf(inClass), { what: HIT, outside: /^class A\b/ }), false);
  });
  it('is not the module', () =>
    assert.equal(mayHoldLine(linesOf('hit(x)\n'), { what: HIT, inside: /^class\b/ }), false));
});
