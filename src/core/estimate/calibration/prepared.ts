/** Measured runs as the estimator sees them: which machine and kind they are of, and what it would have said. */
import type { PriorRun } from '../prior';
import { Z90, type Factor } from '../spread';
import type { HardwareSpec } from '../types';
import type { Workload } from '../../model/workload';
import { workloadOf, type MeasuredRun, type RunFacts } from './measured';

/** What calibration asks of the estimator, so that it can be a script of its own. */
export interface Estimator {
  family(workload: Workload): PriorRun['family'];
  prior(workload: Workload, hardware: HardwareSpec): PriorRun;
  /** Null for text that names no known part. */
  hardware(text: string): HardwareSpec | null;
}

export interface Prepared {
  readonly run: MeasuredRun;
  readonly hardware: HardwareSpec;
  /** Null where nothing says what ran: then only the draw counts. */
  readonly known: { readonly workload: Workload; readonly prior: PriorRun; readonly parts: TimeParts } | null;
  /** Of a workload of the document itself, which its own run does not correct. */
  readonly own: number | null;
}

/** Logarithms of the time of a sample and of how many pass, with their standard deviations. */
export interface TimeParts {
  readonly speed: number;
  readonly speedSigma: number;
  readonly amount: number;
  readonly amountSigma: number;
}

const SPEED = new Set([
  ...['speed', 'input pipeline', 'shortest step', 'devices', 'precision'],
  ...['time law', 'seconds a tree on one core', 'seconds a round', 'processor speed', 'n_jobs', 'overhead of a fit'],
]);

export function isSpeed({ name }: Factor): boolean {
  return SPEED.has(name);
}

export function partsOf(time: readonly Factor[]): TimeParts {
  const [fast, rest] = [time.filter(isSpeed), time.filter((factor) => !isSpeed(factor))];
  return { speed: sum(fast), speedSigma: sigmaOf(fast), amount: sum(rest), amountSigma: sigmaOf(rest) };
}

function sum(factors: readonly Factor[]): number {
  return factors.reduce((total, { ln }) => total + ln, 0);
}

/** Half-widths of both sides count alike. */
export function sigmaOf(factors: readonly Factor[]): number {
  return Math.hypot(...factors.map(({ down, up }) => (down + up) / 2)) / Z90;
}

export function prepared(run: MeasuredRun, estimator: Estimator, hardware: HardwareSpec, own: number | null): Prepared {
  if (run.facts === null) return { run, hardware, known: null, own };
  const workload = asItRan(run, run.facts);
  const prior = estimator.prior(workload, hardware);
  const parts = partsOf(prior.time);
  const seen = run.samplesSeen;
  const counted =
    seen === null || prior.family !== 'deep' ? parts : { ...parts, amount: Math.log(seen), amountSigma: 0 };
  return { run, hardware, known: { workload, prior, parts: counted }, own };
}

/** Epochs that were counted are all that it ran, whatever the plan. */
function asItRan({ epochsSeen }: MeasuredRun, facts: RunFacts): Workload {
  const workload = workloadOf(facts);
  if (epochsSeen === null) return workload;
  const epochs = { value: epochsSeen, certainty: 'known', span: null, note: null } as const;
  return { ...workload, epochs, maxSteps: null, stopsEarly: false };
}

/** Runs on the same part are of one machine, however many of it they use. */
export function machineOf({ kind, part, name }: HardwareSpec): string {
  return `${kind} ${part ?? name.replace(/^\d+ x /, '')}`.toLowerCase();
}
