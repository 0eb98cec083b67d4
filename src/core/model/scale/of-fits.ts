/** The scale of fits of classical estimators and of boosting, by the measured time laws of the estimators. */
import { ANY, lawOf, rowsTerm } from '../../../data/estimators';
import { datasetNamed } from '../../../data/datasets';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import type { Workload } from '../workload';
import { isTiny } from '../workloads/workload-of';
import type { Scale, Size } from './scale';
import { isToyProgram } from './toy-program';

/** Fits take less than this in all, in seconds on one processor, and nothing that is said of them pays. */
const SHORT = 60;
const LONG = 300;
/** Validation, cloning and scoring around a fit. */
const OVERHEAD = 0.002;

export interface Fits {
  readonly workload: Workload | undefined;
  /** Class names of what is fitted; empty when it cannot be told. */
  readonly estimators: readonly string[];
  readonly fits: number;
}

/** Rows and columns of a table that is read from a file. */
const USUAL_ROWS = 10_000;
const USUAL_COLUMNS = 20;

/** Searches, cross-validations and repeated fits. */
export function scaleOfFits(model: Model, { workload, estimators, fits }: Fits): Scale {
  const { rows, columns } = tableOf(workload);
  if (isTiny(workload) || isToyProgram(model)) return scale('short', SMALL);
  if (isTinyNamed(workload)) return scale('short', SMALL);
  const inner = estimators.filter((name) => !/\.(Pipeline|make_pipeline)$/.test(name));
  const slowest = Math.max(...(inner.length > 0 ? inner : ['']).map((name) => secondsOfFit(name, rows, columns)));
  const seconds = fits * (slowest + OVERHEAD);
  if (rows !== null && seconds < SHORT) return scale('short', 'all fits together take moments on this much data');
  // A file may hold a thousand rows or a million: only fits in great number or of a slow kind take long either way.
  if (seconds >= LONG) return scale('long', 'the fits take many minutes');
  return scale('unknown', rows === null ? 'the number of rows is not known' : 'the fits take a few minutes');
}

const SMALL = 'the data set is small, so the fits are short';

const scale = (size: Size, because: string): Scale => ({ size, because, light: false });

function tableOf(workload: Workload | undefined): { readonly rows: number | null; readonly columns: number | null } {
  const named = workload?.dataset ? datasetNamed(workload.dataset.value) : undefined;
  return {
    rows: workload?.samples?.value ?? named?.samples ?? null,
    columns: workload?.features?.value ?? named?.features ?? null,
  };
}

function isTinyNamed(workload: Workload | undefined): boolean {
  const named = workload?.dataset && !workload.samples ? datasetNamed(workload.dataset.value) : undefined;
  return named !== undefined && named.samples < 2000;
}

/** One fit with the defaults of the estimator, on one processor. */
function secondsOfFit(name: string, rows: number | null, columns: number | null): number {
  const law = lawOf(lastPart(name)) ?? ANY;
  const count = rows ?? USUAL_ROWS;
  return Math.exp(law.b0 + rowsTerm(law, count).ln + law.bf * Math.log(columns ?? USUAL_COLUMNS));
}

/** Seconds of a boosting round: 3 ms, and 0.6-2 ns for each cell of the table (LightGBM docs/Experiments.rst). */
const ROUND = 0.003;
const CELL = 1e-9;

/** A boosting run of so many rounds, `repeats` times over. */
export function scaleOfBoosting(
  model: Model,
  { workload, rounds, repeats }: { workload: Workload | undefined; rounds: number; repeats: number },
): Scale {
  const { rows, columns } = tableOf(workload);
  if (isTiny(workload) || isTinyNamed(workload) || isToyProgram(model)) return scale('short', SMALL);
  const cells = (rows ?? USUAL_ROWS) * (columns ?? USUAL_COLUMNS);
  const seconds = rounds * repeats * (ROUND + CELL * cells);
  if (rows !== null && seconds < SHORT_BOOSTING) return scale('short', 'the rounds take moments on this much data');
  if (rows === null && seconds < SHORT) return scale('unknown', 'the number of rows is not known');
  return seconds >= SHORT ? scale('long', 'the rounds take minutes') : scale('unknown', 'the run takes a minute or two');
}

/** Boosting is fast: a minute of it is a run of many rounds over a real table. */
const SHORT_BOOSTING = 20;
