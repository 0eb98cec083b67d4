/** Settings take effect at once, and absurd ones are harmless. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  CLEAN,
  closeEverything,
  extension,
  GRID,
  hoverText,
  problems,
  rulesIn,
  settled,
  showText,
  withSettings,
} from './support';

describe('settings', () => {
  afterEach(closeEverything);

  it('switch a rule off, and on again', async () => {
    const { document } = await showText(GRID);
    await withSettings({ rules: { 'exhaustive-grid-search': 'off' } }, () => {
      assert.deepEqual(rulesIn(document.uri), []);
      return Promise.resolve();
    });
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('change the severity of a rule', async () => {
    const { document } = await showText(GRID);
    await withSettings({ rules: { 'exhaustive-grid-search': 'hint' } }, () => {
      assert.equal(problems(document.uri)[0]?.severity, vscode.DiagnosticSeverity.Hint);
      return Promise.resolve();
    });
  });

  it('hide findings below a severity', async () => {
    const { document } = await showText(GRID);
    await withSettings({ rules: { 'exhaustive-grid-search': 'hint' }, minimumSeverity: 'warning' }, () => {
      assert.deepEqual(rulesIn(document.uri), []);
      return Promise.resolve();
    });
  });

  it('exclude files by pattern', async () => {
    const { document } = await showText(GRID, 'generated.py');
    await withSettings({ exclude: ['**/generated.py'] }, () => {
      assert.deepEqual(rulesIn(document.uri), []);
      return Promise.resolve();
    });
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('can wait for a save', async () => {
    await withSettings({ run: 'onSave' }, async () => {
      const editor = await showText(CLEAN);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), GRID));
      await settled();
      assert.deepEqual(rulesIn(editor.document.uri), []);
      // What the editor asks by itself is answered from what is there.
      assert.equal(await hoverText(editor.document.uri, new vscode.Position(6, 12)), '');
      assert.deepEqual(rulesIn(editor.document.uri), []);
      await editor.document.save();
      await settled();
      assert.deepEqual(rulesIn(editor.document.uri), ['exhaustive-grid-search']);
    });
  });

  it('can wait for a command', async () => {
    await withSettings({ run: 'manual' }, async () => {
      const { document } = await showText(GRID);
      assert.deepEqual(rulesIn(document.uri), []);
      await vscode.commands.executeCommand('carbonHints.analyse');
      assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
    });
  });

  it('may be absurd', async () => {
    const { document } = await showText(GRID);
    const absurd = {
      rules: { 'exhaustive-grid-search': 7, 'no-such-rule': 'off' },
      pue: -3,
      hours: 'soon',
      region: '??',
      hardware: '0x0',
    };
    await withSettings(absurd, () => {
      assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
      return Promise.resolve();
    });
  });

  it('are written by the commands that ask for them', async () => {
    await extension();
    const region = (): unknown => vscode.workspace.getConfiguration('carbonHints').get('region');
    await vscode.commands.executeCommand('carbonHints.setRegion', 'FRA');
    assert.equal(region(), 'FRA');
    await vscode.commands.executeCommand('carbonHints.setRegion', null);
    assert.equal(region(), null);
    await settled();
  });

  it('are not guessed from names that mean nothing, and take no absurd numbers', async () => {
    await extension();
    const value = (name: string): unknown => vscode.workspace.getConfiguration('carbonHints').get(name);
    await vscode.commands.executeCommand('carbonHints.setHardware', '4x V1000');
    await vscode.commands.executeCommand('carbonHints.setRegion', 'Atlantis');
    for (const hours of [-1, 0, 1e30, Number.NaN, 'soon']) {
      await vscode.commands.executeCommand('carbonHints.setHours', hours);
    }
    assert.deepEqual([value('hardware'), value('region'), value('hours')], [null, null, null]);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('are kept for the workspace where one is open', async () => {
    await extension();
    await vscode.commands.executeCommand('carbonHints.setHours', 2.5);
    const found = vscode.workspace.getConfiguration('carbonHints').inspect('hours');
    const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
    assert.equal(inWorkspace ? found?.workspaceValue : found?.globalValue, 2.5);
    await vscode.commands.executeCommand('carbonHints.setHours', null);
    assert.equal(vscode.workspace.getConfiguration('carbonHints').get('hours'), null);
    await settled();
  });
});
