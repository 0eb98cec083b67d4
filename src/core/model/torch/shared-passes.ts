/** Evaluation whose forward stands in a helper that training uses as well: `run_epoch(model, val_loader)`, `self._one_batch(x)`. */
import type { Call, FunctionDef, Node } from '../../syntax/ast';
import { descend, enclosingFunction, statementOf } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import {
  EVALUATION_DATA,
  isEvaluationFunction,
  isWeightless,
  markedScopes,
  overEvaluationData,
} from '../evaluation-passes';
import type { EvaluationPass } from '../loops';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { callsIn } from '../traverse';
import { isSkipped } from './branch-taken';
import { backwardsIn, updatesIn } from './events';
import { isGradOff } from './grad-scopes';
import { wantsGradient } from './wanted-gradients';
import { allForwardsIn } from './method-forwards';
import { evalCallFor } from './mode-switches';
import { insideModule, textOf } from './modules';

/** Passes that `evaluationPasses` does not hold: those over a loop here, and calls that loop over what they are given. */
export const sharedPasses = perModel((model): readonly EvaluationPass[] => {
  if (!model.program.mentions('torch') || model.trainingLoops.length === 0) return [];
  const known = new Set<Node>(model.evaluationPasses.map(({ node }) => node));
  const found = [...loopPasses(model), ...callPasses(model)];
  return found.filter(({ node }) => !known.has(node) && known.add(node)).sort((a, b) => a.node.start - b.node.start);
});

const eventsIn = (model: Model, scope: Node): readonly Call[] => [
  ...backwardsIn(model, scope),
  ...updatesIn(model, scope),
];

/** Loops over evaluation data, or in eval mode, that hand each batch to such a helper. */
function loopPasses(model: Model): readonly EvaluationPass[] {
  const calls = new Set(markedScopes(model).flatMap((scope) => helperCalls(model, scope)));
  return [...calls].flatMap((call): EvaluationPass[] => {
    const node = innermostLoop(call);
    const helper = model.calleeOf(call);
    if (!node || !helper || eventsIn(model, node).length > 0 || !onlyEvaluates(model, node)) return [];
    const owner = enclosingFunction(call);
    const evalCall = evalCallFor(model, owner, call);
    if (!evalCall && !isEvaluationFunction(owner) && !overEvaluationData(model, node)) return [];
    return [describe(model, { node, call, helper, evalCall: evalCall ?? null })];
  });
}

const helperCalls = perModelAnd((model: Model, scope: Node): readonly Call[] =>
  [...descend(scope, (at) => at === scope || (at.kind !== 'function' && at.kind !== 'class'))].filter(
    (node): node is Call => node.kind === 'call' && isShared(model, model.calleeOf(node)) && !model.isIgnored(node),
  ),
);

/** No helper that the loop calls trains in that call. */
function onlyEvaluates(model: Model, loop: Node): boolean {
  return [...callsIn(loop)].every((call) => {
    const helper = model.calleeOf(call);
    return !helper || isTrainingOff(model, call, helper);
  });
}

/** Calls of a function that loops over a loader and trains only where it is told to. */
function callPasses(model: Model): readonly EvaluationPass[] {
  const helpers = new Set(model.trainingLoops.flatMap(({ step }) => enclosingFunction(step) ?? []));
  return [...helpers]
    .filter((helper) => isShared(model, helper))
    .flatMap((helper) => model.callersOf(helper).map((call) => ({ call, helper })))
    .flatMap(({ call, helper }): EvaluationPass[] => {
      const node = statementOf(call);
      if (!node || model.isIgnored(call) || !isGivenEvaluationData(model, call)) return [];
      const loop = innermostLoop(call);
      if ((loop && eventsIn(model, loop).length > 0) || !isTrainingOff(model, call, helper)) return [];
      return [describe(model, { node, call, helper, evalCall: null })];
    });
}

function isGivenEvaluationData(model: Model, call: Call): boolean {
  return call.args.some(({ value }) => EVALUATION_DATA.test(textOf(model, value)));
}

/** Runs a module, and says nothing of gradients itself. */
const isSharedHelper = perModelAnd((model: Model, helper: FunctionDef): boolean => {
  if (isEvaluationFunction(helper) || helper.name === 'forward' || insideModule(model, helper)) return false;
  if ([helper, ...helper.decorators].some((one) => GRADIENTS.test(textOf(model, one)))) return false;
  return helperForwards(model, helper).length > 0 && isTrainedThrough(model, helper);
});

const isShared = (model: Model, helper: FunctionDef | undefined): helper is FunctionDef =>
  helper !== undefined && isSharedHelper(model, helper);

/** What somebody who thinks of gradients writes. */
export const GRADIENTS =
  /no_grad|inference_mode|set_grad_enabled|enable_grad|eval_mode|autograd|requires_grad|retain_grad|create_graph|jacobian|hessian|perturb|attack/;

const helperForwards = (model: Model, helper: FunctionDef): readonly Call[] =>
  allForwardsIn(model, helper).filter((call) => !isWeightless(model, call));

/** A step of training runs it: what it computes is recorded for a reason there. */
function isTrainedThrough(model: Model, helper: FunctionDef): boolean {
  if (eventsIn(model, helper).length > 0) return true;
  return model.callersOf(helper).some((call) => {
    const loop = innermostLoop(call);
    return loop !== undefined && eventsIn(model, loop).length > 0;
  });
}

/** The arguments keep every backward pass and update of the helper from running. */
function isTrainingOff(model: Model, call: Call, helper: FunctionDef): boolean {
  const run = { call, owner: helper };
  const inner = [...callsIn(helper)].filter((one) => {
    const next = model.calleeOf(one);
    return next !== undefined && next !== helper && eventsIn(model, next).length > 0;
  });
  return [...eventsIn(model, helper), ...inner].every((event) => isSkipped(model, event, run));
}

interface Found {
  readonly node: Node;
  readonly call: Call;
  readonly helper: FunctionDef;
  readonly evalCall: Call | null;
}

function describe(model: Model, { node, call, helper, evalCall }: Found): EvaluationPass {
  return {
    node,
    function: enclosingFunction(call) ?? null,
    forwards: helperForwards(model, helper),
    evalCall,
    guarded: isGradOff(model, call) || someCallerOff(model, call, 0),
    needsGradient: wantsGradient(model, node),
    via: call,
  };
}

/** Somebody on the way to the call switches gradients off, so that it is thought of. */
function someCallerOff(model: Model, call: Call, depth: number): boolean {
  const owner = enclosingFunction(call);
  if (!owner || depth > 3) return false;
  return model.callersOf(owner).some((one) => isGradOff(model, one) || someCallerOff(model, one, depth + 1));
}
