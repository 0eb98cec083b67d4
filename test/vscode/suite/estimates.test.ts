/** The estimate above each training run, as a lens or an inlay hint. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, extension, GRID, settled, showText, tabWith, withSettings } from './support';

async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
  return all.filter(({ command }) => command?.command === 'carbonHints.showEstimate');
}

describe('estimates', () => {
  afterEach(closeEverything);

  it('stand in one lens on the line that starts the run', async () => {
    const { document } = await showText(GRID);
    const [lens, ...more] = await lenses(document.uri);
    assert.ok(lens?.command);
    assert.deepEqual(more, []);
    assert.match(lens.command.title, /^(about|up to) .*Wh, .*CO2e per run$/);
    assert.match(document.lineAt(lens.range.start.line).text, /search/);
  });

  it('keep their lens for a moment while typing breaks the code', async () => {
    const editor = await showText(GRID);
    assert.equal((await lenses(editor.document.uri)).length, 1);
    const at = editor.document.positionAt(GRID.indexOf('search.fit'));
    await editor.edit((edit) => edit.insert(at, 'del search, grid; ('));
    await settled();
    assert.equal((await lenses(editor.document.uri)).length, 1);
  });

  it('can be inlay hints instead', async () => {
    await withSettings({ estimates: 'inlay' }, async () => {
      const { document } = await showText(GRID);
      assert.deepEqual(await lenses(document.uri), []);
      const range = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        range,
      );
      assert.ok(hints.some(({ label }) => typeof label === 'string' && /[≈<] .*Wh/.test(label)));
    });
  });

  it('can be switched off', async () => {
    await withSettings({ estimates: 'off' }, async () => {
      const { document } = await showText(GRID);
      assert.deepEqual(await lenses(document.uri), []);
    });
  });

  it('follow the hours that the user sets', async () => {
    const { document } = await showText(GRID);
    await withSettings({ hours: 10 }, async () => {
      const estimate = (await extension()).latest(document.uri)?.estimates[0]?.estimate;
      assert.equal(Math.round(estimate?.time.typical ?? 0), 10);
    });
  });

  it('open as a page', async () => {
    const { document } = await showText(GRID);
    await vscode.commands.executeCommand('carbonHints.showEstimate', document.uri.toString());
    await tabWith('Carbon Hints: estimate');
  });
});
