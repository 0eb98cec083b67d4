/** Completing a fix with its imports. */
import assert from 'node:assert/strict';
import { completeFix } from '../../../src/core/fixes/apply';
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
      fixed(program, completeFix(program, renaming(program, 'old', 'new')[0]!)),
      'import a\nfrom m import new\nnew()\n',
    );
  });

  it('puts the import above an insertion at the same place', () => {
    const program = parse('x()\n');
    const one = fix([{ span: { start: 0, end: 0 }, newText: 'y()\n' }], [{ from: null, name: 'y' }]);
    assert.equal(fixed(program, completeFix(program, one)), 'import y\n\ny()\nx()\n');
  });

  it('refuses edits that collide', () => {
    const edit = { span: { start: 0, end: 1 }, newText: '' };
    assert.equal(completeFix(parse('x()\n'), fix([edit, edit])), undefined);
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
});
