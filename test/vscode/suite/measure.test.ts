/** Putting a training under a CodeCarbon tracker by command and from the light bulb, while the rule about it is off. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, rulesIn, settled, showText } from './support';

const TRAINING = 'from sklearn.svm import SVC\nfrom data import X, y\n\nmodel = SVC()\nmodel.fit(X, y)\n';
const MEASURED = `from sklearn.svm import SVC
from data import X, y
from codecarbon import EmissionsTracker

model = SVC()
with EmissionsTracker():
    model.fit(X, y)
`;

async function rewritesAt(uri: vscode.Uri, line: number): Promise<readonly string[]> {
  const range = new vscode.Range(line, 0, line, 5);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.RefactorRewrite.value,
  );
  return actions.map(({ title }) => title).filter((title) => title.includes('CodeCarbon'));
}

describe('measuring a training', () => {
  afterEach(closeEverything);

  it('wraps it and imports the tracker by command', async () => {
    const { document } = await showText(TRAINING);
    assert.ok(!rulesIn(document.uri).includes('training-not-measured'));
    await vscode.commands.executeCommand('carbonHints.measureTraining');
    assert.equal(document.getText(), MEASURED);
  });

  it('is offered on the line of the training only', async () => {
    const { document } = await showText(TRAINING);
    assert.deepEqual(await rewritesAt(document.uri, 4), ['Wrap the training in a CodeCarbon tracker']);
    assert.deepEqual(await rewritesAt(document.uri, 0), []);
  });

  it('is not offered where the training is measured', async () => {
    const { document } = await showText(MEASURED);
    await settled();
    assert.deepEqual(await rewritesAt(document.uri, 6), []);
  });
});
