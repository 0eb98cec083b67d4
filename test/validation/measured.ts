/** Published runs of one machine and code base, each estimated with others of them measured before. */
import { createHistory } from '../../src/core/estimate/calibration/history';
import { factsOf, measuredRun, type MeasuredRun } from '../../src/core/estimate/calibration/measured';
import { estimateWorkload } from '../../src/core/estimate/estimate';
import { estimator } from '../../src/core/estimate/estimator';
import { priorOf } from '../../src/core/estimate/prior';
import { familyOf } from '../../src/core/estimate/classical';
import { placementOf } from '../../src/core/estimate/machine';
import { contextOf, energyDeviation, type Deviation, type PublishedRun } from './published';

/** A run with those that its user may have measured before: of the same repository, machine, framework and arithmetic. */
export interface Told {
  readonly run: PublishedRun;
  readonly others: readonly PublishedRun[];
}

export function toldBy(runs: readonly PublishedRun[]): readonly Told[] {
  const places = new Map(runs.map((run) => [run, placeOf(run)]));
  return runs
    .filter(({ hours }) => hours !== null)
    .map((run) => ({
      run,
      others: runs.filter((other) => other !== run && other.hours !== null && places.get(other) === places.get(run)),
    }));
}

/** Files of one repository are one code base: the commit, and which results file, are left out. */
function placeOf(run: PublishedRun): string {
  const family = familyOf(run.workload);
  const { hardware } = placementOf(run.workload, family, contextOf(run, null));
  const { group, arithmetic } = priorOf(run.workload, family, hardware);
  const repository = /^"?[\w-]+\/[\w.-]+/.exec(run.source)?.[0] ?? run.source;
  return [repository, run.hardware, run.workload.framework, group, arithmetic].join(' | ');
}

export function measured(run: PublishedRun): MeasuredRun {
  const { source, hardware, hours, workload, kwh, scope } = run;
  const watts =
    kwh === null || hours === null || !/^(gpu|node_ac)$/.test(scope)
      ? null
      : { mean: (1000 * kwh) / hours, scope: scope === 'gpu' ? ('devices' as const) : ('plug' as const) };
  const seconds = hours === null ? null : hours * 3600;
  return measuredRun({ from: source, hardware: hardware || null, seconds, watts, facts: factsOf(workload) });
}

const NOWHERE = { path: '', text: '', workloads: [] };

/** Of the time, after the runs given were measured; null where none of them counts. */
export function deviationAfter(run: PublishedRun, before: readonly PublishedRun[]): Deviation | null {
  const history = createHistory(before.map(measured), estimator);
  const calibration = history.for(NOWHERE);
  if (calibration === null || run.hours === null) return null;
  const { estimate } = estimateWorkload(run.workload, { ...contextOf(run, null), calibration });
  if (estimate?.confidence !== 'calibrated') return null;
  const { low, typical, high } = estimate.time;
  return { ln: Math.log(typical / run.hours), inside: low <= run.hours && run.hours <= high };
}

/** Of the draw alone: the energy given the hours. Null where none of the runs before was metered. */
export function drawDeviationAfter(run: PublishedRun, before: readonly PublishedRun[]): Deviation | null {
  const calibration = createHistory(before.map(measured), estimator).for(NOWHERE);
  if (calibration === null || before.every(({ kwh }) => kwh === null)) return null;
  return energyDeviation(run, run.hours, calibration);
}
