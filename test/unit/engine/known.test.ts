/** What is known of an edited document stays known. */
import assert from 'node:assert/strict';
import { composeSource } from '../../../src/core/engine/compose';
import type { Source } from '../../../src/core/engine-types';
import { knownOf, type Known } from '../../../src/core/engine/known';
import { ModuleShelf } from '../../../src/core/engine/module-shelf';
import { perModel } from '../../../src/core/model/per-model';
import type { SyntaxDocument } from '../../../src/core/syntax/session';
import { minimalEdit } from '../../../src/core/text/edits';
import { syntaxSession } from '../../support/grammar';

const CELLS = ['import torch\n', 'loss = 1\n', 'print(loss)\n'];
const notebook = (cells: readonly string[]): Source => ({
  kind: 'notebook',
  metadata: {},
  cells: cells.map((text) => ({ kind: 'code' as const, text })),
});

describe('what is known of a document', () => {
  let shelf: ModuleShelf;
  let syntax: SyntaxDocument;
  let known: Known | undefined;

  async function open(source: Source): Promise<Known> {
    const session = await syntaxSession();
    shelf = new ModuleShelf(session);
    syntax = session.open(composeSource(source).text);
    known = undefined;
    return ask(source);
  }

  function ask(source: Source): Known {
    const composed = composeSource(source);
    const change = minimalEdit(syntax.text, composed.text);
    if (change) {
      const { start, end } = change.span;
      syntax.update(composed.text, { start, oldEnd: end, newEnd: start + change.newText.length });
    }
    known = knownOf({ info: { path: 'train.py' }, composed, isEdited: true, known }, syntax, shelf);
    return known;
  }

  afterEach(() => syntax.dispose());

  it('is kept over the edit of a module', async () => {
    const before = await open({ kind: 'module', text: 'a = 1\n' });
    assert.equal(ask({ kind: 'module', text: 'a = 12\n' }).model, before.model);
  });

  it('is kept over the edit of a notebook, whose cells move', async () => {
    const before = await open(notebook(CELLS));
    assert.equal(before.model.document.cells?.[2]?.start, 24);
    const after = ask(notebook(['import torch, os\n', 'loss = 1\n', 'print(loss)\n']));
    assert.equal(after.model, before.model);
    assert.equal(after.model.document.cells?.[2]?.start, 28);
    assert.deepEqual(after.document.cells, after.model.document.cells);
  });

  it('starts afresh where lines go to another cell and the text stays', async () => {
    const before = await open(notebook(['import torch', 'loss = 1\nprint(loss)']));
    const after = ask(notebook(['import torch\nloss = 1', 'print(loss)']));
    assert.notEqual(after.model, before.model);
    assert.equal(after.model.document.cells?.[1]?.start, 22);
  });

  it('starts afresh when a cell has printed something else', async () => {
    const printed = (text: string): Source => {
      const outputs = { texts: [{ form: 'printed' as const, text }], seconds: null, failed: false };
      return { kind: 'notebook', metadata: {}, cells: [{ kind: 'code', text: 'fit()', outputs }] };
    };
    const before = await open(printed('Wall time: 3 s'));
    assert.equal(ask(printed('Wall time: 3 s')).model, before.model);
    assert.notEqual(ask(printed('Wall time: 4 s')).model, before.model);
  });

  it('is found again from a walk through all statements', async () => {
    const kinds = perModel((model): string => model.program.module.body.map(({ kind }) => kind).join(' '));
    const before = await open({ kind: 'module', text: 'a = 1\nb = 2\n\n\nprint(a)\n' });
    assert.equal(kinds(before.model), 'assign assign exprstmt');
    const { model } = ask({ kind: 'module', text: 'a = 1\npass\n\n\nprint(a)\n' });
    assert.equal(kinds(model), 'assign pass exprstmt');
  });

  it('is found again from where the cells are', async () => {
    const starts = perModel((model): string => (model.document.cells ?? []).map(({ start }) => start).join(' '));
    const before = await open(notebook(CELLS));
    const first = starts(before.model);
    const { model } = ask(notebook(['import torch, os\n', 'loss = 1\n', 'print(loss)\n']));
    assert.notEqual(starts(model), first);
  });
});
