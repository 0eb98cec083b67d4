/** How many processes or threads a search or an estimator is told to use. */
import type { Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import type { Fact } from '../workload';
import { numberOf } from './fact';
import { lastStep } from './names';

/** The names of the argument in scikit-learn, XGBoost, LightGBM and CatBoost. */
const NAMES = ['n_jobs', 'nthread', 'num_threads', 'thread_count'];

/** `n_jobs` of the search, else of what it fits; -1 is every core. */
export function jobsOf(model: Model, written: Expr | undefined, estimator: Expr | undefined): Fact<number> {
  return numberOf(model, written) ?? estimatorJobs(model, estimator);
}

function estimatorJobs(model: Model, estimator: Expr | undefined, depth = 0): Fact<number> {
  if (!estimator || depth > 2) return null;
  for (const origin of model.origins(estimator)) {
    if (origin.kind !== 'result') continue;
    const jobs = numberOf(model, argumentOf(model, origin.call));
    if (jobs) return jobs;
    if (/^(Pipeline|make_pipeline)$/.test(lastPart(origin.of)))
      return estimatorJobs(model, lastStep(origin.call), depth + 1);
  }
  return null;
}

function argumentOf(model: Model, call: Call): Expr | undefined {
  const given = model.arguments(call, []);
  return NAMES.map((name) => given.get(name)?.value).find((value) => value !== undefined);
}
