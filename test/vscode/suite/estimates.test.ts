/** The estimate above each training run, as a lens or an inlay hint. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  CLEAN,
  closeEverything,
  eventually,
  extension,
  GRID,
  settled,
  showText,
  tabWith,
  withSettings,
} from './support';

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

  it('spell the sum out when the mouse is over the lens', async () => {
    const { document } = await showText(GRID);
    const [lens] = await lenses(document.uri);
    assert.match(lens?.command?.tooltip ?? '', /210 fits x .* W x PUE .* = .*Wh; x .* g CO2e\/kWh = .*g CO2e\n/);
    assert.match(lens?.command?.tooltip ?? '', /\nWidest: /);
  });

  it('open as a page that explains them', async () => {
    const { document } = await showText(GRID);
    const [lens] = await lenses(document.uri);
    assert.ok(lens?.command);
    const select: readonly unknown[] = lens.command.arguments ?? [];
    await vscode.commands.executeCommand(lens.command.command, ...select);
    await tabWith('Carbon Hints: estimate');
    const text = await page();
    for (const part of [
      'The calculation',
      'What it rests on',
      'What would narrow it most',
      'On other hardware',
      'On other grids',
      'What is not included',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.match(text, /Time: 210 fits x .* 1 refit x .* = /);
    assert.match(text, /\| France \| 44\.2 \| 20\d\d \|/);
  });

  it('say embodied carbon apart, only where it is switched on', async () => {
    const { document } = await showText(GRID);
    await vscode.commands.executeCommand('carbonHints.showEstimate', document.uri.toString());
    assert.match(await page(), /making the hardware is not included/);
    await withSettings({ 'estimate.embodied': true }, async () => {
      await vscode.commands.executeCommand('carbonHints.showEstimate', document.uri.toString());
      await eventually('the page to be written again', async () =>
        (await page()).includes('Embodied carbon, for itself') ? true : undefined,
      );
    });
  });
});

/** The text behind the preview. */
async function page(): Promise<string> {
  const uri = vscode.Uri.from({ scheme: 'carbon-hints-doc', path: '/Carbon Hints: estimate.md' });
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

describe('exports of an estimate', () => {
  afterEach(closeEverything);

  async function exported(format: string): Promise<vscode.TextDocument> {
    const { document } = await showText(GRID);
    const address = document.uri.toString();
    // An export of the test before may still be closing.
    const earlier = new Set(vscode.workspace.textDocuments);
    await vscode.commands.executeCommand('carbonHints.exportEstimate', address, undefined, format, 'document');
    return eventually(`the export as ${format}`, () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.isUntitled && !earlier.has(shown) ? shown : undefined;
    });
  }

  for (const [format, head] of [
    ['markdown', /^### Energy and carbon \(estimated\)/],
    ['model-card', /^co2_eq_emissions:\n {2}emissions: [\d.e-]+\n {2}source: ".*not measured; 80 % range/],
    ['sci', /^SCI = \(E x I\) \+ M per R = /],
    ['codecarbon-csv', /^timestamp,project_name,run_id,.*\n.*,estimate,/],
    ['json', /^\{\n {2}"schema": 1,/],
  ] as const) {
    it(`open as ${format} in a new editor`, async () => {
      assert.match((await exported(format)).getText().replaceAll('\r\n', '\n'), head);
    });
  }

  it('can go to the clipboard', async () => {
    const { document } = await showText(GRID);
    const address = document.uri.toString();
    await vscode.commands.executeCommand('carbonHints.exportEstimate', address, undefined, 'sci', 'clipboard');
    assert.match(await vscode.env.clipboard.readText(), /^SCI = /);
  });

  it('are not made of nothing', async () => {
    const { document } = await showText(CLEAN);
    const address = document.uri.toString();
    await vscode.commands.executeCommand('carbonHints.exportEstimate', address, undefined, 'sci', 'document');
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });
});
