/** What the analysis of a script says of the run that it starts: facts, estimate, machine and grid. */
import { factsOf } from '../../core/estimate/calibration/measured';
import type { LineEstimate } from '../../core/estimate/calibration/import/history-line';
import type { Estimate, EstimateContext, WorkloadEstimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { scaleRange } from '../../core/units/range';
import type { RunStart } from './run';

/** Everything that is known of a run but when and how it started. */
export type RunSubject = Pick<RunStart, 'script' | 'commit' | 'workload' | 'estimate' | 'machine' | 'intensity'>;

export interface Analysed {
  readonly workloads: readonly Workload[];
  readonly estimates: readonly WorkloadEstimate[];
  /** Of this machine, whatever the user plans to train on. */
  readonly context: EstimateContext;
}

/** Null where there are several, so that the time of the run belongs to none of them. */
export function onlyTraining(workloads: readonly Workload[]): Workload | null {
  const [only, ...others] = workloads.filter(({ kind }) => kind !== 'inference');
  return only === undefined || others.length > 0 ? null : only;
}

export function subjectOf(
  { workloads, estimates, context }: Analysed,
  known: Pick<RunSubject, 'script' | 'commit' | 'machine'>,
): RunSubject {
  const workload = onlyTraining(workloads);
  const estimate = estimates.find((one) => one.workload === workload?.id)?.estimate ?? null;
  return {
    ...known,
    workload: workload && factsOf(workload),
    estimate: estimate && lineEstimate(estimate),
    intensity: intensityOf(context),
  };
}

/** Without the overhead of the site, as everything in the history. */
function lineEstimate({ time, energy, confidence, basis }: Estimate): LineEstimate {
  const atMachine = scaleRange(energy, 1 / basis.pue);
  return {
    hours: { low: time.low, typical: time.typical, high: time.high },
    energy: { unit: 'kWh', low: atMachine.low, typical: atMachine.typical, high: atMachine.high },
    confidence: confidence === 'prior' ? 'prior' : 'calibrated',
  };
}

/** Only where the user chose a region: the world average says nothing of this machine. */
export function intensityOf({ intensity }: Pick<EstimateContext, 'intensity'>): RunSubject['intensity'] {
  if (intensity.region === undefined) return null;
  return { unit: 'gCO2e/kWh', value: intensity.value, zone: intensity.zone, year: intensity.year };
}

/** As `--hardware` reads it: the boards where there are any, or else the processor. */
export function machineName(machine: { readonly cpuModel: string; readonly gpus?: readonly string[] }): string {
  const [first, ...rest] = machine.gpus ?? [];
  if (first === undefined) return machine.cpuModel;
  const count = 1 + rest.filter((name) => name === first).length;
  return count === 1 ? first : `${count} x ${first}`;
}
