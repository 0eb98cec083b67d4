/** The sentences about cost that every human-readable format shares. */
import type { Saving, Scope } from '../core/rules/rule';
import { formatEmissions, formatEnergy, formatPercent } from '../core/units/format';
import { fraction } from '../core/units/quantity';
import type { ReportFinding, ReportPlace, ReportSummary } from './report';

const SCOPES: Record<Scope, string> = {
  search: 'the search',
  train: 'training',
  load: 'data loading',
  eval: 'evaluation',
  prep: 'preparation',
  infer: 'inference',
  whole: 'the run',
};

/** "saves 54–91% of the search (grade C)"; time measured by a vendor (grade T) is an upper bound, so "up to", unless it may be lost. */
export function savingPhrase(saving: Saving | null): string | null {
  if (saving === null) return null;
  if (saving.grade === 'N') return 'saving not quantified';
  const high = fraction(saving.high);
  const range = { low: fraction(saving.low), typical: fraction(saving.typical), high };
  const share = saving.grade === 'T' && saving.low >= 0 ? `up to ${formatPercent(high)}` : formatPercent(range);
  return `saves ${share} of ${SCOPES[saving.scope]} (grade ${saving.grade})`;
}

/** "about 0.2–1.1 kWh, 80–450 g CO2e a run", or null when the cost of the run is not known. */
export function estimatePhrase(finding: ReportFinding): string | null {
  if (finding.estimate === null) return null;
  const { energy, emissions } = finding.estimate;
  return `about ${formatEnergy(energy)}, ${formatEmissions(emissions)} a run`;
}

/** Saving and estimate in one phrase; null when the rule claims none. */
export function costPhrase(finding: ReportFinding): string | null {
  const parts = [savingPhrase(finding.saving), estimatePhrase(finding)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(': ');
}

/** `[fix]`, `[review fix]` or nothing. */
export function fixMark(finding: ReportFinding): string {
  if (finding.fixes.length === 0) return '';
  return finding.fixes.some((fix) => fix.safety === 'safe') ? '[fix]' : '[review fix]';
}

/** `train.py:4:5`, or `explore.ipynb:cell 3:4:5` with the cell counted from 1 as notebooks show it. */
export function locationOf(path: string, { cell, range }: ReportPlace): string {
  const inside = cell === null ? '' : `:cell ${cell + 1}`;
  return `${path}${inside}:${range.start.line}:${range.start.column}`;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** "7 findings in 8 files (7 parsed) in 120 ms". */
export function summaryPhrase({ files, parsed, findings, elapsedMs }: ReportSummary): string {
  const found = findings === 0 ? 'No findings' : counted(findings, 'finding');
  return `${found} in ${counted(files, 'file')} (${parsed.toLocaleString('en')} parsed, ${elapsedMs.toLocaleString('en')} ms)`;
}
