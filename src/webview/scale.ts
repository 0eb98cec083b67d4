/** Scales of the charts: round steps, and where a value lies along an axis. */

/** Round values from 0 to at least `highest`, at most `most` steps apart. `highest` 0 gives an axis to 1. */
export function ticksTo(highest: number, most = 4): readonly number[] {
  const top = highest > 0 ? highest : 1;
  const rough = top / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** How far measured and estimated may lie apart to be told apart in the picture: a tenth to ten times. */
export const RATIO_END = 10;

/** 0 at a tenth of the estimate, 0.5 at the estimate, 1 at ten times; beyond, the end. */
export function ratioPosition(ratio: number): number {
  if (!(ratio > 0)) return 0;
  const position = (Math.log10(ratio) / Math.log10(RATIO_END) + 1) / 2;
  return Math.min(1, Math.max(0, position));
}

export interface TimedValue {
  readonly at: number;
  readonly value: number | null;
}

/**
 * Unbroken parts of a series: it breaks where nothing is known, and where two points are further apart than five times the usual step,
 * because nobody measured between them.
 */
export function unbroken(points: readonly TimedValue[]): readonly (readonly { at: number; value: number }[])[] {
  const longest = 5 * usualStep(points);
  const parts: { at: number; value: number }[][] = [];
  let open: { at: number; value: number }[] | undefined;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    if (at - last > longest || value === null) open = undefined;
    last = at;
    if (value === null) continue;
    if (!open) parts.push((open = []));
    open.push({ at, value });
  }
  return parts;
}

/** The median of the steps. */
function usualStep(points: readonly TimedValue[]): number {
  const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? Number.POSITIVE_INFINITY;
}
