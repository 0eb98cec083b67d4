/** Where an epoch loop validates, and which names hold the scores that come out of it. */
import type { Assign, Call, Expr, For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, descendRunning, enclosingFunction, statementOf } from '../../syntax/walk';
import { asIs } from '../answers';
import { isEvaluationFunction, overEvaluationData } from '../evaluation-passes';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';
import { backwardEvents, isWithin } from './events';
import { textOf } from './modules';

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

/** Inside an inner loop that trains. */
function isBetweenSteps(model: Model, node: Node, epoch: For): boolean {
  for (const at of ancestors(node)) {
    if (at === epoch) return false;
    if ((at.kind === 'for' || at.kind === 'while') && trains(model, at)) return true;
  }
  return false;
}

const running = (node: Node): readonly Node[] => [...descendRunning(node)];

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
    [...backwardEvents(model), ...model.importedTraining].some(({ call }) => isWithin(call, node)),
  asIs,
);

/** Something is summed up, collected or updated over the batches. */
function measures(node: Node): boolean {
  return running(node).some((one) => one.kind === 'augassign' || (one.kind === 'call' && collector(one) !== undefined));
}

const COLLECTS = /^(append|update|extend|add|add_batch|item)$/;
const METRIC = /metric|meter|evaluator|(^|[._])(acc|accuracy|auc|iou|miou|dice|f1|score)\w*$/i;

/** What a call adds a batch to: a list, a meter, a metric of torchmetrics, MONAI or evaluate. */
function collector({ func, parent }: Call): Expr | undefined {
  if (func.kind === 'attribute' && COLLECTS.test(func.attr)) return func.value;
  const isStatement = parent?.kind === 'exprstmt';
  return isStatement && METRIC.test(func.kind === 'name' ? func.id : func.kind === 'attribute' ? func.attr : '')
    ? func
    : undefined;
}

const EVALUATES =
  /^_?(evaluate\w*|eval_\w+|do_eval\w*|run_(eval|val|test)\w*|validat\w*|val|val_\w+|valid_\w+|test|test_\w+|calc\w*_(val|test)\w*|get_(val|test)_\w+|compute_(val|test|eval)\w*)$/i;
const DATA_NAME = /(^|[._])(val|valid|validation|test|dev|eval)(_?\w*)?$/i;

/** `validate(val_loader, model)`, `run_epoch(model, val_loader)`, `self._valid_epoch(epoch)`. */
function evaluationCalls(model: Model, epoch: For): readonly Call[] {
  return running(epoch).filter((node): node is Call => node.kind === 'call' && isEvaluationCall(model, node, epoch));
}

function isEvaluationCall(model: Model, call: Call, epoch: For): boolean {
  const name = calleeName(call);
  const callee = model.calleeOf(call);
  if (callee) return callee !== enclosingFunction(epoch) && evaluatesLocally(model, call, callee);
  if (name === 'run' && runsEvaluation(model, call)) return true;
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

function evaluatesLocally(model: Model, call: Call, callee: FunctionDef): boolean {
  if (!trains(model, callee)) {
    if (!measures(callee)) return callsEvaluation(model, call, callee);
    return (
      isEvaluationFunction(callee) ||
      EVALUATES.test(callee.name) ||
      running(callee).some((node) => overEvaluationData(model, node)) ||
      isGivenData(model, call)
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

function isGivenData(model: Model, call: Call): boolean {
  return call.args.some(({ value }) => {
    if (value.kind === 'subscript')
      return value.index.some(
        (one) => one.kind === 'constant' && /^(val|valid|validation|test|dev|eval)$/.test(String(one.value)),
      );
    return (value.kind === 'name' || value.kind === 'attribute') && DATA_NAME.test(textOf(model, value));
  });
}

/** Names that change in a loop over evaluation data. */
function accumulated(model: Model, loop: Node): readonly string[] {
  return running(loop).flatMap((node) => {
    if (node.kind === 'augassign') return [textOf(model, node.target)];
    const collected = node.kind === 'call' ? collector(node) : undefined;
    return collected ? [textOf(model, collected)] : [];
  });
}

/** Names that an evaluation call is assigned to. */
function bound(model: Model, call: Call): readonly string[] {
  const statement = statementOf(call);
  return statement?.kind === 'assign' ? targetsOf(model, statement) : [];
}

function targetsOf(model: Model, { targets }: Assign): readonly string[] {
  return targets.flatMap((target) => leaves(target)).map((one) => textOf(model, one));
}

function leaves(target: Expr): readonly Expr[] {
  return target.kind === 'tuple' || target.kind === 'list' ? target.items.flatMap(leaves) : [target];
}

const MAX_ROUNDS = 3;

/** Names computed from the scores: `val_acc = correct / total`. */
function spread(model: Model, epoch: For, found: Set<string>): ReadonlySet<string> {
  const assigns = running(epoch).filter((node): node is Assign => node.kind === 'assign' && node.value !== null);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = found.size;
    for (const assign of assigns) {
      if (assign.value && mentionsAny(model, assign.value, found))
        for (const one of targetsOf(model, assign)) found.add(one);
    }
    if (found.size === before) break;
  }
  return found;
}

/** True when a name or attribute in the expression is among the texts. */
export function mentionsAny(model: Model, expression: Expr, texts: ReadonlySet<string>): boolean {
  for (const node of descend(expression)) {
    if (
      (node.kind === 'name' || node.kind === 'attribute' || node.kind === 'subscript') &&
      texts.has(textOf(model, node))
    )
      return true;
  }
  return false;
}
