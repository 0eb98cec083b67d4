/** Counts what a run over a corpus found, and prints it as a table. */
import type { RuleId } from '../../src/core/rules/rule';
import type { Trial } from './check-fixes';
import type { Comparison } from './python';
import type { Outcome } from './run';

/** Findings by severity, texts that fixes made, and how many of these failed. */
export interface Counts {
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
  readonly fixes: number;
  readonly failures: number;
}

export const NONE: Counts = { warning: 0, information: 0, hint: 0, fixes: 0, failures: 0 };

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

/** By rule, without rules that found nothing. */
export function countsOf({ findings, trials }: Outcome, failed: ReadonlySet<Trial>): Readonly<Record<string, Counts>> {
  const counts: Record<string, Counts> = {};
  const add = (rule: string, what: keyof Counts): void => {
    const before = counts[rule] ?? NONE;
    counts[rule] = { ...before, [what]: before[what] + 1 };
  };
  for (const { rule, severity } of findings) add(rule, severity);
  for (const trial of trials) {
    if (trial.id !== null || trial.rule !== 'together') add(trial.rule, 'fixes');
    if (failed.has(trial)) add(trial.rule, 'failures');
  }
  return counts;
}

/** Counts are per 100 files of the corpus, whether or not a file could hold a finding. */
export function table(rules: readonly RuleId[], counts: Readonly<Record<string, Counts>>, files: number): string {
  const head = ['rule', 'warning', 'information', 'hint', 'all', 'per 100 files', 'fixes', 'failed'];
  const body = rules.map((rule) => {
    const { warning, information, hint, fixes, failures } = counts[rule] ?? NONE;
    const all = warning + information + hint;
    const share = ((100 * all) / Math.max(1, files)).toFixed(2);
    return [rule, warning, information, hint, all, share, fixes, failures].map(String);
  });
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}
