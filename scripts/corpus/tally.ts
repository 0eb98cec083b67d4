/** Counts what a run over a corpus found, and prints it as tables. */
import type { RuleId, Severity } from '../../src/core/rules/rule';
import type { ReportFinding } from '../../src/report/report';
import type { Trial } from './check-fixes';
import type { Comparison } from './python';

export interface Row {
  readonly rule: RuleId;
  readonly found: Readonly<Record<Exclude<Severity, 'off'>, number>>;
  readonly fixes: number;
  readonly failures: number;
}

/** What is wrong with one fix, the engine's own checks and Python's answer taken together. */
export function faultsOf(trial: Trial, answer: Comparison | undefined): readonly string[] {
  if (!answer) return trial.wrong;
  const strange = answer.added.filter((comment) => !trial.written.includes(comment));
  return [
    ...trial.wrong,
    ...(answer.error !== null ? [`is not Python any more: ${answer.error}`] : []),
    ...answer.lost.map((comment) => `loses the comment "${comment}"`),
    ...strange.map((comment) => `gains the comment "${comment}"`),
  ];
}

export function rowOf(
  rule: RuleId,
  findings: readonly ReportFinding[],
  trials: readonly Trial[],
  failed: ReadonlySet<Trial>,
): Row {
  const mine = findings.filter((finding) => finding.rule === rule);
  const tried = trials.filter((trial) => trial.rule === rule);
  const count = (severity: Severity): number => mine.filter((finding) => finding.severity === severity).length;
  return {
    rule,
    found: { warning: count('warning'), information: count('information'), hint: count('hint') },
    fixes: tried.length,
    failures: tried.filter((trial) => failed.has(trial)).length,
  };
}

/** Counts are per 100 files of the corpus, whether or not a file could hold a finding. */
export function table(rows: readonly Row[], files: number): string {
  const head = ['rule', 'warning', 'information', 'hint', 'all', 'per 100 files', 'fixes', 'failed'];
  const body = rows.map(({ rule, found, fixes, failures }) => {
    const all = found.warning + found.information + found.hint;
    const share = ((100 * all) / Math.max(1, files)).toFixed(2);
    return [rule, found.warning, found.information, found.hint, all, share, fixes, failures].map(String);
  });
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}
