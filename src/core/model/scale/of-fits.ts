/** The scale of fits of classical estimators and of boosting, by the measured time laws of the estimators. */
import { isBoosting, roundLawOf, secondsOfRound, secondsOfRow } from '../../../data/boosting';
import { ANY, lawOf, secondsByLaw } from '../../../data/estimators';
import { datasetNamed } from '../../../data/datasets';
import type { Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import type { Estimator } from '../search/estimators';
import { passesOf } from '../passes';
import { calleeName } from '../traverse';
import type { Workload } from '../workload';
import { isTiny, TINY_ROWS } from '../workloads/workload-of';
import { type Scale, type Size, tookText } from './scale';
import { isToyProgram } from './toy-program';

/** Fits take less than this in all, in seconds, and nothing that is said of them pays. */
const SHORT = 60;
const LONG = 300;
/** Over a table of the usual size this is much: larger ones are as likely as smaller ones. */
const LONG_OF_USUAL = 60;
/** Validation, cloning and scoring around a fit. */
const OVERHEAD = 0.002;

export interface Fits {
  readonly workload: Workload | undefined;
  /** What is fitted; empty when it cannot be told. */
  readonly estimators: readonly Estimator[];
  readonly fits: number;
}

/** Rows and columns of a table that is read from a file. */
const USUAL_ROWS = 10_000;
const USUAL_COLUMNS = 20;
/** Columns that a vectorizer makes of texts. */
const WORDS = 10_000;
/** Take no notice of words that a text has not: as fast on texts of 100 words as on some twenty columns, as measured. */
const SPARSE = /(^|\.)(LogisticRegression\w*|LinearSV[CR]|SGD\w+|Perceptron|PassiveAggressive\w+|Ridge\w*|\w+NB)$/;
/** Seconds that a vectorizer takes to count 200 words, which it does again in each fit of a pipeline. */
const COUNTING = 1e-4;

/** Searches, cross-validations and repeated fits. */
export function scaleOfFits(model: Model, { workload, estimators, fits }: Fits): Scale {
  const { rows } = tableOf(workload);
  if (isTiny(workload) || isTinyNamed(workload) || isToyProgram(model)) return scale('short', SMALL);
  const seen = workload?.observedSeconds?.value;
  if (seen !== undefined && seen < SHORT) return scale('short', tookText(seen));
  const seconds = secondsOf(model, { workload, estimators, fits }, rows ?? USUAL_ROWS);
  if (rows !== null && seconds < SHORT) return scale('short', 'all fits together take moments on this much data');
  if (seconds >= (rows === null ? LONG_OF_USUAL : LONG)) return scale('long', 'the fits take minutes');
  return scale('unknown', rows === null ? 'the number of rows is not known' : 'the fits take a few minutes');
}

/** Less than half of that. */
const QUICK_OF_USUAL = 30;

/** For what is fitted `at` a place once or a few times: rows that nobody knows of speak for no long run where the usual number takes moments. */
export function scaleOfFewFits(model: Model, fits: Fits, at: Node): Scale {
  const found = scaleOfFits(model, fits);
  const { workload } = fits;
  if (found.size !== 'unknown' || tableOf(workload).rows !== null) return found;
  const times = timesFitted(model, workload, at);
  return times !== null && times * secondsOf(model, fits, USUAL_ROWS) < QUICK_OF_USUAL ? scale('short', QUICK) : found;
}

/** Loops are counted in where a workload has fits; null where nobody knows. */
function timesFitted(model: Model, workload: Workload | undefined, at: Node): number | null {
  if (workload?.fits) return 1;
  return workload?.kind === 'search' ? null : (passesOf(model, at)?.value ?? null);
}

const QUICK = 'the number of rows is not known, and 10,000 of them are fitted in less than a minute';

/** All fits, one after the other. */
function secondsOf(model: Model, { workload, estimators, fits }: Fits, rows: number): number {
  const inner = estimators.filter(({ name }) => !/\.(Pipeline|make_pipeline)$/.test(name)).map(({ name }) => name);
  const isText = estimators.some((one) => readsText(model, one));
  const widthFor = (name: string): number => (isText && !SPARSE.test(name) ? WORDS : USUAL_COLUMNS);
  const { columns } = tableOf(workload);
  const each = (inner.length > 0 ? inner : [workload?.model?.value ?? '']).map((name) =>
    secondsOfFit(name, rows, columns ?? widthFor(name)),
  );
  return fits * (Math.max(...each) + OVERHEAD + (isText ? COUNTING * rows : 0));
}

const SMALL = 'the data set is small, so the fits are short';

/** A pipeline that begins with counting words. */
const readsText = (model: Model, { call }: Estimator): boolean =>
  [...descend(call)].some((node) => {
    if (node.kind === 'call') return VECTORIZER.test(calleeName(node));
    return node.kind === 'name' && model.origins(node).some((one) => one.kind === 'result' && VECTORIZER.test(one.of));
  });

const VECTORIZER = /Vectorizer$/;

const scale = (size: Size, because: string): Scale => ({ size, because, light: false });

/** Rows and columns of what is fitted, those of data sets that are known by name among them. */
export function tableOf(workload: Workload | undefined): {
  readonly rows: number | null;
  readonly columns: number | null;
} {
  const named = workload?.dataset ? datasetNamed(workload.dataset.value) : undefined;
  return {
    rows: workload?.samples?.value ?? named?.samples ?? null,
    columns: workload?.features?.value ?? named?.features ?? null,
  };
}

function isTinyNamed(workload: Workload | undefined): boolean {
  const named = workload?.dataset && !workload.samples ? datasetNamed(workload.dataset.value) : undefined;
  return named !== undefined && named.samples < TINY_ROWS;
}

/** Boosting libraries use what a usual machine has. */
const CORES = 8;

/** One fit with the defaults of the estimator. */
function secondsOfFit(name: string, rows: number, columns: number): number {
  if (!isBoosting(name)) return secondsByLaw(lawOf(name) ?? ANY, rows, columns, CORES);
  const law = roundLawOf(name, '');
  return law.rounds * secondsOfRound(law, rows, columns, CORES);
}

/** Seconds of a round on a small table: validation data, columns of categories and many threads cost beside the trees. */
const ROUND = 0.003;
const ROUND_OF_CATBOOST = 0.02;

/** A boosting run of so many rounds, `repeats` times over. */
export function scaleOfBoosting(
  model: Model,
  { workload, rounds, repeats }: { workload: Workload | undefined; rounds: number; repeats: number },
): Scale {
  const { rows, columns } = tableOf(workload);
  if (isTiny(workload) || isTinyNamed(workload) || isToyProgram(model)) return scale('short', SMALL);
  const seen = workload?.observedSeconds?.value;
  if (seen !== undefined && seen < SHORT_BOOSTING) return scale('short', tookText(seen));
  const law = roundLawOf(workload?.model?.value ?? '', workload?.framework ?? '');
  const round = workload?.framework === 'catboost' ? ROUND_OF_CATBOOST : ROUND;
  const perRow = secondsOfRow(law, columns ?? USUAL_COLUMNS, CORES);
  const seconds = rounds * repeats * (round + perRow * (rows ?? USUAL_ROWS));
  if (rows !== null && seconds < SHORT_BOOSTING) return scale('short', 'the rounds take moments on this much data');
  if (rows === null && seconds < MOMENTS) return scale('short', 'the rounds take moments on 10,000 rows');
  const long = rows === null ? LONG_BOOSTING_OF_USUAL : SHORT;
  if (rows === null && seconds < long) return scale('unknown', 'the number of rows is not known');
  return seconds >= long ? scale('long', 'the rounds take minutes') : scale('unknown', 'the run takes a minute or two');
}

/** Boosting is fast: a minute of it is a run of many rounds over a real table. */
const SHORT_BOOSTING = 20;
/** On a usual table; a hundred times as many rows make it a minute. */
const MOMENTS = 2;
const LONG_BOOSTING_OF_USUAL = 20;
