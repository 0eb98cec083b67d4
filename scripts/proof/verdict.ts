/** Judges one proof: are results as the fix promises, and is the saving as the rule claims. */
import type { Proof } from './results';

/** What a `safe` fix may move a metric by, relative to it: the order of floating-point sums. */
const FLOAT_NOISE = 1e-4;
/** Two runs of one program differ by this much of their CPU time on a machine that others use as well. */
const TIME_NOISE = 0.05;
const DEPRECATION = /^(PendingDeprecationWarning|DeprecationWarning|FutureWarning): |deprecat/i;
const HIDDEN = / inside a library: /;

/** Share of the CPU time that the fix saved, over all seeds. */
export function savingOf({ cpuSeconds }: Proof): number {
  return 1 - mean(cpuSeconds.after) / mean(cpuSeconds.before);
}

/** Least and most over the seeds. */
export function savingRange({ cpuSeconds: { before, after } }: Proof): readonly [number, number] {
  const shares = before.map((seconds, seed) => 1 - (after[seed] ?? seconds) / seconds);
  return [Math.min(...shares), Math.max(...shares)];
}

export type Agreement = 'within' | 'outside' | 'not quantified' | 'not measurable';

export function agreement(proof: Proof): Agreement {
  if (proof.unmeasurable !== null) return 'not measurable';
  const { claim, share } = proof;
  if (claim === null || claim.low === null) return 'not quantified';
  const saved = savingOf(proof);
  return saved >= claim.low * share - TIME_NOISE && saved <= claim.high * share + TIME_NOISE ? 'within' : 'outside';
}

/** What must not be, one line each. */
export function faultsOf(proof: Proof): readonly string[] {
  const faults = proof.newWarnings
    .filter((one) => DEPRECATION.test(one) && !HIDDEN.test(one))
    .map((one) => `warns: ${one}`);
  if (proof.safety === 'safe' && changesMetric(proof)) faults.push('is called safe, but changes the metric');
  if (agreement(proof) === 'outside') faults.push(`saves ${percent(savingOf(proof))}, which the rule does not claim`);
  return faults;
}

/** Seed by seed: a safe fix gives the same result, not the same on average. */
function changesMetric({ metric: { before, after } }: Proof): boolean {
  return before.some((value, seed) => Math.abs((after[seed] ?? NaN) - value) > FLOAT_NOISE * Math.abs(value));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
