/** A W&B sweep in YAML: it has problems, a light bulb and a hover like code; other YAML files have none. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, closeEverything, hoverText, problems, rulesIn, settled, showText } from './support';

const SWEEP = `program: train.py
method: grid # every combination
metric:
  name: val_loss
  goal: minimize
parameters:
  lr:
    values: [0.1, 0.03, 0.01, 0.003]
  width:
    values: [64, 128, 256, 512]
`;

describe('a sweep in YAML', () => {
  afterEach(closeEverything);

  it('has a problem on its own line', async () => {
    const { document } = await showText(SWEEP, 'sweep.yaml');
    assert.deepEqual(rulesIn(document.uri), ['wandb-sweep-runs-to-the-end']);
    const [problem] = problems(document.uri);
    assert.equal(problem && document.lineAt(problem.range.start).text.startsWith('method: grid'), true);
  });

  it('is mended by its fix, which keeps the comment', async () => {
    const { document } = await showText(SWEEP, 'sweep.yaml');
    const [problem] = problems(document.uri);
    assert.ok(problem);
    const fix = (await actionsAt(document.uri, problem.range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, 'a fix is offered');
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await settled();
    assert.deepEqual(rulesIn(document.uri), []);
    assert.match(document.getText(), /run_cap: \d+/);
    assert.match(document.getText(), /# every combination/);
  });

  it('explains itself in the hover', async () => {
    const { document } = await showText(SWEEP, 'sweep.yaml');
    const [problem] = problems(document.uri);
    assert.ok(problem);
    assert.match(await hoverText(document.uri, problem.range.start), /wandb-sweep-runs-to-the-end/);
  });

  it('is told from any other YAML file', async () => {
    const { document } = await showText('services:\n  method: grid\n  parameters: []\n', 'compose.yaml');
    assert.deepEqual(rulesIn(document.uri), []);
  });
});
