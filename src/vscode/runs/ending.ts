/** What becomes of a run that is over: its line in the history, and one quiet word. */
import { window, workspace } from 'vscode';
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { appendRun } from '../../host/history';
import { nodeFiles } from '../../host/node-files';
import type { OpenRuns } from '../../host/open-runs';
import { historyFile } from '../../host/state';
import { runSummary, shortSummary } from '../../report/runs/summary';
import type { Log } from '../log';
import type { RunPorts } from './ports';

const SUMMARY_MS = 15_000;

/** What was kept of the run is let go once its line is written, and not before. */
export async function writeRun(line: HistoryLine, kept: OpenRuns, ports: RunPorts): Promise<void> {
  const path = historyFile(process.env);
  if (!(await appendRun(nodeFiles, path, line))) {
    return ports.log.warnOnce(`the run is not in the history: cannot write ${path}`);
  }
  await kept.forget(line.id ?? '');
  ports.added();
}

/** In the status bar for a moment, where it is wanted, and in the log in full. */
export function sayAfter(line: HistoryLine, log: Log): void {
  for (const one of runSummary(line)) log.info(one);
  const isWanted = workspace.getConfiguration('carbonHints').get('runs.summary') !== false;
  if (isWanted) window.setStatusBarMessage(`$(zap) ${shortSummary(line)}`, SUMMARY_MS);
}
