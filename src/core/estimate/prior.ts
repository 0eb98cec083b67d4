/** What the estimator says of a run before anything measured counts: the factors of its time, and its draw. */
import type { Workload } from '../model/workload';
import { boostingTime, classicalTime, type Family } from './classical';
import { deepTime, trainingFlops } from './deep';
import { cpuDraw, deviceDraw, type Draw } from './draw';
import { noted } from './facts';
import { precisionPath } from './precision';
import { CLASSES } from './priors/classes';
import type { Factor } from './spread';
import type { HardwareSpec } from './types';
import { workOf } from './work';

export interface PriorRun {
  readonly family: Family;
  /** Class of network, or estimator without its module: what runs must share to tell something of each other. */
  readonly group: string;
  /** `half`, `tf32`, `fp32`; `cpu` for everything that is no network. */
  readonly arithmetic: string;
  /** FLOPs that a sample costs in training; null for estimators, and where nothing is known. */
  readonly flops: number | null;
  /** Part of the standard deviation of the speed that lies in not knowing those: length of texts, size of pictures. */
  readonly unsureWork: number;
  /** Their product is the time in seconds. */
  readonly time: readonly Factor[];
  readonly draw: Draw;
  /** What is named beside them: the model, the data set. */
  readonly shown: readonly Factor[];
}

export function priorOf(workload: Workload, family: Family, hardware: HardwareSpec): PriorRun {
  const name = workload.model?.value ?? 'unknown';
  const origin = workload.model === null ? 'prior' : workload.model.certainty === 'known' ? 'code' : 'code default';
  if (family !== 'deep') {
    const { factors, load } = (family === 'boosting' ? boostingTime : classicalTime)(workload, hardware);
    return {
      family,
      group: (name.split('.').pop() ?? name).toLowerCase(),
      arithmetic: 'cpu',
      flops: null,
      unsureWork: 0,
      time: factors,
      draw: cpuDraw(load, hardware),
      shown: [noted('model', name, origin, null)],
    };
  }
  const work = workOf(workload);
  const { factors, busy } = deepTime(workload, work, hardware);
  const shown = [noted('model', `${name}: ${CLASSES[work.workClass].label}`, origin, work.model?.source ?? null)];
  if (work.dataset !== null) shown.push(noted('data set', work.dataset.name, 'code', work.dataset.source));
  return {
    family,
    group: work.workClass,
    arithmetic: precisionPath(workload, work.workClass, hardware),
    flops: trainingFlops(workload, work),
    unsureWork: CLASSES[work.workClass].exponent * (work.flops?.sigma ?? 0),
    time: factors,
    draw: deviceDraw(work.workClass, hardware, busy),
    shown,
  };
}
