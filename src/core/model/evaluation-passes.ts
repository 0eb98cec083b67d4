/** Finds evaluation passes. */
import type { EvaluationPass } from './loops';
import type { Model } from './model';

export function findEvaluationPasses(model: Model): readonly EvaluationPass[] {
  void model;
  return [];
}
