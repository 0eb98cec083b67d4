/** What may run again is told from lines alone, and where that is hard to tell the answer is yes. */
import assert from 'node:assert/strict';
import { withoutTexts } from '../../../src/core/text/prose';
import { type Lines, linesOf, mayRepeat } from '../../../src/core/text/repetition';

const read = (text: string): Lines => linesOf(withoutTexts(text));

const WANTED = { what: /\bhit\(/, outside: /^class\s+\w+\(nn\.Module\)/ };

const REPEATED: Readonly<Record<string, string>> = {
  'a loop': 'for x in xs:\n    y = 1\n    hit(x)\n',
  'a loop on one line': 'for x in xs: hit(x)\n',
  'a while loop': 'while True:\n    if a:\n        hit(x)\n',
  'an async loop': 'async def f():\n    async for x in xs:\n        hit(x)\n',
  'a comprehension': 'ys = [\n    hit(\n        x,\n    )\n    for x in xs\n]\n',
  'a lambda': 'ys = frame.apply(\n    lambda row:\n    hit(row)\n)\n',
  'a loop behind a text at the margin': 'for x in xs:\n    text = """\ndef other():\n"""\n    hit(text)\n',
  'a loop behind a comment at the margin': 'for x in xs:\n    a = 1\n# and now\n    hit(x)\n',
  'a loop with a header of several lines': 'for x in zip(\n    a,\n    b,\n):\n    hit(x)\n',
  'a function that is called in a loop': 'def f(x):\n    return hit(x)\n\nfor x in xs:\n    f(x)\n',
  'a function with a header of several lines': 'def f(\n    x,\n):\n    return hit(x)\n\nys = [f(x) for x in xs]\n',
  'a function on one line': 'def f(x): return hit(x)\n\nfor x in xs:\n    f(x)\n',
  'a method that is called in a loop': 'class A:\n    def f(self):\n        hit(self)\n\nfor a in all:\n    a.f()\n',
  'a class that is made in a loop': 'class A:\n    def __init__(self):\n        hit(self)\n\nfor x in xs:\n    A()\n',
  'a function that is handed on': 'def f(x):\n    return hit(x)\n\nmap(f, xs)\n',
  'a function that is handed on by keyword': 'def f(x):\n    return hit(x)\n\nInterface(fn=f)\n',
  'a decorated function': '@app.post("/")\ndef f(x):\n    return hit(x)\n',
  'an item method': 'class A:\n    def __getitem__(self, i):\n        return hit(i)\n',
  'an interpolation of several lines': 'for x in xs:\n    f"""\n{hit(x)}\n"""\n',
  'brackets that do not match': 'foo(\nhit(x)\n',
  'tabs and spaces': 'for x in xs:\n\ta()\n        hit(x)\n',
};

const ONCE: Readonly<Record<string, string>> = {
  'the module': 'hit(x)\n',
  'a branch behind a loop': 'for x in xs:\n    pass\nif a:\n    hit(x)\n',
  'a function that is called once': 'def f(x):\n    return hit(x)\n\nfor x in xs:\n    pass\nf(1)\n',
  'a function that is only exported': '__all__ = ["f"]\n\ndef f(x):\n    return hit(x)\n',
  'a docstring': 'for x in xs:\n    """\n    hit(x)\n    """\n',
  'a comment': 'for x in xs:\n    pass  # hit(x)\n',
  'a module class': 'class A(nn.Module):\n    def f(self):\n        for x in xs:\n            hit(x)\n',
};

const ELEMENTS = { ...WANTED, over: 'elements' } as const;

/** Of what is repeated for other questions, this does not run for each element. */
const NOT_EACH: readonly string[] = [
  'a while loop',
  'a function that is handed on by keyword',
  'a decorated function',
  'an item method',
];

describe('what may run again', () => {
  for (const [what, text] of Object.entries(REPEATED))
    it(`counts ${what}`, () => assert.equal(mayRepeat(read(text), WANTED), true));
  for (const [what, text] of Object.entries(ONCE))
    it(`leaves out ${what}`, () => assert.equal(mayRepeat(read(text), WANTED), false));
  for (const [what, text] of Object.entries(REPEATED))
    it(`tells whether ${what} goes over elements`, () =>
      assert.equal(mayRepeat(read(text), ELEMENTS), !NOT_EACH.includes(what)));
  it('finds a loop around a while loop', () =>
    assert.equal(mayRepeat(read('for x in xs:\n    while x:\n        hit(x)\n'), ELEMENTS), true));
});
