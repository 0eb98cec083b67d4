/** When the extension starts, and that it starts fast. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, EXTENSION_ID, extension, fileWith, GRID, settled, show } from './support';

describe('activation', () => {
  afterEach(closeEverything);

  it('starts for Python, notebooks and its own page only', () => {
    const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as { activationEvents: string[] };
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:python',
      'onLanguage:yaml',
      'onNotebook:jupyter-notebook',
      'onNotebook:interactive',
      'onWebviewPanel:carbonHints.dashboard',
    ]);
  });

  it('is not started by another language', async () => {
    const isActive = vscode.extensions.getExtension(EXTENSION_ID)?.isActive;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content: '{}' }));
    assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, isActive);
  });

  it('is started by a Python file, and finds at once', async () => {
    await show(fileWith(GRID));
    assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
    await settled();
  });

  it('registers every command that the manifest offers', async () => {
    await extension();
    const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands
      .map(({ command }) => command)
      .filter((command) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it('says how long it took', async () => {
    const { activation, engineLoad } = await extension();
    assert.ok(activation > 0);
    assert.ok(engineLoad !== undefined && engineLoad > 0);
  });
});
