/** Applying fixes with their imports, one and many. */
import assert from 'node:assert/strict';
import { applyAll, completeFix } from '../../../src/core/fixes/apply';
import type { Fix } from '../../../src/core/rules/rule';
import type { Program } from '../../../src/core/syntax/program';
import { applyEdits } from '../../../src/core/text/edits';
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

describe('applying all fixes', () => {
  const text = {
    look: (source: string) => {
      const program = parse(source);
      return { program, fixes: renaming(program, 'old', 'new') };
    },
    apply: (source: string, edits: readonly TextEdit[]) => applyEdits(source, edits),
  };

  it('applies those that do not overlap and adds one import', () => {
    assert.deepEqual(applyAll('old(old())\n', text), {
      document: 'from m import new\n\nnew(new())\n',
      count: 2,
      converged: true,
    });
  });

  it('takes overlapping fixes in later passes', () => {
    const outermost = {
      ...text,
      look: (source: string) => {
        const program = parse(source);
        const calls = program.calls('old');
        return {
          program,
          fixes: calls.map((call) =>
            fix([{ span: { start: call.start, end: call.end }, newText: source.slice(call.start + 4, call.end - 1) }]),
          ),
        };
      },
    };
    assert.deepEqual(applyAll('old(old(x))\n', outermost), { document: 'x\n', count: 2, converged: true });
  });

  it('says when fixes never end', () => {
    const endless = {
      ...text,
      look: (source: string) => ({
        program: parse(source),
        fixes: [fix([{ span: { start: 0, end: 0 }, newText: '#' }])],
      }),
    };
    const result = applyAll('x\n', endless);
    assert.equal(result.converged, false);
    assert.equal(result.count, 10);
  });
});
