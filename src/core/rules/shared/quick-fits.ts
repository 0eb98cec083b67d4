/** Estimators of scikit-learn whose fit takes moments, however it is repeated. */
import type { Model } from '../../model/model';
import { estimatorsIn } from '../../model/search/estimators';
import type { Workload } from '../../model/workload';
import type { Expr } from '../../syntax/ast';

/** Solved in one step, or one pass over the rows. */
const ONE_STEP =
  /^sklearn\.(linear_model\.(LinearRegression|Ridge|RidgeClassifier)|naive_bayes\.\w+|dummy\.Dummy\w+|neighbors\.NearestCentroid)$/;
const SINGLE_TREE = /^sklearn\.tree\.(Decision|Extra)Tree(Classifier|Regressor)$/;

export const isOneStep = (name: string): boolean => ONE_STEP.test(name);

/** Sorted values that one core handles within about a minute of growing trees. */
const SHORT_WORK = 2e9;

/** Single trees or one-step models on so little data that all fits together are over within a minute. */
export function isShortSearch(
  model: Model,
  estimator: Expr | undefined,
  workload: Workload | undefined,
  fits: number,
): boolean {
  const { samples, features } = workload ?? {};
  if (!samples || samples.certainty === 'default' || !features) return false;
  const found = estimatorsIn(model, estimator);
  if (found.length !== 1 || !found.every(({ name }) => ONE_STEP.test(name) || SINGLE_TREE.test(name))) return false;
  return samples.value * Math.log2(samples.value) * features.value * fits < SHORT_WORK;
}
