/** Fixing everything safe at once, by command and on save, in files and never by the plain kind in cells. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEverything,
  EVALUATION,
  fileWith,
  GRID,
  rulesIn,
  settled,
  show,
  showText,
  sourceActions,
} from './support';

const TWO = `${EVALUATION}${EVALUATION.replace('import torch\n', '').replace('validate', 'test')}`;

describe('fix all', () => {
  afterEach(closeEverything);

  it('mends every safe problem of the file by command', async () => {
    const { document } = await showText(TWO);
    assert.equal(rulesIn(document.uri).length, 2);
    await vscode.commands.executeCommand('carbonHints.fixAll');
    await settled();
    assert.deepEqual(rulesIn(document.uri), []);
  });

  it('leaves fixes alone that may change results', async () => {
    const { document } = await showText(GRID);
    await vscode.commands.executeCommand('carbonHints.fixAll');
    assert.equal(document.getText(), GRID);
  });

  it('is offered as a source action with its own kind', async () => {
    const { document } = await showText(TWO);
    const [action] = await sourceActions(document.uri, 'source.fixAll.carbonHints');
    assert.equal(action?.kind?.value, 'source.fixAll.carbonHints');
    assert.ok(action.edit);
  });

  it('is not offered where nothing is safe to fix', async () => {
    const { document } = await showText(GRID);
    assert.deepEqual(await sourceActions(document.uri, 'source.fixAll'), []);
  });

  it('runs on save when the user asks for that', async () => {
    const editor = vscode.workspace.getConfiguration('editor');
    await editor.update('codeActionsOnSave', { 'source.fixAll.carbonHints': 'explicit' }, true);
    try {
      const uri = fileWith(EVALUATION);
      const { document } = await show(uri);
      assert.equal(rulesIn(uri).length, 1);
      await vscode.commands.executeCommand('workbench.action.files.save');
      const typed = await vscode.window.showTextDocument(document);
      await typed.edit((edit) => edit.insert(new vscode.Position(0, 0), '# changed\n'));
      await vscode.commands.executeCommand('workbench.action.files.save');
      await settled();
      assert.equal(document.isDirty, false);
      assert.deepEqual(rulesIn(uri), []);
    } finally {
      await editor.update('codeActionsOnSave', undefined, true);
    }
  });
});
