/** Broken, empty, huge and otherwise odd files: findings where there can be any, and never a failure. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, extension, fileWith, GRID, problems, rulesIn, settled, show, showText } from './support';

const FLAGGED = ['exhaustive-grid-search'];

describe('odd input', () => {
  afterEach(closeEverything);

  for (const [what, content] of [
    ['an empty file', ''],
    ['only line ends', '\n\r\n\r\n'],
    ['unclosed brackets', 'def f(:\n  return [[[(\n'],
    ['an unclosed string', 'text = """never ends\n'.repeat(3)],
    ['deep nesting', `x = ${'['.repeat(2000)}${']'.repeat(2000)}\n`],
    ['nothing but comments', '# carbon: ignore\n# carbon: ignore[\n# carbon\n'],
  ] as const) {
    it(`${what} gives no finding and no failure`, async () => {
      const { document } = await showText(content);
      assert.deepEqual(
        problems(document.uri).filter(({ code }) => code !== 'unused-suppression'),
        [],
      );
      assert.notEqual((await extension()).latest(document.uri), undefined);
    });
  }

  for (const [what, content] of [
    ['a byte order mark', `\uFEFF${GRID}`],
    ['Windows line ends', GRID.replaceAll('\n', '\r\n')],
    ['mixed line ends', GRID.replace('\n', '\r\n')],
    ['tabs', `def run():\n\t${GRID.trimEnd().replaceAll('\n', '\n\t')}\n`],
    ['characters outside of the basic plane', `name = "\u{1F331}\u{1F331}"\n${GRID}`],
    ['no line end at the end', GRID.trimEnd()],
  ] as const) {
    it(`${what} changes nothing about the finding`, async () => {
      const { document } = await showText(content);
      assert.deepEqual(rulesIn(document.uri), FLAGGED);
      assert.match(document.getText(problems(document.uri)[0]?.range), /^GridSearchCV/);
    });
  }

  it('Latin-1 bytes change nothing about the finding', async () => {
    const uri = fileWith(Buffer.from(`# caf\u00e9\n${GRID}`, 'latin1'));
    const { document } = await show(uri);
    assert.deepEqual(rulesIn(document.uri), FLAGGED);
  });

  it('null bytes do no harm', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: `${GRID}\u0000\u0000\n` });
    await vscode.window.showTextDocument(document);
    await settled();
    assert.notEqual((await extension()).latest(document.uri), undefined);
  });

  it('a file of more than 2 MB is skipped with a note', async () => {
    const { document } = await showText(`${GRID}${'x = 1\n'.repeat(350_000)}`);
    assert.deepEqual(problems(document.uri), []);
    assert.match((await extension()).languageStatus, /Not analysed: (larger than|more than)/);
  });

  it('a single line of 10 MB is skipped with a note', async () => {
    const { document } = await showText(`${GRID}data = "${'x'.repeat(10_000_000)}"\n`);
    assert.deepEqual(problems(document.uri), []);
    assert.match((await extension()).languageStatus, /Not analysed: larger than 2 MB/);
  });

  it('a file that grows too large loses its findings, and gets them back', async () => {
    const editor = await showText(GRID);
    const end = new vscode.Position(editor.document.lineCount, 0);
    await editor.edit((edit) => edit.insert(end, '#\n'.repeat(60_000)));
    await settled();
    assert.deepEqual(problems(editor.document.uri), []);
    await vscode.commands.executeCommand('undo');
    await settled();
    assert.deepEqual(rulesIn(editor.document.uri), FLAGGED);
  });

  it('a truncated notebook is refused by the editor, and the extension goes on', async () => {
    const uri = fileWith('{"cells": [{"cell_type": "code", "sour', 'broken.ipynb');
    await vscode.workspace.openNotebookDocument(uri).then(undefined, () => undefined);
    const { document } = await showText(GRID);
    assert.deepEqual(rulesIn(document.uri), FLAGGED);
  });

  it('the switch of line ends keeps the finding in its place', async () => {
    const editor = await showText(GRID);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# more\n'));
    await settled();
    assert.match(editor.document.getText(problems(editor.document.uri)[0]?.range), /^GridSearchCV/);
  });
});
