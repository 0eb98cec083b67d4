/** What each loop of a program is for: epochs, steps, evaluation, search, folds, generation or serving. */
import type { Call, Expr, Loop, Node } from '../syntax/ast';
import { descend } from '../syntax/walk';
import type { LoopRole } from './loops';
import type { Model } from './model';
import { perModel } from './per-model';
import { isWithin } from './torch/events';
import { calleeName } from './traverse';

export function loopRole(model: Model, loop: Loop): LoopRole {
  const known = roles(model);
  let role = known.get(loop);
  if (!role) known.set(loop, (role = findRole(model, loop)));
  return role;
}

const roles = perModel((model) => {
  const known = new Map<Loop, LoopRole>();
  for (const { node } of model.evaluationPasses)
    if (node.kind === 'for' || node.kind === 'while') known.set(node, 'evaluation');
  for (const { step, epoch } of model.trainingLoops) {
    known.set(step, 'step');
    if (epoch) known.set(epoch, 'epoch');
  }
  for (const { epoch } of model.importedTraining) if (epoch) known.set(epoch, 'epoch');
  return known;
});

function findRole(model: Model, loop: Loop): LoopRole {
  if (isServing(model, loop)) return 'serving';
  if (loop.kind === 'for' && isOverFolds(model, loop.iter, loop.target)) return 'cross-validation';
  if (loop.kind === 'for' && isOverSettings(model, loop.iter, loop.target) && trains(model, loop)) return 'search';
  return isGeneration(loop) && !trains(model, loop) ? 'generation' : 'other';
}

const callsIn = (node: Node): readonly Call[] =>
  [...descend(node, (at) => at === node || (at.kind !== 'function' && at.kind !== 'class'))].filter(
    (one) => one.kind === 'call',
  );

/** Waits for a person, a camera, a socket or a queue again and again. */
function isServing(model: Model, loop: Loop): boolean {
  if (loop.kind !== 'while') return false;
  return callsIn(loop).some((call) => {
    if (call.func.kind === 'name') return call.func.id === 'input' || call.func.id === 'raw_input';
    if (call.func.kind !== 'attribute' || !WAITING.test(call.func.attr)) return false;
    if (call.func.attr !== 'read') return true;
    return model
      .origins(call.func.value)
      .some((origin) => origin.kind === 'result' && /VideoCapture|VideoStream/.test(origin.of));
  });
}

const WAITING = /^(read|recv|recv_json|recv_multipart|accept|brpop|blpop|poll|wait_for_frames|waitKey)$/;

const SPLITTERS = /^sklearn\.model_selection\.\w*(Fold|Split|LeaveOneOut|LeavePOut|LeaveOneGroupOut)\w*$/;
const FOLD_NAME = /^(k_?)?folds?(_?(i|idx|index|id|no|num|number|n))?$|^(i_?)fold$/i;

/** `for train, test in kf.split(X)`, also through `enumerate`, or a counter that is called `fold`. */
function isOverFolds(model: Model, iter: Expr, target: Expr): boolean {
  if (iter.kind === 'call' && iter.func.kind === 'attribute' && iter.func.attr === 'split') {
    const origins = model.origins(iter.func.value);
    if (origins.some((origin) => origin.kind === 'result' && SPLITTERS.test(origin.of))) return true;
  }
  const inner = iter.kind === 'call' && /^(enumerate|tqdm|list|zip)$/.test(calleeName(iter)) ? iter.args[0] : undefined;
  if (inner && isOverFolds(model, inner.value, target)) return true;
  return target.kind === 'name' && FOLD_NAME.test(target.id);
}

const SETTING_NAME =
  /^(lr|learning_rate|alpha|beta|gamma|c|reg\w*|weight_decay|wd|momentum|dropout\w*|batch_size|bs|hidden\w*|units|n_units|layers|n_layers|num_layers|n_estimators|depth|max_depth|params?|hparams?|config|cfg|combo|combination|k|n_neighbors|optimizer_name|lambda_\w*|lmbda)$/i;

/** Over a grid, or over a sequence of known length whose element is named like a hyper-parameter. */
function isOverSettings(model: Model, iter: Expr, target: Expr): boolean {
  const call = iter.kind === 'call' ? iter : undefined;
  const names = call ? model.origins(call.func) : [];
  if (names.some((one) => one.kind === 'external' && GRIDS.has(one.name))) return true;
  const inner = call && /^(enumerate|tqdm|list)$/.test(calleeName(call)) ? call.args[0]?.value : undefined;
  if (inner && isOverSettings(model, inner, target.kind === 'tuple' ? (target.items.at(-1) ?? target) : target))
    return true;
  if (target.kind !== 'name' || !SETTING_NAME.test(target.id)) return false;
  return model.value(iter).alternatives.some((one) => one.type === 'sequence');
}

const GRIDS = new Set([
  'itertools.product',
  'sklearn.model_selection.ParameterGrid',
  'sklearn.model_selection.ParameterSampler',
]);

const TRAINS = /^(fit|fit_generator|train|cross_val_score|cross_validate|train_model|partial_fit)$/;

function trains(model: Model, loop: Loop): boolean {
  if (model.trainingLoops.some(({ step }) => isWithin(step, loop))) return true;
  return callsIn(loop).some((call) => {
    if (TRAINS.test(calleeName(call))) return true;
    const callee = model.calleeOf(call);
    return callee !== undefined && model.trainingLoops.some(({ step }) => isWithin(step, callee));
  });
}

/** Appends what was just predicted to its own input: token by token. */
function isGeneration(loop: Loop): boolean {
  return callsIn(loop).some((call) => {
    if (call.func.kind === 'attribute' && call.func.attr === 'multinomial') return true;
    if (!/^(cat|concat|concatenate)$/.test(calleeName(call))) return false;
    const statement = call.parent;
    const target = statement?.kind === 'assign' ? statement.targets[0] : undefined;
    const given = call.args[0]?.value;
    const items = given?.kind === 'list' || given?.kind === 'tuple' ? given.items : [];
    return target?.kind === 'name' && items[0]?.kind === 'name' && items[0].id === target.id;
  });
}
