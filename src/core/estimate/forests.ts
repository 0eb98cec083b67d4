/** Ensembles: how many trees or members they grow, and on how many cores. */
import type { Law } from '../../data/estimators';
import { lastPart } from '../../data/last-part';
import type { Workload } from '../model/workload';
import { factorOf, fromPrior, LIMITS, numberOf, plain, type Known } from './facts';
import type { Factor } from './spread';

const SIDE_BY_SIDE = /^(randomforest|extratrees|bagging)(classifier|regressor)$|^isolationforest$/i;

/** `n_jobs` of these grows members side by side. */
export function isForest(estimator: string): boolean {
  return SIDE_BY_SIDE.test(lastPart(estimator));
}

/** Against the number that the law was measured with, which is the default. */
export function membersFactor(workload: Workload, law: Law): readonly Factor[] {
  if (law.members === null) return [];
  const known = membersOf(workload, law.members);
  return [factorOf('trees', { ...known, value: known.value / law.members }, 1, plain(known.value))];
}

function membersOf(workload: Workload, usual: number): Known {
  const written = numberOf(workload.maxSteps, LIMITS.steps);
  return written ?? { ...fromPrior(usual, 0.3, 'default of scikit-learn'), origin: 'code default' };
}

/** Cores that grow trees side by side; they share the memory, so ten are worth about eight. */
export function forestCores(workload: Workload, cores: number): number {
  const jobs = workload.jobs?.value ?? 1;
  const used = !Number.isFinite(jobs) || jobs === 0 ? 1 : jobs < 0 ? cores : Math.min(jobs, cores);
  return Math.max(1, used) ** 0.9;
}
