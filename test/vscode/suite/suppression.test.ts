/** Ignoring a finding by a comment, and the comments that ignore nothing. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, closeEverything, CLEAN, GRID, hoverText, problems, rulesIn, settled, showText } from './support';

async function ignore(document: vscode.TextDocument, reason: string): Promise<void> {
  const [problem] = problems(document.uri);
  assert.ok(problem);
  const actions = await actionsAt(document.uri, problem.range);
  const action = actions.find(({ title }) => title === 'Ignore exhaustive-grid-search here…');
  assert.ok(action?.command, 'an action that ignores');
  await vscode.commands.executeCommand(
    action.command.command,
    ...((action.command.arguments ?? []) as unknown[]),
    reason,
  );
  await settled();
}

describe('ignoring', () => {
  afterEach(closeEverything);

  it('writes a comment above the line, and the finding is gone', async () => {
    const { document } = await showText(GRID);
    await ignore(document, '');
    assert.match(document.getText(), /^# carbon: ignore\[exhaustive-grid-search\]\nsearch = GridSearchCV/m);
    assert.deepEqual(rulesIn(document.uri), []);
  });

  it('writes the reason into the comment', async () => {
    const { document } = await showText(GRID);
    await ignore(document, 'the grid is\nthe experiment');
    assert.match(document.getText(), /# carbon: ignore\[exhaustive-grid-search\] the grid is the experiment\n/);
  });

  it('is undone in one step', async () => {
    const { document } = await showText(GRID);
    await ignore(document, '');
    await vscode.commands.executeCommand('undo');
    await settled();
    assert.equal(document.getText(), GRID);
  });

  it('is reported where it ignores nothing, with a fix that removes the comment', async () => {
    const { document } = await showText(`# carbon: ignore[exhaustive-grid-search] no search here\n${CLEAN}`);
    const [problem] = problems(document.uri);
    assert.equal(problem?.code, 'unused-suppression');
    const fix = (await actionsAt(document.uri, problem.range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await settled();
    assert.equal(document.getText(), CLEAN);
    assert.deepEqual(problems(document.uri), []);
  });

  it('explains the ignored rule in a hover', async () => {
    const { document } = await showText(`# carbon: ignore[exhaustive-grid-search]\n${GRID.trim()}`);
    assert.match(await hoverText(document.uri, new vscode.Position(0, 5)), /exhaustive\\-grid\\-search/);
  });
});
