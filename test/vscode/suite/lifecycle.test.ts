/** What closing, renaming and deleting leave behind: nothing. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, eventually, extension, fileWith, GRID, problems, rulesIn, settled, show } from './support';

describe('documents', () => {
  afterEach(closeEverything);

  it('lose their problems when they are closed', async () => {
    const uri = fileWith(GRID);
    // Opened as a person would: a document opened by `openTextDocument` stays open for minutes.
    await vscode.commands.executeCommand('vscode.open', uri);
    await eventually('the problem', () => (problems(uri).length === 1 ? true : undefined));
    await closeEverything();
    await eventually('the problem to go', () => (problems(uri).length === 0 ? true : undefined));
    assert.equal((await extension()).latest(uri), undefined);
  });

  it('take their problems along when they are renamed', async () => {
    const before = fileWith(GRID);
    await show(before);
    const after = vscode.Uri.joinPath(before, '..', 'renamed.py');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(before, after);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually('the problems to move', () =>
      rulesIn(after).length === 1 && problems(before).length === 0 ? true : undefined,
    );
  });

  it('may vanish from the disk while they are open', async () => {
    const uri = fileWith(GRID);
    const editor = await show(uri);
    await vscode.workspace.fs.delete(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# still here\n'));
    await settled();
    assert.deepEqual(rulesIn(uri), ['exhaustive-grid-search']);
  });

  it('of schemes that cannot be written to are left alone', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('old-revision', {
      provideTextDocumentContent: () => GRID,
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('old-revision:/train.py'));
      await settled();
      assert.equal(document.languageId, 'python');
      assert.deepEqual(problems(document.uri), []);
    } finally {
      provider.dispose();
    }
  });
});
