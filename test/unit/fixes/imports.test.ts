/** Where imports are added, and in which form. */
import assert from 'node:assert/strict';
import { importEdits } from '../../../src/core/fixes/imports';
import type { ImportNeed } from '../../../src/core/rules/rule';
import { applyEdits } from '../../../src/core/text/edits';
import type { Span } from '../../../src/core/text/span';
import { fixed, loadParser, parse } from '../../support/program';

const need: ImportNeed = { from: 'm', name: 'New' };

function added(source: string, needs: readonly ImportNeed[] = [need]): string | undefined {
  const program = parse(source);
  return fixed(program, importEdits(program, needs, { at: source.length }));
}

before(loadParser);

describe('merging into an import', () => {
  const cases: readonly (readonly [before: string, after: string])[] = [
    ['from m import a, b', 'from m import a, b, New'],
    ['from m import a  # noqa', 'from m import a, New  # noqa'],
    ['from m import a as b; x = 1', 'from m import a as b, New; x = 1'],
    ['from m import (a, b)', 'from m import (a, b, New)'],
    ['from m import (\n    a,\n    b as c,  # B\n)', 'from m import (\n    a,\n    b as c,  # B\n    New,\n)'],
    ['from m import (\n    a,\n    b\n)', 'from m import (\n    a,\n    b,\n    New\n)'],
    ['from m import a, \\\n    b', 'from m import a, \\\n    b, New'],
  ];
  for (const [before, after] of cases) it(JSON.stringify(before), () => assert.equal(added(before), after));

  it('adds nothing that is there', () => {
    assert.equal(added('from m import New'), 'from m import New');
    assert.equal(added('import m', [{ from: null, name: 'm' }]), 'import m');
    assert.equal(added('from m import a', [need, need]), 'from m import a, New');
  });

  it('counts as there only what gives the very name', () => {
    const alias: ImportNeed = { from: 'm', name: 'New', alias: 'N' };
    assert.equal(added('from m import New as N', [alias]), 'from m import New as N');
    assert.equal(added('from m import New', [alias]), 'from m import New, New as N');
    assert.equal(added('from m import New as N'), 'from m import New as N, New');
    assert.equal(added('from m import Old as New'), 'from m import Old as New, New');
    assert.equal(added('from other import New'), 'from other import New\nfrom m import New');
    assert.equal(added('from .m import New'), 'from .m import New\nfrom m import New');
    assert.equal(added('import m'), 'import m\nfrom m import New');
    assert.equal(added('import m as x, n', [{ from: null, name: 'n' }]), 'import m as x, n');
  });

  it('adds several names at once, in lines of their own where those are', () => {
    const needs: ImportNeed[] = [need, { from: 'm', name: 'Other', alias: 'O' }];
    assert.equal(added('from m import a', needs), 'from m import a, New, Other as O');
    assert.equal(added('from m import (a)', needs), 'from m import (a, New, Other as O)');
    assert.equal(added('from m import (\n    a,\n)', needs), 'from m import (\n    a,\n    New,\n    Other as O,\n)');
  });

  it('gives a name with a comment a line of its own', () => {
    const commented: ImportNeed = { ...need, comment: 'noqa' };
    const text = (source: string, needs: readonly ImportNeed[]) =>
      applyEdits(source, importEdits(parse(source), needs, { at: source.length }));
    assert.equal(text('from m import a', [commented]), 'from m import a\nfrom m import New  # noqa');
    const both = text('x = 1', [commented, { from: 'm', name: 'b' }]);
    assert.equal(both, 'from m import New  # noqa\nfrom m import b\n\nx = 1');
  });

  it('does not merge into an import inside try, with a star, or relative', () => {
    assert.equal(
      added('try:\n    from m import a\nexcept ImportError:\n    pass\nx = 1'),
      'from m import New\n\ntry:\n    from m import a\nexcept ImportError:\n    pass\nx = 1',
    );
    assert.equal(added('from m import *'), 'from m import *\nfrom m import New');
    assert.equal(added('from .m import a'), 'from .m import a\nfrom m import New');
  });
});

