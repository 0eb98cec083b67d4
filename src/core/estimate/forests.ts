/** Time of forests: each tree sorts the rows of a few columns at every level. */
import type { Workload } from '../model/workload';
import { factorOf, fromPrior, LIMITS, numberOf, plain, type Known } from './facts';
import { halfWidth, type Factor } from './spread';

/** Seconds for one row of one column at one level, for 100,000 rows on an i7-6700; larger tables miss the cache more often. */
const SORT = 33e-9;
const CACHE = 0.2;
const SIGMA = 0.7;
const SOURCE = 'szilard/benchm-ml, random forests of 500 trees on 10,000 to 1,000,000 rows (2015)';

const FOREST = /^(randomforest|extratrees)(classifier|regressor)$/i;

export function isForest(estimator: string): boolean {
  return FOREST.test(estimator.split('.').pop() ?? '');
}

/** Trees x rows x columns tried x levels, on one core. A regressor tries every column, a classifier their square root. */
export function forestFactors(workload: Workload, rows: Known, features: Known): readonly Factor[] {
  const name = workload.model?.value ?? '';
  const isRegressor = /regressor$/i.test(name);
  const tried = isRegressor ? features.value : Math.sqrt(features.value);
  const perSample = SORT * (rows.value / 100_000) ** CACHE * (/extra/i.test(name) ? 0.4 : 1);
  const levels = Math.max(1, Math.log2(rows.value));
  const seconds = Math.max(perSample * rows.value * tried * levels, 0.0008);
  const shown = `${plain(rows.value)} rows x ${plain(tried)} columns x ${plain(levels)} levels`;
  const law: Factor = {
    name: 'seconds a tree on one core',
    value: `${plain(seconds)} s: ${shown}`,
    origin: 'prior',
    source: SOURCE,
    ln: Math.log(seconds),
    down: halfWidth(SIGMA),
    up: halfWidth(SIGMA),
  };
  const spread = { ...rows, value: 1 };
  const wide = { ...features, value: 1 };
  const unknown = [
    factorOf('rows', spread, 1 + CACHE, plain(rows.value)),
    factorOf('features', wide, isRegressor ? 1 : 0.5, plain(features.value)),
  ];
  return [law, ...unknown, factorOf('trees', treesOf(workload), 1)];
}

function treesOf(workload: Workload): Known {
  const written = numberOf(workload.maxSteps, LIMITS.steps);
  return written ?? { ...fromPrior(100, 0.3, 'default of scikit-learn'), origin: 'code default' };
}

/** Cores that grow trees side by side; they share the memory, so ten are worth about eight. */
export function forestCores(workload: Workload, cores: number): number {
  const jobs = workload.jobs?.value ?? 1;
  const used = !Number.isFinite(jobs) || jobs === 0 ? 1 : jobs < 0 ? cores : Math.min(jobs, cores);
  return Math.max(1, used) ** 0.9;
}
