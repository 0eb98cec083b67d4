/** What every test in the extension host needs: documents to work on, and the extension's answers about them. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CarbonHintsApi } from '../../../src/vscode/api';

export const EXTENSION_ID = 'carbon-hints.carbon-hints';

export async function extension(): Promise<CarbonHintsApi> {
  const found = vscode.extensions.getExtension<CarbonHintsApi>(EXTENSION_ID);
  if (!found) throw new Error(`${EXTENSION_ID} is not installed in this VS Code.`);
  return found.activate();
}

/** 42 candidates times 5 folds: flagged by exhaustive-grid-search, whose fixes need a review. */
export const GRID = `from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
grid = {"C": [0.1, 0.3, 1, 3, 10, 30, 100], "gamma": [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]}
search = GridSearchCV(SVC(), grid, cv=5)
search.fit(X, y)
`;

/** Flagged by eval-builds-autograd-graph, whose fix is safe. */
export const EVALUATION = `import torch


def validate(model, loader):
    model.eval()
    correct = 0
    for images, labels in loader:
        outputs = model(images)
        correct += (outputs.argmax(1) == labels).sum().item()
    return correct
`;

export const CLEAN = `total = 0
for number in range(3):
    total += number
print(total)
`;

/** A folder outside of the repository; VS Code trusts or restricts it like any other. */
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-suite-'));
let written = 0;

/** A file of its own for each call, so that tests cannot meet. */
export function fileWith(content: string | Uint8Array, name = 'train.py'): vscode.Uri {
  const folder = path.join(scratch, String((written += 1)));
  fs.mkdirSync(folder);
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return vscode.Uri.file(file);
}

/** Opens the file in an editor and waits for its analysis. */
export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  await settled();
  return editor;
}

export async function showText(content: string, name?: string): Promise<vscode.TextEditor> {
  return show(fileWith(content, name));
}

/** Waits until nothing is left to analyse. */
export async function settled(): Promise<void> {
  await (await extension()).idle();
}

/** Problems published by the extension. */
export function problems(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'carbon');
}

/** The rule of a problem, or the plain code. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function rulesIn(uri: vscode.Uri): string[] {
  return problems(uri).map(ruleOf).sort();
}

/** The light bulb's offers at a place; no other extension of the test window knows Python. */
export async function actionsAt(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind);
}

export async function sourceActions(uri: vscode.Uri, kind: string): Promise<vscode.CodeAction[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    all,
    kind,
  );
  return actions.filter((action) => action.title.includes('Carbon Hints'));
}

/** Sets settings for the time of `work` and takes them back afterwards. */
export async function withSettings(
  settings: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('carbonHints');
  for (const [name, value] of Object.entries(settings)) await configuration.update(name, value, true);
  try {
    await settled();
    await work();
  } finally {
    for (const name of Object.keys(settings)) await configuration.update(name, undefined, true);
    await settled();
  }
}

/** Asks again until the answer is not undefined; fails with `what` after ten seconds. */
export async function eventually<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits for a tab whose label holds `words`; the error lists the tabs there are. */
export async function tabWith(words: string): Promise<void> {
  await eventually(`a tab with "${words}"`, () => {
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    return labels.some((label) => label.includes(words)) ? true : undefined;
  });
}

/** Closes every editor, so that a test starts in an empty window. */
export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Hovers in Markdown. */
export async function hoverText(uri: vscode.Uri, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n\n');
}
