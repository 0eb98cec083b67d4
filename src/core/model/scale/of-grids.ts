/** The scale of all trainings of a grid that loops go through. */
import { descend } from '../../syntax/walk';
import type { Node } from '../../syntax/ast';
import type { Model } from '../model';
import type { GridLoop } from '../search/grid-loops';
import { type Estimator, estimatorsIn } from '../search/estimators';
import { kerasFits } from '../trainers/keras-fit';
import type { Workload } from '../workload';
import { trainingsOf, workloadOf } from '../workloads/workload-of';
import { scaleOfBoosting, scaleOfFits } from './of-fits';
import { scaleOfKeras, scaleOfLoop } from './of-runs';
import type { Scale } from './scale';

/** The usual default of boosting libraries. */
const USUAL_ROUNDS = 100;

export function scaleOfGrid(model: Model, { training, candidates }: GridLoop): Scale {
  const repeats = candidates.value;
  const fit = kerasFits(model).find(({ call }) => call === training);
  if (fit) return scaleOfKeras(model, fit, repeats);
  const loop = model.trainingLoops.find(({ epoch, step }) => (epoch ?? step) === training);
  if (loop) return scaleOfLoop(model, loop, repeats);
  const workload = workloadOf(model, training);
  if (/^(xgboost|lightgbm|catboost)$/.test(workload?.framework ?? ''))
    return scaleOfBoosting(model, {
      workload,
      rounds: workload?.maxSteps?.value ?? USUAL_ROUNDS,
      repeats: Math.max(repeats, trainingsOf(workload)),
    });
  return scaleOfFits(model, {
    workload,
    estimators: estimatorsFittedBy(model, training),
    fits: Math.max(repeats * foldsOf(workload), trainingsOf(workload)),
  });
}

const foldsOf = (workload: Workload | undefined): number => workload?.folds?.value ?? 1;

/** Of `estimator.fit(X, y)` and of a cross-validation, which is given the estimator. */
function estimatorsFittedBy(model: Model, training: Node): readonly Estimator[] {
  for (const node of descend(training)) {
    if (node.kind !== 'call') continue;
    const given = node.args.find((one) => one.name === 'estimator') ?? node.args[0];
    const found = [
      ...(node.func.kind === 'attribute' ? estimatorsIn(model, node.func.value) : []),
      ...estimatorsIn(model, given?.value),
    ];
    if (found.length > 0) return found;
  }
  return [];
}
