/** Time of classical estimators and of gradient boosting, from rows, features, classes and rounds. */
import { datasetNamed } from '../../data/datasets';
import { isBoosting, roundLawOf, secondsOfRound, secondsOfRow, type RoundLaw } from '../../data/boosting';
import type { Workload } from '../model/workload';
import { factorOf, fromData, fromPrior, LIMITS, noted, numberOf, plain, type Known } from './facts';
import { ANY, coresGain, lawOf, type Law } from '../../data/estimators';
import { forestCores, isForest, membersFactor } from './forests';
import { repetitions, stoppingFactor } from './runs';
import { halfWidth, type Factor } from './spread';
import type { HardwareSpec } from './types';

export type Family = 'deep' | 'classical' | 'boosting';

/** Trained step by step, whatever estimator a network of theirs is called after: `class LogisticRegression(nn.Module)`. */
const NETWORKS = /^(torch|keras|tensorflow|huggingface|lightning|jax)$/;

/** Which time law a workload follows. */
export function familyOf(workload: Workload): Family {
  if (NETWORKS.test(workload.framework)) return 'deep';
  const name = workload.model?.value ?? '';
  if (isBoosting(name)) return 'boosting';
  if (['xgboost', 'lightgbm', 'catboost'].includes(workload.framework)) return 'boosting';
  if (workload.framework === 'sklearn' || lawOf(name) !== undefined) return 'classical';
  return 'deep';
}

export interface CpuTime {
  /** Their product is the time in seconds. */
  readonly factors: readonly Factor[];
  readonly load: 'all cores' | 'one core';
}

interface Shape {
  readonly rows: Known;
  readonly features: Known;
  readonly classes: Known;
}

function shapeOf(workload: Workload): Shape {
  const data = workload.dataset === null ? undefined : datasetNamed(workload.dataset.value);
  const bundled = (value: number | null | undefined): Known | null =>
    value === null || value === undefined || data === undefined
      ? null
      : fromData(value, `${data.source} (${data.year})`);
  return {
    rows:
      numberOf(workload.samples, LIMITS.samples) ?? bundled(data?.samples) ?? fromPrior(10_000, 1.5, 'rows unknown'),
    features: expanded(
      workload,
      numberOf(workload.features, LIMITS.samples) ?? bundled(data?.features) ?? fromPrior(20, 1, 'features unknown'),
    ),
    classes:
      numberOf(workload.classes, LIMITS.samples) ?? bundled(data?.classes) ?? fromPrior(2, 0.4, 'classes unknown'),
  };
}

/** One-hot encoding makes about five columns of each on average: two of a yes or no, dozens of a country or an occupation. */
function expanded(workload: Workload, features: Known): Known {
  if (workload.encoded?.value !== true || features.value > 1000) return features;
  return { ...fromPrior(features.value * 5, Math.hypot(features.sigma, 0.6), 'columns after one-hot encoding') };
}

/** Invariant: rises with rows, features and fits. */
export function classicalTime(workload: Workload, hardware: HardwareSpec): CpuTime {
  const law = lawOf(workload.model?.value ?? '') ?? ANY;
  const shape = shapeOf(workload);
  const base: Factor = {
    name: 'time law',
    value: `${law.label}: e^${law.b0} s x rows^${law.bn} x features^${law.bf} x classes^${law.bk}`,
    origin: 'prior',
    source: law.source,
    ln: law.b0,
    down: halfWidth(law.sigma),
    up: halfWidth(law.sigma),
  };
  const cores = isForest(workload.model?.value ?? '')
    ? forestFactor(workload, hardware)
    : coreFactor(workload, law, hardware);
  const lawful = [
    base,
    factorOf('rows', shape.rows, law.bn),
    factorOf('features', shape.features, law.bf),
    factorOf('classes', shape.classes, law.bk),
    ...membersFactor(workload, law),
    machineSpeed(hardware),
  ];
  const factors = [...lawful, callOverhead(lawful), ...cores.factors, repetitions(workload, law.bn)];
  const stopping = stoppingFactor(workload, null);
  return { factors: stopping === null ? factors : [...factors, stopping], load: cores.load };
}

interface CoresTerm {
  readonly factors: readonly Factor[];
  readonly load: CpuTime['load'];
}

function forestFactor(workload: Workload, hardware: HardwareSpec): CoresTerm {
  const gain = forestCores(workload, (hardware.cores ?? 8) * hardware.count);
  const written = workload.jobs?.value ?? null;
  const unset = workload.kind === 'search' && written === null ? 0.3 : 0.1;
  const known = fromPrior(1 / gain, unset, 'trees side by side');
  const cores = factorOf('n_jobs', known, 1, written === null ? 'not set' : plain(written));
  return { factors: [cores], load: gain > 1 ? 'all cores' : 'one core' };
}

