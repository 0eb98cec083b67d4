/** The light bulb: what it offers, that a fix mends the code, and that undo restores it. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsAt,
  closeEverything,
  EVALUATION,
  GRID,
  problems,
  rulesIn,
  settled,
  show,
  fileWith,
  showText,
} from './support';

/** The fixes offered for the first problem of a file. */
async function fixesOf(uri: vscode.Uri): Promise<vscode.CodeAction[]> {
  const [problem] = problems(uri);
  assert.ok(problem, 'a problem to fix');
  const fixes = (await actionsAt(uri, problem.range)).filter(({ edit }) => edit !== undefined);
  assert.notEqual(fixes.length, 0, 'at least one fix');
  return fixes;
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, 'a fix to apply');
  assert.ok(await vscode.workspace.applyEdit(action.edit));
  await settled();
}

describe('quick fixes', () => {
  afterEach(closeEverything);

  it('say in the title when they may change results', async () => {
    const { document } = await showText(GRID);
    for (const { title } of await fixesOf(document.uri)) assert.match(title, / — may change results: \S/);
  });

  it('are not preferred when they may change results', async () => {
    const { document } = await showText(GRID);
    for (const { isPreferred } of await fixesOf(document.uri)) assert.notEqual(isPreferred, true);
  });

  it('are preferred when they are safe, and say nothing more', async () => {
    const { document } = await showText(EVALUATION);
    const [fix] = await fixesOf(document.uri);
    assert.equal(fix?.isPreferred, true);
    assert.doesNotMatch(fix.title, /may change results/);
  });

  it('make the problem go', async () => {
    const { document } = await showText(EVALUATION);
    await apply((await fixesOf(document.uri))[0]);
    assert.deepEqual(rulesIn(document.uri), []);
  });

  it('are undone in one step', async () => {
    const { document } = await showText(GRID);
    await apply((await fixesOf(document.uri))[0]);
    assert.notEqual(document.getText(), GRID);
    await vscode.commands.executeCommand('undo');
    await settled();
    assert.equal(document.getText(), GRID);
    assert.deepEqual(rulesIn(document.uri), ['exhaustive-grid-search']);
  });

  it('keep the line ends of the file', async () => {
    const { document } = await show(fileWith(EVALUATION.replaceAll('\n', '\r\n')));
    await apply((await fixesOf(document.uri))[0]);
    assert.doesNotMatch(document.getText(), /[^\r]\n/);
  });

  it('are never computed against an older text', async () => {
    const editor = await showText(EVALUATION);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# typed a moment ago\n'));
    const [problem] = problems(editor.document.uri);
    assert.ok(problem);
    const moved = new vscode.Range(problem.range.start.translate(1), problem.range.end.translate(1));
    const [fix] = (await actionsAt(editor.document.uri, moved)).filter(({ edit }) => edit !== undefined);
    await apply(fix);
    assert.match(editor.document.getText(), /^# typed a moment ago\nimport torch\n/);
    assert.deepEqual(rulesIn(editor.document.uri), []);
  });

  it('are not offered away from a problem', async () => {
    const { document } = await showText(GRID);
    assert.deepEqual(await actionsAt(document.uri, new vscode.Range(0, 0, 0, 0)), []);
  });

  it('come with an explanation of the rule', async () => {
    const { document } = await showText(GRID);
    const [problem] = problems(document.uri);
    assert.ok(problem);
    const titles = (await actionsAt(document.uri, problem.range)).map(({ title }) => title);
    assert.ok(titles.includes('Explain exhaustive-grid-search'), titles.join('; '));
  });
});
