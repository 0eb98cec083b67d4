/** The estimate of a workload: time, energy and emissions as ranges, every input named with what it widens. */
import type { Workload } from '../model/workload';
import { gramsCO2e, hours, kilowattHours } from '../units/quantity';
import { familyOf, type Family } from './classical';
import type { Draw } from './draw';
import { isAbsurd, LIMITS, noted, plain } from './facts';
import { basisOf } from './basis';
import { embodiedOf } from './embodied';
import { inputsOf } from './inputs';
import { placementOf } from './machine';
import { priorOf, type PriorRun } from './prior';
import { product, type Factor, type LogRange } from './spread';
import type { Basis, Correction, Estimate, EstimateContext, WorkloadEstimate } from './types';
import { workOf } from './work';

export { composeSavings, estimateSaving } from './savings';
export { totalOf } from './total';

/**
 * Estimates one workload. Deterministic and analytic: no random draws. Ranges are the 10th and 90th percentile. `estimate` is
 * null, and `missing` says why, when next to nothing is known of the work and no hours are given.
 */
export function estimateWorkload(workload: Workload, context: EstimateContext): WorkloadEstimate {
  const family = familyOf(workload);
  const place = placementOf(workload, family, context);
  const typed = context.hours;
  if (typed !== null && (!Number.isFinite(typed) || typed <= 0))
    return nothing(workload, 'the hours given make no sense');
  const missing = typed === null ? whatIsMissing(workload, family) : null;
  if (missing !== null) return nothing(workload, missing);
  const prior = priorOf(workload, family, place.hardware);
  const measured = context.calibration?.correct(workload, place.hardware, prior) ?? NOTHING_MEASURED;
  const { time, counts } = timeOf(typed, prior, measured);
  const draw = measured.draw ?? prior.draw;
  const basis = basisOf(time, draw, place.hardware, context);
  const shown = [place.shown, ...prior.shown, ...oneFit(basis)];
  const priced = assemble(shown, time, draw, context);
  const embodied = context.embodied === true ? { embodied: embodiedOf(priced.time, place.hardware) } : {};
  const confidence = counts || measured.draw !== null ? 'calibrated' : 'prior';
  const estimate = { ...priced, confidence, basis, ...embodied } as const;
  return { workload: workload.id, span: workload.span, estimate, missing: null };
}

const NOTHING_MEASURED: Correction = { time: null, draw: null };

/** Hours that are typed are what they are; whether measured runs count in the time. */
function timeOf(
  typed: number | null,
  prior: PriorRun,
  measured: Correction,
): { readonly time: readonly Factor[]; readonly counts: boolean } {
  if (typed === null) return { time: measured.time ?? prior.time, counts: measured.time !== null };
  const hours = { ...noted('hours', plain(typed), 'setting', null), ln: Math.log(typed * 3600) };
  return { time: [hours], counts: false };
}

function nothing(workload: Workload, missing: string): WorkloadEstimate {
  return { workload: workload.id, span: workload.span, estimate: null, missing };
}

/** The time of one fit, where there are several: "210 fits x 3.1 s x 95 W" can then be checked by hand. */
function oneFit({ repeats, oneFit: seconds }: Basis): readonly Factor[] {
  if (repeats === null || repeats.fits + repeats.refits <= 1) return [];
  const onAll = `${plain(seconds)} s`;
  const shown = repeats.share < 1 ? `${plain(seconds * repeats.share)} s, on all rows ${onAll}` : onAll;
  return [noted('one fit', shown, 'prior', null)];
}

/** A number that cannot be meant, or too little to go by: neither the model nor the amount of data. */
function whatIsMissing(workload: Workload, family: Family): string | null {
  const absurd = absurdFact(workload);
  if (absurd !== null) return absurd;
  const noData = workload.samples === null && workload.dataset === null && workload.maxSteps === null;
  if (family !== 'deep') {
    const noModel = workload.model === null && family === 'classical';
    return noModel && noData ? 'estimator and data set size unknown' : null;
  }
  const work = workOf(workload);
  const sized = workload.samples !== null || work.dataset !== null || workload.maxSteps !== null;
  if (work.workClass !== 'unknown' || sized) return null;
  return workload.epochs === null ? 'model, data set size and epochs unknown' : 'model and data set size unknown';
}

function absurdFact(workload: Workload): string | null {
  const bounds = [
    ['epochs', workload.epochs, LIMITS.epochs],
    ['samples', workload.samples, LIMITS.samples],
    ['batch size', workload.batchSize, LIMITS.batch],
    ['folds', workload.folds, LIMITS.count],
    ['candidates', workload.candidates, LIMITS.count],
    ['image size', workload.imageSize, LIMITS.pixels],
    ['sequence length', workload.sequenceLength, LIMITS.tokens],
  ] as const;
  const found = bounds.find(([, fact, limit]) => isAbsurd(fact, limit));
  return found === undefined ? null : `${found[0]} ${found[1]?.value} makes no sense`;
}

type Priced = Omit<Estimate, 'basis' | 'embodied' | 'confidence'>;

function assemble(shown: readonly Factor[], time: readonly Factor[], draw: Draw, context: EstimateContext): Priced {
  const toHours = { ...noted('', '', 'code', null), ln: -Math.log(3600) };
  const facility = pueFactor(context);
  const t = product([...time, toHours]);
  const e = together(product([...time, toHours, facility]), draw.factor);
  const grid = context.intensity;
  const down = Math.hypot(e.middle - e.low, Math.log(grid.value / grid.low));
  const up = Math.hypot(e.high - e.middle, Math.log(grid.high / grid.value));
  const middle = e.middle + Math.log(grid.value);
  const gridValue = `${plain(grid.value)} gCO2e/kWh, ${grid.zone}, ${grid.year}`;
  return {
    time: { low: hours(Math.exp(t.low)), typical: hours(Math.exp(t.middle)), high: hours(Math.exp(t.high)) },
    energy: {
      low: kilowattHours(Math.exp(e.low)),
      typical: kilowattHours(Math.exp(e.middle)),
      high: kilowattHours(Math.exp(e.high)),
    },
    emissions: {
      low: gramsCO2e(Math.exp(middle - down)),
      typical: gramsCO2e(Math.exp(middle)),
      high: gramsCO2e(Math.exp(middle + up)),
    },
    inputs: inputsOf([...shown, ...time, draw.factor, facility], noted('grid', gridValue, 'bundled data', grid.source)),
  };
}

/**
 * A run that takes longer than thought keeps its device less busy, so that it draws less: between the deviations of time and of
 * power of the 43 published runs that priors were chosen with the correlation is -0.06; over 64 runs that had no part in that, -0.51
 * (docs/estimates.md).
 */
const TIME_AND_POWER = -0.06;

/** Time and power, which are not independent. */
function together(time: LogRange, power: Factor): LogRange {
  const half = (a: number, b: number): number => Math.sqrt(a * a + b * b + 2 * TIME_AND_POWER * a * b);
  const middle = time.middle + power.ln;
  return {
    low: middle - half(time.middle - time.low, power.down),
    middle,
    high: middle + half(time.high - time.middle, power.up),
  };
}

function pueFactor(context: EstimateContext): Factor {
  const { value, low, high, origin, source } = context.pue;
  const base = noted('PUE', plain(value), origin, source);
  return { ...base, ln: Math.log(value), down: Math.log(value / low), up: Math.log(high / value) };
}