/** Validation, cloning and scoring around a fit take about 2 ms however small the data; they add to the law's time. */
function callOverhead(lawful: readonly Factor[]): Factor {
  const seconds = Math.exp(lawful.reduce((sum, factor) => sum + factor.ln, 0));
  const shown = noted('overhead of a fit', '2 ms', 'prior', 'judgement');
  return { ...shown, ln: Math.log1p(0.002 / seconds) };
}

/** Speed against the i7-6700 of the law: a 15 W laptop part is about even, an i9-13900K twice as fast (metaqure). */
function machineSpeed(hardware: HardwareSpec): Factor {
  const speeds: Readonly<Record<string, number>> = {
    'cpu-laptop': 0.95,
    'cpu-desktop': 1.6,
    'cpu-server': 0.9,
    apple: 1.6,
  };
  const speed = speeds[hardware.generation] ?? 1;
  const unknown = hardware.origin === 'prior' ? 0.5 : 0;
  const known = fromPrior(1 / speed, Math.hypot(0.3, unknown), 'raphischer/metaqure, four machines');
  return factorOf('processor speed', known, 1, `${speed} x i7-6700`);
}

/**
 * Cores: a search with `n_jobs` fits candidates side by side.
 */
function coreFactor(workload: Workload, law: Law, hardware: HardwareSpec): CoresTerm {
  const cores = hardware.cores ?? 8;
  const written = workload.jobs?.value ?? null;
  const jobs = written === null || !Number.isFinite(written) ? null : written < 0 ? cores : Math.min(written, cores);
  const many = jobs !== null && jobs > 1;
  const search = workload.kind === 'search' || workload.kind === 'cross-validation';
  if (!many || !search) return law.parallel ? matrixProducts(cores) : { factors: [], load: 'one core' };
  const gain = fromPrior(1 / jobs ** 0.75, 0.25, 'fits side by side share memory bandwidth');
  return { factors: [factorOf('n_jobs', gain, 1, plain(jobs))], load: 'all cores' };
}

/** Those of a perceptron use every core by themselves; other estimators ignore `n_jobs` in one fit. */
function matrixProducts(cores: number): CoresTerm {
  const gain = fromPrior(1 / coresGain(cores), 0.25, 'raphischer/metaqure, perceptrons on 4 and 24 cores');
  return { factors: [factorOf('cores', gain, 1, plain(cores))], load: 'all cores' };
}

/** Depth, leaves and learning rate differ from the defaults that were measured. */
const BOOSTING_SIGMA = 0.8;

/** Rounds x (fixed cost + rows x cost of a row), with the defaults of the library, which uses every core. */
export function boostingTime(workload: Workload, hardware: HardwareSpec): CpuTime {
  const shape = shapeOf(workload);
  const law = roundLawOf(workload.model?.value ?? '', workload.framework);
  const cells = shape.rows.value * shape.features.value;
  const cores = (hardware.cores ?? 8) * hardware.count;
  // One tree for each class; two classes share one.
  const trees = shape.classes.value > 2 ? shape.classes.value : 1;
  const perRound = secondsOfRound(law, shape.rows.value, shape.features.value, cores);
  const perRow = secondsOfRow(law, shape.features.value, cores);
  const weight = (perRow * shape.rows.value) / perRound;
  const sigma = Math.hypot(
    BOOSTING_SIGMA,
    weight * shape.rows.sigma,
    weight * shape.features.sigma * (1 - law.row / perRow),
  );
  const known = fromPrior(perRound * trees, sigma, law.source);
  const factors = [
    factorOf('boosting rounds', roundsOf(workload, law), 1),
    factorOf('seconds a round', known, 1, `${plain(perRound * trees)} s for ${plain(cells)} cells`),
    noted('rows', plain(shape.rows.value), shape.rows.origin, shape.rows.source),
    noted('features', plain(shape.features.value), shape.features.origin, shape.features.source),
    machineSpeed(hardware),
    repetitions(workload, weight),
  ];
  const stopping = stoppingFactor(workload, null);
  return { factors: stopping === null ? factors : [...factors, stopping], load: 'all cores' };
}

function roundsOf(workload: Workload, law: RoundLaw): Known {
  const written = numberOf(workload.maxSteps, LIMITS.steps) ?? numberOf(workload.epochs, LIMITS.epochs);
  if (written !== null) return written;
  return { ...fromPrior(law.rounds, 0.3, 'default of the library'), origin: 'code default' };
}
