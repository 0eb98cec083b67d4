/** Configuration files: the nearest one counts, changes count at once, and mistakes are shown where they are. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeEverything, eventually, fileWith, GRID, problems, rulesIn, settled, show, withSettings } from './support';

const OFF = '[rules]\nexhaustive-grid-search = "off"\n';

/** A Python file with a configuration file beside it. */
function project(
  config: string,
  name = 'carbon-hints.toml',
): { readonly code: vscode.Uri; readonly config: vscode.Uri } {
  const code = fileWith(GRID);
  const file = path.join(path.dirname(code.fsPath), name);
  fs.writeFileSync(file, config);
  return { code, config: vscode.Uri.file(file) };
}

describe('configuration files', () => {
  afterEach(closeEverything);

  it('switch a rule off', async () => {
    const { code } = project(OFF);
    await show(code);
    assert.deepEqual(rulesIn(code), []);
  });

  it('may be a table of pyproject.toml', async () => {
    const { code } = project('[tool.carbon-hints.rules]\nexhaustive-grid-search = "off"\n', 'pyproject.toml');
    await show(code);
    assert.deepEqual(rulesIn(code), []);
  });

  it('say nothing when pyproject.toml has no table for us', async () => {
    const { code } = project('[project]\nname = "training"\n', 'pyproject.toml');
    await show(code);
    assert.deepEqual(rulesIn(code), ['exhaustive-grid-search']);
  });

  it('take effect when they are saved', async () => {
    const { code, config } = project(OFF);
    await show(code);
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(config));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 2, 0), '[rules]\n'));
    await editor.document.save();
    await eventually('the finding', () => (rulesIn(code).length === 1 ? true : undefined));
  });

  it('lose against the settings of the editor, and win when that is preferred', async () => {
    const { code } = project(OFF);
    await show(code);
    await withSettings({ rules: { 'exhaustive-grid-search': 'warning' } }, () => {
      assert.deepEqual(rulesIn(code), ['exhaustive-grid-search']);
      return Promise.resolve();
    });
    const filesFirst = { rules: { 'exhaustive-grid-search': 'warning' }, configurationPreference: 'filesystemFirst' };
    await withSettings(filesFirst, () => {
      assert.deepEqual(rulesIn(code), []);
      return Promise.resolve();
    });
  });

  it('get their mistakes marked, and the rest of them counts', async () => {
    const { code, config } = project(`[rules]\nexhaustive-grid-serch = "off"\nexhaustive-grid-search = "off"\n`);
    await show(code);
    await settled();
    const [problem] = problems(config);
    assert.ok(problem, 'a problem in the configuration file');
    assert.match(problem.message, /exhaustive-grid-search/);
    assert.equal(problem.range.start.line, 1);
    assert.deepEqual(rulesIn(code), []);
  });

  it('may be broken: that is shown, and the defaults count', async () => {
    const { code, config } = project('[rules\nexhaustive = ');
    await show(code);
    assert.ok(problems(config).length > 0);
    assert.deepEqual(rulesIn(code), ['exhaustive-grid-search']);
  });
});
