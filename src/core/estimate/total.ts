/** The total of several estimates in one file. */
import { gramsCO2e, hours, kilowattHours, type Range } from '../units/quantity';
import type { Estimate, WorkloadEstimate } from './types';

export type Total = Pick<Estimate, 'time' | 'energy' | 'emissions'>;

/**
 * Adds up the workloads that have an estimate. Errors of workloads in one file are shared (same machine, same grid), so ends
 * add to ends. Null when there is none.
 */
export function totalOf(estimates: readonly WorkloadEstimate[]): Total | null {
  const known = estimates.map((one) => one.estimate).filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    time: sum(
      known.map((one) => one.time),
      hours,
    ),
    energy: sum(
      known.map((one) => one.energy),
      kilowattHours,
    ),
    emissions: sum(
      known.map((one) => one.emissions),
      gramsCO2e,
    ),
  };
}

function sum<Q extends number>(ranges: readonly Range<Q>[], unit: (value: number) => Q): Range<Q> {
  const add = (pick: (range: Range<Q>) => number): Q => unit(ranges.reduce((total, range) => total + pick(range), 0));
  return { low: add((range) => range.low), typical: add((range) => range.typical), high: add((range) => range.high) };
}