describe('adding an import line', () => {
  const cases: readonly (readonly [why: string, before: string, after: string])[] = [
    [
      'after the last import',
      'import a\nimport b  # B\n\nx = 1',
      'import a\nimport b  # B\nfrom m import New\n\nx = 1',
    ],
    ['after a line of several', 'import a; import b\nx = 1', 'import a; import b\nfrom m import New\nx = 1'],
    ['after __future__', 'from __future__ import a\nx = 1', 'from __future__ import a\nfrom m import New\nx = 1'],
    ['under the docstring', '"""Doc."""\nx = 1', '"""Doc."""\n\nfrom m import New\nx = 1'],
    [
      'under shebang and encoding',
      '#!/usr/bin/python\n# -*- coding: x -*-\nx = 1',
      '#!/usr/bin/python\n# -*- coding: x -*-\nfrom m import New\n\nx = 1',
    ],
    ['at the top', 'x = 1', 'from m import New\n\nx = 1'],
    ['behind a byte order mark', '\uFEFFx = 1\r\n', '\uFEFFfrom m import New\r\n\r\nx = 1\r\n'],
    ['not inside a block', 'import a\nif x:\n    import b\n', 'import a\nfrom m import New\nif x:\n    import b\n'],
  ];
  for (const [why, before, after] of cases) it(why, () => assert.equal(added(before), after));

  it('does not put it behind the code that needs it', () => {
    const program = parse('import a\nuse()\nimport b\n');
    const after = fixed(program, importEdits(program, [need], { at: program.text.indexOf('use') }));
    assert.equal(after, 'import a\nfrom m import New\nuse()\nimport b\n');
  });

  it('writes one line a module, plain imports first', () => {
    const needs: ImportNeed[] = [need, { from: null, name: 'z', alias: 'y' }, { from: 'm', name: 'Other', alias: 'O' }];
    assert.equal(added('import a', needs), 'import a\nimport z as y\nfrom m import New, Other as O');
  });
});

describe('an import that must come first', () => {
  const halving: ImportNeed = {
    from: 'sklearn.experimental',
    name: 'enable_halving_search_cv',
    before: 'sklearn.model_selection',
    comment: 'noqa: F401',
  };
  const line = 'from sklearn.experimental import enable_halving_search_cv  # noqa: F401';
  /** Without the comment check, for this import brings one. */
  const enabled = (source: string, needs: ImportNeed[] = [halving]): string => {
    const program = parse(source);
    const edits = importEdits(program, needs, { at: source.length });
    return edits.reduceRight(
      (text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end),
      source,
    );
  };

  it('goes right before the first import of the module', () => {
    const source = 'import os\nfrom sklearn.model_selection import a\n';
    assert.equal(enabled(source), `import os\n${line}\nfrom sklearn.model_selection import a\n`);
    assert.equal(
      enabled('try:\n    import sklearn.model_selection\nexcept E: pass'),
      `try:\n    ${line}\n    import sklearn.model_selection\nexcept E: pass`,
    );
    assert.equal(
      enabled('import os; import sklearn.model_selection'),
      `${line}\nimport os; import sklearn.model_selection`,
    );
  });

  it('is not added twice', () => {
    const source = `${line}\nfrom sklearn.model_selection import a\n`;
    assert.equal(enabled(source), source);
  });

  it('comes first among new lines', () => {
    assert.equal(
      enabled('import os', [{ from: 'sklearn.model_selection', name: 'H' }, halving]),
      `import os\n${line}\nfrom sklearn.model_selection import H`,
    );
  });
});

describe('imports in a notebook', () => {
  function inNotebook(cells: readonly string[], mark: string): string | undefined {
    const text = cells.map((cell) => `${cell}\n`).join('');
    const regions: Span[] = [];
    let start = 0;
    for (const cell of cells) {
      regions.push({ start, end: start + cell.length });
      start += cell.length + 1;
    }
    const program = parse(text);
    return fixed(program, importEdits(program, [need], { at: text.indexOf(mark), cells: regions }));
  }

  it('go to the first cell that has imports', () => {
    assert.equal(
      inNotebook(['x = 1', 'import a', 'import b\nuse()'], 'use'),
      'x = 1\nimport a\nfrom m import New\nimport b\nuse()\n',
    );
  });

  it('else to the top of the cell of the finding', () => {
    assert.equal(inNotebook(['x = 1', 'use()', 'import a'], 'use'), 'x = 1\nfrom m import New\n\nuse()\nimport a\n');
  });
});
