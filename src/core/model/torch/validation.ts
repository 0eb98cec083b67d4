/** Where an epoch loop validates, and which names hold the scores that come out of it. */
import type { Call, Expr, For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import { asIs } from '../answers';
import { isEvaluationFunction, isOutputFunction, overEvaluationData } from '../evaluation-passes';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';
import { backwardsIn, isWithin } from './events';
import { textOf } from './modules';
import { accumulated, bound, isCompared, measures, running, spread } from './scores';

export interface Validation {
  /** Loops over evaluation data, and calls of functions that evaluate, in the epoch loop. */
  readonly places: readonly Node[];
  /** Texts of the names that hold what they measure. */
  readonly scores: ReadonlySet<string>;
}

/** What the loop over epochs validates itself or through functions it calls; undefined when it does not. */
export function validationIn(model: Model, epoch: For): Validation | undefined {
  // What runs every few steps looks at some batches only.
  const betweenSteps = (node: Node): boolean => isBetweenSteps(model, node, epoch);
  const loops = [...innerLoops(model, epoch), ...phaseLoops(model, epoch)].filter((node) => !betweenSteps(node));
  const calls = evaluationCalls(model, epoch).filter((node) => !betweenSteps(node));
  if (loops.length === 0 && calls.length === 0) return undefined;
  const scores = new Set([
    ...loops.flatMap((loop) => accumulated(model, loop)),
    ...calls.flatMap((call) => bound(model, call)),
  ]);
  return { places: [...loops, ...calls], scores: spread(model, epoch, scores) };
}

/** Inside an inner loop that trains; its `else` runs once behind it. */
function isBetweenSteps(model: Model, node: Node, epoch: For): boolean {
  for (const at of ancestors(node)) {
    if (at === epoch) return false;
    const isLoop = at.kind === 'for' || at.kind === 'while';
    if (isLoop && !at.orelse.some((one) => isWithin(node, one)) && trains(model, at)) return true;
  }
  return false;
}

/** Loops over evaluation data that measure something and do not train. */
function innerLoops(model: Model, epoch: For): readonly Node[] {
  return running(epoch).filter(
    (node) =>
      node !== epoch &&
      node.kind === 'for' &&
      overEvaluationData(model, node) &&
      measures(node) &&
      !trains(model, node),
  );
}

/** `for phase in ["train", "val"]`: one loop for both, of which one half validates. */
function phaseLoops(model: Model, epoch: For): readonly Node[] {
  return running(epoch).filter((node) => {
    if (node === epoch || node.kind !== 'for') return false;
    return model
      .value(node.iter)
      .alternatives.some((one) => one.type === 'sequence' && (one.items ?? []).some((item) => isPhase(item)));
  });
}

const isPhase = (item: Expr): boolean =>
  item.kind === 'constant' &&
  typeof item.value === 'string' &&
  /^(val|valid|validation|test|dev|eval)$/i.test(item.value);

const trains = perModelAnd(
  (model: Model, node: Node): boolean =>
    backwardsIn(model, node).length > 0 || model.importedTraining.some(({ call }) => isWithin(call, node)),
  asIs,
);

const EVALUATES =
  /^_?(evaluate\w*|eval_\w+|do_eval\w*|run_(eval|val|test)\w*|validat\w*|val|val_\w+|valid_\w+|test|test_\w+|calc\w*_(val|test)\w*|get_(val|test)_\w+|compute_(val|test|eval)\w*)$/i;
/** `val_loader`, `testX`, `dev_data`, and neither `device` nor `values`. */
const DATA_NAME =
  /(^|[._])(val|valid|validation|test|dev|eval)s?(_\w+|[xy]|(loader|dl|data|iter|set|ds|gen|batch|input|feature|label|image|img)\w*)?$/i;

/** `validate(val_loader, model)`, `run_epoch(model, val_loader)`, `self._valid_epoch(epoch)`. */
function evaluationCalls(model: Model, epoch: For): readonly Call[] {
  return running(epoch).filter((node): node is Call => node.kind === 'call' && isEvaluationCall(model, node, epoch));
}

function isEvaluationCall(model: Model, call: Call, epoch: For): boolean {
  const name = calleeName(call);
  const callee = model.calleeOf(call);
  if (callee) return callee !== enclosingFunction(epoch) && evaluatesLocally(model, call, callee, epoch);
  if (name === 'run' && runsEvaluation(model, call)) return true;
  if (RUNS_EPOCH.test(name) && isOverGivenData(model, call) && !trains(model, call)) return true;
  if (!EVALUATES.test(name) || call.args.length === 0) return false;
  return !model
    .origins(call.func)
    .some((one) => one.kind === 'external' && /^(builtins|os|re|np|numpy|torch)\./.test(one.name));
}

/** A runner that takes a loader through a model without training it. */
function runsEvaluation(model: Model, { func }: Call): boolean {
  return (
    func.kind === 'attribute' &&
    model
      .origins(func.value)
      .some((one) => one.kind === 'result' && one.of === 'segmentation_models_pytorch.utils.train.ValidEpoch')
  );
}

const GENERATES = /^_?(sample|generate)/i;

function evaluatesLocally(model: Model, call: Call, callee: FunctionDef, epoch: For): boolean {
  if (!trains(model, callee)) {
    if (!measures(callee)) return callsEvaluation(model, call, callee);
    // Texts and pictures that a model puts out are no score.
    if (isOutputFunction(callee) && isCompared(model, call, epoch)) return true;
    if (GENERATES.test(callee.name)) return running(callee).some((node) => overEvaluationData(model, node));
    return (
      (isEvaluationFunction(callee) && !isOutputFunction(callee)) ||
      EVALUATES.test(callee.name) ||
      running(callee).some((node) => overEvaluationData(model, node)) ||
      isGivenData(model, call) ||
      isOverGivenData(model, call)
    );
  }
  return isGivenData(model, call) && measures(callee);
}

/** One more level, or a method of a library: `def test(data): return model.test(data.edge_index)`. */
function callsEvaluation(model: Model, call: Call, callee: FunctionDef): boolean {
  if (!EVALUATES.test(callee.name)) return false;
  if (call.parent?.kind !== 'exprstmt' && returnedBy(callee).some((value) => value.kind !== 'constant')) return true;
  return running(callee).some((node) => {
    const inner = node.kind === 'call' ? model.calleeOf(node) : undefined;
    return inner !== undefined && inner !== callee && measures(inner);
  });
}

/** A method of a class in another file, which the data alone tell from one that trains. */
const RUNS_EPOCH = /^_?(run|do|one)_?(an?_|one_)?epoch$/i;

/** `val.run_epoch()` after `val = Runner(model, val_loader)`: the data are those of the object. */
function isOverGivenData(model: Model, { func }: Call): boolean {
  if (func.kind !== 'attribute') return false;
  return model
    .origins(func.value)
    .some(
      (one) =>
        /^(instance|result)$/.test(one.kind) && 'call' in one && one.call !== null && isGivenData(model, one.call),
    );
}

function isGivenData(model: Model, call: Call): boolean {
  return call.args.some(({ value }) => {
    if (value.kind === 'subscript')
      return value.index.some(
        (one) => one.kind === 'constant' && /^(val|valid|validation|test|dev|eval)$/.test(String(one.value)),
      );
    return (value.kind === 'name' || value.kind === 'attribute') && DATA_NAME.test(textOf(model, value));
  });
}
