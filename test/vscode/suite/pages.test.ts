/** The pages that open inside the editor, without a network. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, eventually, extension, problems, settled, tabWith } from './support';

describe('pages', () => {
  afterEach(closeEverything);

  it('of a rule open by its link', async () => {
    await extension();
    await vscode.commands.executeCommand('carbonHints.explainRule', 'exhaustive-grid-search');
    await tabWith('exhaustive-grid-search');
  });

  it('of a sample opens as a copy that was never saved, with something to find', async () => {
    await extension();
    await vscode.commands.executeCommand('carbonHints.openSample');
    const sample = await eventually('the sample', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.isUntitled ? document : undefined;
    });
    await settled();
    assert.notEqual(problems(sample.uri).length, 0);
  });
});
