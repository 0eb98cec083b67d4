/** The forms in which measured runs leave the program. */
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { safeJson } from '../escape';
import { heading, markdownOf, terminalOf, text } from '../estimate/page';
import { runsCsv } from './csv';
import type { HistoryFormat } from './formats';
import { runsCard } from './model-card';
import { runsTable } from './table';

type Writer = (lines: readonly HistoryLine[], version: string) => string;

const WRITERS: Record<HistoryFormat, Writer> = {
  text: (lines) => (lines.length === 0 ? 'No run has been measured yet.\n' : terminalOf([runsTable(lines)])),
  json: (lines) => `${safeJson({ schema: 1, runs: lines }, 2)}\n`,
  csv: runsCsv,
  markdown: (lines, version) => markdownOf([heading(3, 'Energy and carbon (measured)'), ...pageOf(lines, version)]),
  'model-card': runsCard,
};

/** `version` is that of Carbon Hints. Runs come in the order given. */
export function exportedRuns(format: HistoryFormat, lines: readonly HistoryLine[], version: string): string {
  return WRITERS[format](lines, version);
}

function pageOf(lines: readonly HistoryLine[], version: string): ReturnType<typeof text>[] {
  if (lines.length === 0) return [text('No run has been measured yet.')];
  const how = `Measured by Carbon Hints ${version} while the runs went on, for the devices that its sensors cover, without the overhead of the site. Ranges hold 80 % of cases where power was modelled.`;
  return [runsTable(lines), text(how)];
}
