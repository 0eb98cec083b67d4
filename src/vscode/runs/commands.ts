/** Commands about the history of measured runs: clear, import, export. */
import { window, workspace } from 'vscode';
import { clearHistory, importInto, readHistoryFile } from '../../host/history';
import { nodeFiles } from '../../host/node-files';
import { historyFile } from '../../host/state';
import { exportedRuns } from '../../report/runs/exports';
import { RUN_EXPORTS, type RunExport } from '../../report/runs/formats';
import { counted } from '../../report/wording';

const path = (): string => historyFile(process.env);

/** True where something was removed. Asked once, because it cannot be undone. */
export async function clear(): Promise<boolean> {
  const { lines, problems } = await readHistoryFile(nodeFiles, path());
  if (lines.length + problems.length === 0) {
    void window.showInformationMessage('Carbon Hints: the history is empty.');
    return false;
  }
  const remove = 'Remove';
  const detail = `Estimates forget what they learned from ${lines.length === 1 ? 'it' : 'them'}. This cannot be undone.`;
  const question = `Remove ${counted(lines.length, 'measured run')}?`;
  if ((await window.showWarningMessage(question, { modal: true, detail }, remove)) !== remove) return false;
  const isCleared = await clearHistory(path());
  if (!isCleared) void window.showErrorMessage(`Carbon Hints: cannot write ${path()}.`);
  return isCleared;
}

/** `file` is asked for where it is not given. True where runs were added. */
export async function importRuns(file: unknown): Promise<boolean> {
  const chosen = typeof file === 'string' ? file : await askForFile();
  if (chosen === undefined) return false;
  const text = await nodeFiles.readText(chosen);
  const found = text === undefined ? undefined : await importInto(nodeFiles, path(), chosen, text);
  if (!found) {
    void window.showErrorMessage(
      `Carbon Hints: cannot ${found === null ? 'write' : 'read'} ${found === null ? path() : chosen}.`,
    );
    return false;
  }
  const left =
    found.problems.length === 0
      ? ''
      : `, ${counted(found.problems.length, 'entry').replace('entrys', 'entries')} left out`;
  void window.showInformationMessage(
    `Carbon Hints: ${counted(found.added, 'run')} added, ${found.known.toLocaleString('en')} known already${left}.`,
  );
  return found.added > 0;
}

async function askForFile(): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      title: 'Import measured runs',
      openLabel: 'Import',
      filters: { 'Measured runs': ['csv', 'jsonl'] },
    })) ?? [];
  return chosen?.fsPath;
}

const LANGUAGES: Readonly<Record<RunExport, string>> = {
  json: 'json',
  csv: 'csv',
  markdown: 'markdown',
  'model-card': 'yaml',
};

const LABELS: Readonly<Record<RunExport, string>> = {
  json: 'JSON',
  csv: 'CSV with the columns of CodeCarbon',
  markdown: 'Markdown table',
  'model-card': 'Hugging Face model card',
};

/** Opens the export in a new editor. `version` is that of this extension. */
export async function exportRuns(version: string, format: unknown): Promise<void> {
  const chosen = RUN_EXPORTS.find((one) => one === format) ?? (await askForFormat());
  if (chosen === undefined) return;
  const { lines } = await readHistoryFile(nodeFiles, path());
  const content = exportedRuns(chosen, lines, version);
  await window.showTextDocument(await workspace.openTextDocument({ language: LANGUAGES[chosen], content }));
}

async function askForFormat(): Promise<RunExport | undefined> {
  const picks = RUN_EXPORTS.map((value) => ({ label: LABELS[value], value }));
  return (await window.showQuickPick(picks, { title: 'Export measured runs' }))?.value;
}
