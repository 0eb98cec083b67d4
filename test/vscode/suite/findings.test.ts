/** Findings as problems: on open, while typing, with everything a problem can carry. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CLEAN, closeEverything, extension, GRID, problems, rulesIn, settled, showText } from './support';

describe('findings', () => {
  afterEach(closeEverything);

  it('appear when a file is opened', async () => {
    const { document } = await showText(GRID);
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('mark the code that they are about', async () => {
    const { document } = await showText(GRID);
    const [problem] = problems(document.uri);
    assert.ok(problem);
    assert.match(document.getText(problem.range), /^GridSearchCV/);
  });

  it('mark only the first line of a call over several', async () => {
    const { document } = await showText(
      GRID.replace('GridSearchCV(SVC(), grid, cv=5)', 'GridSearchCV(\n    SVC(),\n    grid,\n    cv=5,\n)'),
    );
    assert.equal(document.getText(problems(document.uri)[0]?.range), 'GridSearchCV(');
  });

  it('start with the fact, on one line of at most 80 characters before the saving', async () => {
    const { document } = await showText(GRID);
    const message = problems(document.uri)[0]?.message ?? '';
    assert.match(message, /210 fits/);
    assert.doesNotMatch(message, /\n/);
    assert.ok((message.split(' (saves ')[0] ?? '').length <= 80, message);
  });

  it('name their rule and link to its page without a network', async () => {
    const { document } = await showText(GRID);
    const code = problems(document.uri)[0]?.code;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    assert.match(code.target.path, /^carbonHints\.explainRule/);
  });

  it('fold many hints of one file into one that leads to each of them', async () => {
    const asked = 'model.generate(**tokenizer("a", return_tensors="pt"), use_cache=False)\n'.repeat(8);
    const { document } = await showText(
      `from transformers import AutoModelForCausalLM, AutoTokenizer\ntokenizer = AutoTokenizer.from_pretrained("gpt2")\nmodel = AutoModelForCausalLM.from_pretrained("gpt2")\n${asked}`,
    );
    const shown = problems(document.uri);
    assert.equal(shown.length, 5);
    const [rest] = shown.filter(({ code }) => code === 'more-hints');
    assert.equal(rest?.message, '4 more small savings: generation-without-kv-cache (4)');
    assert.equal(rest.relatedInformation?.length, 4);
  });

  it('are none in clean code', async () => {
    const { document } = await showText(CLEAN);
    assert.deepEqual(problems(document.uri), []);
  });

  it('appear while typing', async () => {
    const editor = await showText(CLEAN);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), GRID));
    await settled();
    assert.deepEqual(rulesIn(editor.document.uri), ['exhaustive-grid-search']);
  });

  it('go when the waste goes', async () => {
    const editor = await showText(GRID);
    const start = editor.document.positionAt(GRID.indexOf('[0.1'));
    const end = editor.document.positionAt(GRID.indexOf('], "gamma') + 1);
    await editor.edit((edit) => edit.replace(new vscode.Range(start, end), '[1]'));
    await settled();
    assert.deepEqual(problems(editor.document.uri), []);
  });

  it('keep their place when lines are typed above', async () => {
    const editor = await showText(GRID);
    const before = problems(editor.document.uri)[0]?.range.start.line ?? 0;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n# two\n'));
    await settled();
    assert.equal(problems(editor.document.uri)[0]?.range.start.line, before + 2);
  });

  it('are the same after many small edits as after opening the result', async () => {
    const editor = await showText('');
    for (const line of GRID.split(/(?<=\n)/)) {
      const { document } = editor;
      await editor.edit((edit) => edit.insert(document.lineAt(document.lineCount - 1).range.end, line));
    }
    await settled();
    const typed = problems(editor.document.uri).map(({ range, message }) => ({ range, message }));
    const opened = await showText(GRID);
    assert.deepEqual(
      typed,
      problems(opened.document.uri).map(({ range, message }) => ({ range, message })),
    );
  });

  it('stay in the part that parses while another part does not', async () => {
    const { document } = await showText(`${GRID}\ndef broken(:\n    return (\n`);
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('appear in a file that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: GRID });
    await vscode.window.showTextDocument(document);
    await settled();
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('appear when the language of a document becomes Python, and go when it is Python no more', async () => {
    const plain = await vscode.workspace.openTextDocument({ language: 'plaintext', content: GRID });
    const python = await vscode.languages.setTextDocumentLanguage(plain, 'python');
    await settled();
    assert.deepEqual(rulesIn(python.uri), ['exhaustive-grid-search']);
    await vscode.languages.setTextDocumentLanguage(python, 'plaintext');
    await settled();
    assert.deepEqual(rulesIn(python.uri), []);
  });

  it('come with timings for the log and the language status', async () => {
    const { document } = await showText(GRID);
    const api = await extension();
    const timings = (await api.analyse(document.uri))?.timings;
    assert.ok(timings && Object.values(timings).every((time) => time >= 0));
    assert.match(api.languageStatus, /1 finding/);
  });
});
