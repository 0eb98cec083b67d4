/** How far estimates are from published figures: medians and the share inside the range. */
import type { Deviation } from './published';

export interface Score {
  readonly count: number;
  /** Median |log2(estimate / published)|. */
  readonly median: number;
  /** Share of published values inside the 80 % range. */
  readonly coverage: number;
  /** Median |estimate / published - 1|. */
  readonly relative: number;
}

export function scoreOf(deviations: readonly (Deviation | null)[]): Score | null {
  const known = deviations.filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    count: known.length,
    median: middle(known.map((one) => Math.abs(one.ln) / Math.LN2)),
    coverage: known.filter((one) => one.inside).length / known.length,
    relative: middle(known.map((one) => Math.abs(Math.exp(one.ln) - 1))),
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

export function shown(score: Score | null): string {
  if (score === null) return '-'.padEnd(24);
  const { count, median, coverage } = score;
  return `n ${count}, ${median.toFixed(2)}, ${(100 * coverage).toFixed(0)} %`.padEnd(24);
}
