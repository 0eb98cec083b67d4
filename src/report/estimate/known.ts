/** The runs of a report that could be estimated, and how they are summed up. */
import type { Estimate } from '../../core/estimate/types';
import { formatEmissions, formatEnergy } from '../../core/units/format';
import type { EstimateReport, ReportWorkload } from './report';

export type Known = ReportWorkload & { readonly estimate: Estimate };

export function knownRuns({ workloads }: EstimateReport): readonly Known[] {
  return workloads.filter((found): found is Known => found.estimate !== null);
}

/** Each once, in order. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** "80 % range 1.2–2.6 kWh and 0.4–0.9 kg CO2e". */
export function rangePhrase({ energy, emissions }: Pick<Estimate, 'energy' | 'emissions'>): string {
  return `80 % range ${formatEnergy(energy)} and ${formatEmissions(emissions)}`;
}

/** "estimated before the run from the source code, not measured". */
export function howPhrase(runs: readonly Known[]): string {
  const calibrated = runs.some(({ estimate }) => estimate.confidence !== 'prior');
  return calibrated
    ? 'estimated from the source code and calibrated by earlier measured runs; this run was not measured'
    : 'estimated from the source code before the run, not measured';
}
