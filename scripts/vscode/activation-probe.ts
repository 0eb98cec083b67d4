/** Runs inside the extension host: times the activation of the extension and its first findings, and records both. */
import * as fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { CarbonHintsApi } from '../../src/vscode/api';

export interface ActivationSample {
  /** From asking for it to its end, in milliseconds: loading the bundle, running `activate`, and what the host does meanwhile. */
  readonly activationMs: number;
  /** Of that, `activate` by itself. */
  readonly activateMs: number;
  /** From the opening of the document in the extension host to the first diagnostics for it, in milliseconds. */
  readonly firstFindingsMs: number;
}

const extensionId = 'carbon-hints.carbon-hints';

export async function run(): Promise<void> {
  const result = process.env['CARBON_HINTS_PROBE_RESULT'];
  if (result === undefined) throw new Error('CARBON_HINTS_PROBE_RESULT does not name a file.');
  let found: ActivationSample | { error: string };
  try {
    found = await measure(Number(process.env['CARBON_HINTS_PROBE_LINES'] ?? 1000));
  } catch (error) {
    found = { error: error instanceof Error ? error.message : String(error) };
  }
  fs.writeFileSync(`${result}.part`, JSON.stringify(found));
  fs.renameSync(`${result}.part`, result);
}

async function measure(lines: number): Promise<ActivationSample> {
  const extension = vscode.extensions.getExtension<CarbonHintsApi>(extensionId);
  if (extension === undefined) throw new Error(`${extensionId} is not there.`);
  if (extension.isActive) throw new Error(`${extensionId} was active before anything asked for it.`);
  const before = performance.now();
  const { activation: activateMs } = await extension.activate();
  const activationMs = performance.now() - before;
  return { activationMs, activateMs, firstFindingsMs: await timeFirstFindings(trainingCode(lines)) };
}

async function timeFirstFindings(content: string): Promise<number> {
  let opened = NaN;
  // Other documents, as that of a log, may open behind it.
  const listening = vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
    if (languageId === 'python' && Number.isNaN(opened)) opened = performance.now();
  });
  try {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    const found = firstDiagnosticsOf(document.uri);
    await vscode.window.showTextDocument(document);
    return (await found) - opened;
  } finally {
    listening.dispose();
  }
}

/** When there are any. The editor shows them at once, but tells who listens for changes of them 50 ms later. */
function firstDiagnosticsOf(uri: vscode.Uri): Promise<number> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (vscode.languages.getDiagnostics(uri).length === 0) return;
      clearInterval(timer);
      resolve(performance.now());
    }, 1);
  });
}

/** Ordinary helper functions up to the wanted length, with one search that is sure to be found at the end. */
function trainingCode(lines: number): string {
  const head = ['from sklearn.model_selection import GridSearchCV', 'from sklearn.svm import SVC', ''];
  const tail = ['grid = {"C": [0.1, 0.3, 1, 3, 10, 30], "gamma": [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]}'];
  tail.push('search = GridSearchCV(SVC(), grid, cv=5)', 'search.fit(X, y)', '');
  const room = Math.max(0, lines - head.length - tail.length);
  const helpers = Array.from({ length: Math.floor(room / helperLines) }, (_, index) => helper(index));
  const padding = Array.from({ length: room % helperLines }, () => '# end of the helper functions');
  return [...head, ...helpers.flat(), ...padding, ...tail].join('\n');
}

const helperLines = 6;

function helper(index: number): string[] {
  return [
    `def step_${index}(rows, weight=${index}):`,
    '    total = 0',
    '    for row in rows:',
    '        total += row["value"] * weight',
    '    return {"total": total, "count": len(rows)}',
    '',
  ];
}
