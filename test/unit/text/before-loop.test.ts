/** What stands in or before a loop is told from lines alone, and where that is hard to tell the answer is yes. */
import assert from 'node:assert/strict';
import { mayPrecedeLoop } from '../../../src/core/text/before-loop';

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
    it(`is told for ${what}`, () => assert.equal(mayPrecedeLoop(text, HIT), true));
  for (const [what, text] of Object.entries(NOT_BEFORE))
    it(`is not told for ${what}`, () => assert.equal(mayPrecedeLoop(text, HIT), false));
});
