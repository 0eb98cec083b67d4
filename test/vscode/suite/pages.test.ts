/** The pages that open inside the editor, without a network. */
import * as vscode from 'vscode';
import { closeEverything, extension, tabWith } from './support';

describe('pages', () => {
  afterEach(closeEverything);

  it('of a rule open by its link', async () => {
    await extension();
    await vscode.commands.executeCommand('carbonHints.explainRule', 'exhaustive-grid-search');
    await tabWith('exhaustive-grid-search');
  });

  it('of a sample opens as a copy that was never saved', async () => {
    await extension();
    await vscode.commands.executeCommand('carbonHints.openSample');
    await tabWith('Untitled');
  });
});
