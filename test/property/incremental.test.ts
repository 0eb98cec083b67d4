/** An edited document equals a freshly parsed one: same tree, same plain program, same offsets. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Node } from '../../src/core/syntax/ast';
import type { Program } from '../../src/core/syntax/program';
import type { SyntaxSession } from '../../src/core/syntax/session';
import { descend } from '../../src/core/syntax/walk';
import { syntaxSession } from '../support/grammar';

const SEED = 20261123;

const FRAGMENTS = [
  'import torch\n',
  'from a import b as c\n',
  'x = 1\n',
  'def f(a, *b, c=1, **d):\n    return a\n',
  'class K(Base):\n    def m(self):\n        self.x = 1\n',
  'for i in range(3):\n    print(i)\n',
  '    ',
  '\t',
  '\n',
  '\r\n',
  '"""doc"""\n',
  "'''",
  '(',
  ')',
  ':',
  'if x:\n    y = 2\nelse:\n    y = 3\n',
  '# comment\n',
  'é𝒳',
  '\\\n',
  'lambda: 0',
  'with a as b:\n    pass\n',
  '{**a, "k": 1}',
  '[i for i in x]',
  'print "old"\n',
  'async def g():\n    await h()\n',
  ';',
  '@d\n',
];

const source = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map((parts) => parts.join(''));
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(12),
  insert: fc.constantFrom('', ...FRAGMENTS),
});

function snapshot(program: Program): string {
  return JSON.stringify(
    { body: program.module.body, comments: program.comments, broken: program.broken },
    (key, value: unknown) => (key === 'parent' || key === 'scope' || key === 'selfBindings' ? undefined : value),
  );
}

/** Every look-up of the index, by offset; it must find what a walk of the tree finds, and nothing else. */
function lookups(program: Program): unknown {
  const found: Record<string, number[]> = {};
  const add = (key: string, nodes: readonly Node[]): void => void (found[key] = nodes.map((node) => node.start));
  for (const node of descend(program.module)) {
    if (node.kind === 'name') add(`name ${node.id}`, program.names(node.id));
    if (node.kind === 'attribute') add(`attribute ${node.attr}`, program.attributes(node.attr));
    if (node.kind === 'call' && node.func.kind === 'name') add(`call ${node.func.id}`, program.calls(node.func.id));
  }
  add('loops', program.loops);
  add('functions', program.functions);
  add('classes', program.classes);
  add('imports', program.imports);
  add('withs', program.withs);
  const bindings = [...program.module.scope.names()].map((name) => [
    name,
    program.module.scope.bindings(name).map((one) => one.node.start),
  ]);
  return { found, bindings, old: ['torch', 'print', 'K', 'x'].map((word) => program.mentions(word)) };
}

function checkEdits(
  session: SyntaxSession,
  start: string,
  edits: readonly { at: number; remove: number; insert: string }[],
): void {
  const document = session.open(start);
  try {
    for (const { at, remove, insert } of edits) {
      const before = document.text;
      const from = Math.floor(at * before.length);
      const oldEnd = Math.min(before.length, from + remove);
      document.update(before.slice(0, from) + insert + before.slice(oldEnd), {
        start: from,
        oldEnd,
        newEnd: from + insert.length,
      });
    }
    const fresh = session.open(document.text);
    assert.equal(document.sexpression, fresh.sexpression);
    assert.equal(snapshot(document.program), snapshot(fresh.program));
    assert.deepEqual(lookups(document.program), lookups(fresh.program));
    fresh.dispose();
  } finally {
    document.dispose();
  }
}

describe(`incremental parsing (seed ${SEED})`, () => {
  it('equals a full parse after any edits', async () => {
    const session = await syntaxSession();
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 1, maxLength: 8 }), (start, edits) =>
        checkEdits(session, start, edits),
      ),
      { seed: SEED, numRuns: 400 },
    );
  });
});
