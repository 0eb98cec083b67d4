/** The native tree-sitter is the oracle: the same text gives the same tree as the WebAssembly build that is shipped. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import NativeParser from 'tree-sitter';
import nativePython from 'tree-sitter-python';
import { syntaxSession } from '../support/grammar';

const SEED = 20261124;
const ROOT = join(__dirname, '..', '..');

const FRAGMENTS = [
  'import torch as t\n',
  'from a.b import (c as d, e)\n',
  'x: int = 1_000\n',
  "s = f'{x!r:>{n}}' 'tail'\n",
  'def f(a, /, b=2, *, c, **d) -> int:\n    return a\n',
  'async def g():\n    async with h() as i:\n        await i\n',
  'class K(Base, metaclass=M):\n    @property\n    def p(self): return self._p\n',
  'try:\n    pass\nexcept* (A, B) as e:\n    raise\nfinally:\n    del x\n',
  'match x:\n    case {"a": [1, *_]} if y:\n        pass\n',
  'with (open("a") as b, c):\n    pass\n',
  '[i for i in range(3) if i % 2]\n',
  '{**a, "k": lambda *z: z}\n',
  'print "old"\n',
  '    odd\n',
  '\tif (',
  ')\n',
  '\r\n',
  'é = "𝒳"\n',
  '\\\n',
  '# c\n',
  '"""doc\n',
  '"""\n',
  ';',
  'x @= y\n',
];

function nativeTree(text: string): string {
  const parser = new NativeParser();
  parser.setLanguage(nativePython as unknown as NativeParser.Language);
  return parser.parse((index) => text.slice(index, index + 4096)).rootNode.toString();
}

async function checkSame(text: string): Promise<void> {
  const document = (await syntaxSession()).open(text);
  const tree = document.sexpression;
  document.dispose();
  assert.equal(tree, nativeTree(text));
}

describe(`the shipped parser against the native one (seed ${SEED})`, () => {
  it('gives the same tree for any text', async () => {
    const text = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 }).map((parts) => parts.join(''));
    await fc.assert(fc.asyncProperty(text, checkSame), { seed: SEED, numRuns: 300 });
  });

  it('gives the same tree for the sample project', async () => {
    const folder = join(ROOT, 'media', 'sample');
    const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
    assert.ok(files.length >= 4);
    for (const name of files) await checkSame(readFileSync(join(folder, name), 'utf8'));
  });

  it('gives the same tree for the code of every rule page', async () => {
    const folder = join(ROOT, 'src', 'core', 'rules');
    const pages = readdirSync(folder, { withFileTypes: true }).filter(
      (one) => one.isDirectory() && one.name !== 'shared',
    );
    for (const { name } of pages) {
      const page = readFileSync(join(folder, name, 'rule.md'), 'utf8');
      for (const [, code = ''] of page.matchAll(/```python[^\n]*\n([\s\S]*?)```/g)) await checkSame(code);
    }
  });
});
