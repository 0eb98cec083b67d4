/** Published training runs as workloads, and how far the estimate is from what was measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classicalTime, boostingTime, familyOf } from '../../src/core/estimate/classical';
import { buildContext } from '../../src/core/estimate/context';
import { deepTime } from '../../src/core/estimate/deep';
import { cpuDraw, deviceDraw, type Draw } from '../../src/core/estimate/draw';
import { estimateWorkload } from '../../src/core/estimate/estimate';
import { placementOf } from '../../src/core/estimate/machine';
import type { Calibration, EstimateContext } from '../../src/core/estimate/types';
import { workOf } from '../../src/core/estimate/work';
import type { Fact, Workload, WorkloadFramework } from '../../src/core/model/workload';

/**
 * One row of runs.csv. `split` is `fit` where the source took part in choosing a prior, `power` where the amount of work is not
 * published in a form that a script would state, so that only the power given the hours can be compared.
 */
export interface PublishedRun {
  readonly id: string;
  readonly workClass: string;
  readonly split: 'fit' | 'test' | 'power';
  readonly workload: Workload;
  /** Empty where the source does not say. */
  readonly hardware: string;
  /** Wall-clock hours; null when only energy is published. */
  readonly hours: number | null;
  /** Measured energy; null when none was (hours x TDP is not a measurement). */
  readonly kwh: number | null;
  /** What the energy covers: `gpu`, `node_ac`, `node_dc`, `system_pue`, `facility_pue`, `software_total`. */
  readonly scope: string;
  readonly pue: number;
  readonly source: string;
}

/** Natural logarithms of estimate / published, and whether the published value lies in the 80 % range. */
export interface Deviation {
  readonly ln: number;
  readonly inside: boolean;
}

export function publishedRuns(): readonly PublishedRun[] {
  const [header = '', ...lines] = readFileSync(join(__dirname, 'runs.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.match(/("[^"]*"|[^,]*)(?:,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
    return runOf(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
  });
}

function runOf(row: Record<string, string>): PublishedRun {
  const get = (name: string): string => row[name] ?? '';
  const number = (name: string): number | null => (get(name) === '' ? null : Number(get(name)));
  const devices = Number(/^(\d+)x /.exec(get('hardware'))?.[1] ?? 1);
  const deviceHours = number('device_hours');
  return {
    id: get('id'),
    workClass: get('class'),
    split: get('split') as PublishedRun['split'],
    workload: workloadOf(get, number),
    hardware: get('hardware'),
    hours: number('hours') ?? (deviceHours === null ? null : deviceHours / devices),
    kwh: number('kwh'),
    scope: get('scope'),
    pue: number('pue') ?? 1,
    source: get('source'),
  };
}

function workloadOf(get: (name: string) => string, number: (name: string) => number | null): Workload {
  const fact = <T>(value: T | null): Fact<T> =>
    value === null || value === '' ? null : { value, certainty: 'known', span: null, note: null };
  return {
    id: 0,
    kind: get('kind') as Workload['kind'],
    span: { start: 0, end: 0 },
    framework: get('framework') as WorkloadFramework,
    model: fact(get('model')),
    dataset: fact(get('dataset')),
    samples: fact(number('samples')),
    features: fact(number('features')),
    classes: fact(number('classes')),
    epochs: fact(number('epochs')),
    maxSteps: fact(number('steps')),
    batchSize: fact(number('batch')),
    accumulation: null,
    imageSize: fact(number('pixels')),
    sequenceLength: fact(number('sequence')),
    candidates: fact(number('candidates')),
    folds: fact(number('folds')),
    fits: null,
    refits: null,
    precision: fact(get('precision') as 'fp32' | 'tf32' | 'mixed' | 'bf16' | 'fp16'),
    device: 'unknown',
    devices: null,
    stopsEarly: false,
    jobs: fact(number('jobs')),
    loader: fact(get('loader') as 'packed'),
    trains: fact(get('trains') as 'adapter'),
    parameters: fact(number('parameters')),
    flopsPerSample: fact(number('flops')),
  };
}

export function contextOf(run: PublishedRun, hours: number | null): EstimateContext {
  const pue = /pue/.test(run.scope) ? run.pue : 1;
  const { context, problems } = buildContext({
    hardware: run.hardware === '' ? null : run.hardware,
    region: 'FRA',
    pue,
    hours,
    machine: null,
  });
  if (problems.length > 0) throw new Error(`${run.id}: ${problems.join('; ')}`);
  return context;
}

export function timeDeviation(run: PublishedRun): Deviation | null {
  const estimate = estimateWorkload(run.workload, contextOf(run, null)).estimate;
  if (estimate === null || run.hours === null) return null;
  const { low, typical, high } = estimate.time;
  return { ln: Math.log(typical / run.hours), inside: low <= run.hours && run.hours <= high };
}

/** Deviation of the energy; `hours` given: of the power alone. */
export function energyDeviation(run: PublishedRun, hours: number | null, calibration?: Calibration): Deviation | null {
  const context = { ...contextOf(run, hours), ...(calibration && { calibration }) };
  const estimate = estimateWorkload(run.workload, context).estimate;
  if (estimate === null || run.kwh === null) return null;
  const covered = run.kwh / scopeShare(run, context);
  const { low, typical, high } = estimate.energy;
  return { ln: Math.log(typical / covered), inside: low <= covered && covered <= high };
}

/** The part of the plug energy that the published figure covers, so that like is compared with like. */
function scopeShare(run: PublishedRun, context: EstimateContext): number {
  if (run.scope !== 'gpu' && run.scope !== 'software_total') return 1;
  const draw = drawOf(run.workload, context);
  return draw.deviceWatts / (1000 * Math.exp(draw.factor.ln));
}

function drawOf(workload: Workload, context: EstimateContext): Draw {
  const family = familyOf(workload);
  const { hardware } = placementOf(workload, family, context);
  if (family === 'classical') return cpuDraw(classicalTime(workload, hardware).load, hardware);
  if (family === 'boosting') return cpuDraw(boostingTime(workload, hardware).load, hardware);
  const work = workOf(workload);
  return deviceDraw(work.workClass, hardware, deepTime(workload, work, hardware).busy);
}
