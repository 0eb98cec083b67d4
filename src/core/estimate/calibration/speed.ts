/** The time of a run, corrected by measured runs of its machine, framework, class and precision. */
import type { Workload } from '../../model/workload';
import { plain } from '../facts';
import type { PriorRun } from '../prior';
import { halfWidth, type Factor } from '../spread';
import type { HardwareSpec } from '../types';
import { likenessOf, nearest, type Alike } from './alike';
import { posterior, type Deviation, type Likeness } from './posterior';
import { isSpeed, machineOf, partsOf, type Estimator, type Prepared } from './prepared';
import { exponentOf, spreadsOf } from './transfer';
import { saying, sourcesOf } from './wording';

export interface Asked extends Alike {
  readonly hardware: HardwareSpec;
  readonly prior: PriorRun;
}

type Timed = Prepared & { readonly known: NonNullable<Prepared['known']> };

/** Scaling to another number of devices (lambdal/deeplearning-benchmark: 0.72-0.98 of linear). */
const SCALING = 0.12;

/** For each e-fold of the batch size, by which the law of a step errs (Zeus NSDI 2023 traces, batches of 8 to 1024: 0.05-0.12). */
const BATCH = 0.08;

/** Null where no run is of this kind. */
export function correctedTime(asked: Asked, runs: readonly Prepared[], estimator: Estimator): readonly Factor[] | null {
  const ofKind = runs.filter(isTimed).filter((one) => isOfKind(one, asked));
  if (ofKind.length === 0) return null;
  const timed = nearest(ofKind, (one) => likenessOf(alike(one), asked));
  const deviations = timed.map((one) => deviationOf(one, asked, estimator));
  const isSame = deviations.some(({ likeness }) => likeness === 'configuration');
  const { speedSigma, amountSigma } = partsOf(asked.prior.time);
  const amount = isSame ? amountSigma : 0;
  const spreads = spreadsOf({ ...asked.prior, stopsEarly: asked.workload.stopsEarly, speed: speedSigma, amount });
  const { mean, variance } = posterior(deviations, betweenOf(timed), spreads);
  const width = halfWidth(Math.min(Math.sqrt(variance), Math.hypot(speedSigma, amount)));
  return withFactor(asked.prior.time, isSame ? 'whole' : 'speed', {
    name: 'measured runs',
    value: `x ${plain(Math.exp(mean))}: ${saying(timed, deviations)}`,
    origin: 'calibrated',
    source: sourcesOf(timed),
    ln: mean,
    down: width,
    up: width,
  });
}

function isTimed(one: Prepared): one is Timed {
  return one.known !== null && one.run.seconds !== null;
}

function isOfKind({ known, hardware }: Timed, { workload, hardware: wanted, prior }: Asked): boolean {
  return (
    machineOf(hardware) === machineOf(wanted) &&
    known.workload.framework === workload.framework &&
    (known.workload.kind === 'inference') === (workload.kind === 'inference') &&
    known.prior.family === prior.family &&
    known.prior.group === prior.group &&
    known.prior.arithmetic === prior.arithmetic
  );
}

function alike({ known, run }: Timed): Alike {
  return { workload: known.workload, script: run.script };
}

function betweenOf(runs: readonly Timed[]): (one: number, other: number) => Likeness {
  return (i, j) => {
    const [one, other] = [runs[i], runs[j]];
    return one && other ? likenessOf(alike(one), alike(other)) : 'kind';
  };
}

/**
 * How far the run lies from what the estimator expects of the model that is asked for under the settings of the run: the
 * settings follow the estimator's own law, the change of model the exponent of the class.
 */
function deviationOf(one: Timed, asked: Asked, estimator: Estimator): Deviation {
  const { known, hardware, run } = one;
  const likeness = likenessOf(alike(one), asked);
  const measured = Math.log(run.seconds ?? 1) - known.parts.amount;
  const devices = hardware.count === asked.hardware.count ? 0 : SCALING;
  // The same script does not know its data better today than it did then.
  const unsure = likeness === 'configuration' ? 0 : Math.hypot(known.parts.amountSigma, known.prior.unsureWork);
  const noise = Math.hypot(run.noise, devices, unsure, batchNoise(known.workload, asked.workload));
  return { ln: measured - expected(one, asked, estimator), noise, likeness };
}

function batchNoise({ batchSize: one }: Workload, { batchSize: other }: Workload): number {
  return one && other ? BATCH * Math.abs(Math.log(one.value / other.value)) : 0;
}

/** ln(seconds a sample). */
function expected({ known, hardware }: Timed, { workload, prior }: Asked, estimator: Estimator): number {
  if (prior.family !== 'deep' || known.prior.flops === null) return known.parts.speed;
  const theirs = known.workload;
  const mixed: Workload = {
    ...workload,
    dataset: theirs.dataset,
    batchSize: theirs.batchSize,
    accumulation: theirs.accumulation,
    imageSize: theirs.imageSize,
    sequenceLength: theirs.sequenceLength,
    workers: theirs.workers ?? null,
    loader: theirs.loader ?? null,
    replicas: theirs.replicas ?? null,
  };
  const other = estimator.prior(mixed, hardware);
  if (other.flops === null || other.group !== prior.group) return known.parts.speed;
  return partsOf(other.time).speed - exponentOf(prior.group) * Math.log(other.flops / known.prior.flops);
}

/** What the runs replace is known now; the factor that says so carries the width. */
function withFactor(time: readonly Factor[], replaced: 'whole' | 'speed', measured: Factor): readonly Factor[] {
  const isReplaced = (factor: Factor): boolean => replaced === 'whole' || isSpeed(factor);
  return [...time.map((factor) => (isReplaced(factor) ? { ...factor, down: 0, up: 0 } : factor)), measured];
}
