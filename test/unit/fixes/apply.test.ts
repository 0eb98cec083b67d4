/** Completing a fix with its imports. */
import assert from 'node:assert/strict';
import { completeFix } from '../../../src/core/fixes/apply';
import { joinFixes, type CompletedFix } from '../../../src/core/fixes/completed';
import type { Fix } from '../../../src/core/rules/rule';
import type { Program } from '../../../src/core/syntax/program';
import type { TextEdit } from '../../../src/core/text/span';
import { fixed, loadParser, parse } from '../../support/program';

function fix(edits: readonly TextEdit[], imports: Fix['imports'] = []): Fix {
  return { safety: 'safe', title: 'Fix', edits, imports };
}

/** Replaces each call of `from` by `to`, in a fix of its own. */
function renaming(program: Program, from: string, to: string): Fix[] {
  return program.names(from).map((name) => fix([{ span: name, newText: to }], [{ from: 'm', name: to }]));
}

before(loadParser);

describe('completing a fix', () => {
  it('adds its imports', () => {
    const program = parse('import a\nold()\n');
    assert.equal(
      fixed(program, completeFix(program, renaming(program, 'old', 'new')[0]!)?.edits),
      'import a\nfrom m import new\nnew()\n',
    );
  });

  it('puts the import above an insertion at the same place', () => {
    const program = parse('x()\n');
    const one = fix([{ span: { start: 0, end: 0 }, newText: 'y()\n' }], [{ from: null, name: 'y' }]);
    assert.equal(fixed(program, completeFix(program, one)?.edits), 'import y\n\ny()\nx()\n');
  });

  it('refuses edits that collide', () => {
    const edit = { span: { start: 0, end: 1 }, newText: '' };
    assert.equal(completeFix(parse('x()\n'), fix([edit, edit])), undefined);
  });

  it('may change nothing but the metadata', () => {
    const metadata = [{ kind: 'remove', path: ['accelerator'] }] as const;
    assert.deepEqual(completeFix(parse('x()\n'), { ...fix([]), metadata }, [{ start: 0, end: 3 }]), {
      edits: [],
      metadata,
    });
  });

  it('refuses a block across cells', () => {
    const program = parse('a\nb\n');
    const cells = [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ];
    const wrap = fix([
      { span: { start: 0, end: 0 }, newText: 'with c:\n    ' },
      { span: { start: 2, end: 2 }, newText: '    ' },
    ]);
    assert.equal(completeFix(program, wrap, cells), undefined);
    assert.ok(completeFix(program, wrap));
  });

  it('refuses a rewrite that reaches from one cell into the next, and takes one in each', () => {
    const program = parse('a\nb\n');
    const cells = [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ];
    const across = fix([{ span: { start: 0, end: 3 }, newText: 'c' }]);
    assert.equal(completeFix(program, across, cells), undefined);
    const each = fix([
      { span: { start: 0, end: 1 }, newText: 'c' },
      { span: { start: 2, end: 3 }, newText: 'd' },
    ]);
    assert.equal(fixed(program, completeFix(program, each, cells)?.edits), 'c\nd\n');
    const indented = fix([{ span: { start: 2, end: 2 }, newText: '    ' }]);
    assert.ok(completeFix(program, indented, cells));
  });
});

describe('putting fixes together', () => {
  const at = (start: number, end: number, newText: string): CompletedFix => ({
    edits: [{ span: { start, end }, newText }],
    metadata: [],
  });

  it('does once what two of them need', () => {
    const shared = at(0, 0, 'import m\n').edits;
    const joined = joinFixes(
      [4, 8].map((start) => ({ ...at(0, 0, ''), edits: [...shared, ...at(start, start + 1, 'm').edits] })),
    );
    assert.equal(joined.fixes, 2);
    assert.deepEqual(
      joined.edits.map(({ span }) => span.start),
      [0, 4, 8],
    );
  });

  it('leaves out one that puts another text at the same place, or the same text over another span', () => {
    assert.equal(joinFixes([at(0, 4, 'a'), at(0, 4, 'b')]).fixes, 1);
    assert.equal(joinFixes([at(0, 4, 'a'), at(0, 5, 'a')]).fixes, 1);
    assert.equal(joinFixes([at(0, 4, 'a'), at(1, 4, 'a')]).fixes, 1);
    assert.deepEqual(joinFixes([at(0, 4, 'a'), at(0, 4, 'a')]).edits, at(0, 4, 'a').edits);
  });

  it('leaves out one that touches another', () => {
    assert.deepEqual(joinFixes([at(0, 4, 'a'), at(2, 6, 'b'), at(6, 8, 'c')]), {
      edits: [...at(0, 4, 'a').edits, ...at(6, 8, 'c').edits],
      metadata: [],
      fixes: 2,
    });
  });

  it('counts a change of metadata, and makes the same one once', () => {
    const metadata = [{ kind: 'remove', path: ['accelerator'] }] as const;
    assert.deepEqual(
      joinFixes([
        { edits: [], metadata },
        { edits: [], metadata },
      ]),
      { edits: [], metadata, fixes: 2 },
    );
  });
});
