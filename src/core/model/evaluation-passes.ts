/** Finds evaluation passes: forwards without a backward, in eval mode, over a validation set, or in an evaluation function. */
import type { Call, Expr, FunctionDef, Loop, Node } from '../syntax/ast';
import { ancestors, descend, enclosingFunction, statementOf } from '../syntax/walk';
import type { EvaluationPass } from './loops';
import type { Model } from './model';
import { perModel, perModelAnd } from './per-model';
import { backwardEvents, backwardsIn, isOtherFramework, updateEvents, updatesIn } from './torch/events';
import { isGradOff } from './torch/grad-scopes';
import { wantsGradient } from './torch/wanted-gradients';
import { innermostLoop } from './epoch-loops';
import { allForwardsIn } from './torch/method-forwards';
import { evalCallFor, evalCallOfCallers, switchedByCallers } from './torch/mode-switches';
import { insideModule, textOf } from './torch/modules';

const EVALUATION_NAME = /^_?(evaluat\w*|eval|eval_\w+|validat\w*|val|val_\w+|test|test_\w+)$/i;
const OUTPUT_NAME = /^_?(predict\w*|infer\w*|inference\w*|sample\w*|generate\w*)$/i;
export const EVALUATION_DATA =
  /(^|[._])(val|valid|validation|test|dev|eval)(_?(loader|dl|dataloader|data|iter|set|dataset|gen|generator|iterator|batches))?(s)?$|(val|valid|validation|test|testing|eval|dev)_?(loader|data_?loader|dl|iter|iterator)/i;

export function findEvaluationPasses(model: Model): readonly EvaluationPass[] {
  const { program } = model;
  if (!program.mentions('torch') && (!program.mentions('from_pretrained') || isOtherFramework(model))) return [];
  const forwards = markedScopes(model).flatMap((scope) => allForwardsIn(model, scope));
  const passes = new Map<Node, Call[]>();
  for (const forward of new Set(forwards)) {
    const node = passAround(model, forward);
    if (!node) continue;
    const list = passes.get(node);
    if (list) list.push(forward);
    else passes.set(node, [forward]);
  }
  return [...passes]
    .flatMap(([node, calls]) => describe(model, node, calls))
    .sort((a, b) => a.node.start - b.node.start);
}

/** What a forward is an evaluation pass of, if it is part of one. */
const passAround = perModelAnd((model: Model, forward: Call): Node | undefined => {
  if (insideModule(model, forward) || model.isIgnored(forward) || isWeightless(model, forward)) return undefined;
  // A constructor that sends something through to learn its shape evaluates nothing.
  if (enclosingFunction(forward)?.name === '__init__') return undefined;
  const summed = summedOver(model, forward);
  if (summed && !isSentBackward(model, summed)) return statementOf(summed);
  return trains(model, forward) ? undefined : passNode(model, forward);
});

const WEIGHTLESS =
  /^torch\.nn\.(CosineSimilarity|PairwiseDistance|(Log)?Softmax|Sigmoid|Tanh|ReLU|\w*Pool\dd|Upsample\w*|(Un)?[Ff]latten|(Un)?[Ff]old|Dropout\w*|Identity|PixelShuffle|\w+Pad\dd)$/;

/** A module without weights records nothing by itself. */
export function isWeightless(model: Model, { func }: Call): boolean {
  const origins = model.origins(func);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'result' && WEIGHTLESS.test(origin.of));
}

/** Every forward of every pass, in source order. */
export function evaluationForwards(model: Model): readonly Call[] {
  return model.evaluationPasses.flatMap(({ forwards }) => forwards);
}

/** Functions (or the module's own statements) that hold one of the marks of evaluation: only they can hold a pass. */
export const markedScopes = perModel((model): readonly Node[] => {
  const { program } = model;
  const marks: readonly Node[] = [
    ...program.calls('eval').filter((call) => call.func.kind === 'attribute' && call.args.length === 0),
    ...program.loops.filter((loop) => overEvaluationData(model, loop)),
    ...SUMS.flatMap((name) => program.calls(name)).filter(({ args }) => args[0] && isOver(model, args[0].value)),
  ];
  const scopes = new Set<Node>(marks.map((mark) => enclosingFunction(mark) ?? program.module));
  for (const definition of program.functions) if (isEvaluationFunction(definition)) scopes.add(definition);
  for (const definition of switchedByCallers(model)) scopes.add(definition);
  return [...scopes];
});

/** True when the forward shares its innermost loop (or, outside loops, its function) with a backward or an update. */
function trains(model: Model, forward: Call): boolean {
  const loop = innermostLoop(forward);
  if (loop) return eventsIn(model, loop).length > 0 || stepsThroughHelper(model, loop);
  const owner = enclosingFunction(forward);
  const events = owner ? eventsIn(model, owner) : trainingEvents(model);
  return events.some((event) => enclosingFunction(event) === owner && !innermostLoop(event));
}

/** A helper called in the same loop runs the backward or the update. */
const stepsThroughHelper = perModelAnd((model: Model, loop: Loop): boolean => {
  for (const node of descend(loop, (at) => at.kind !== 'function' && at.kind !== 'class')) {
    const callee = node.kind === 'call' ? model.calleeOf(node) : undefined;
    if (callee && holdsTraining(model, callee)) return true;
  }
  return false;
});

const holdsTraining = (model: Model, definition: FunctionDef): boolean => eventsIn(model, definition).length > 0;

const trainingEvents = perModel((model) => [...backwardEvents(model), ...updateEvents(model)].map((one) => one.call));

const eventsIn = (model: Model, scope: Node): readonly Call[] => [
  ...backwardsIn(model, scope),
  ...updatesIn(model, scope),
];

/** The outermost loop around the forward that holds no training event, else the function, else the statement. */
function passNode(model: Model, forward: Call): Node {
  let loop: Loop | undefined;
  for (const at of ancestors(forward)) {
    if (at.kind === 'function' || at.kind === 'class') return loop ?? at;
    if ((at.kind === 'for' || at.kind === 'while') && eventsIn(model, at).length === 0) loop = at;
  }
  return loop ?? statementOf(forward) ?? forward;
}

function describe(model: Model, node: Node, forwards: readonly Call[]): EvaluationPass[] {
  const first = forwards[0];
  const owner = node.kind === 'function' ? node : enclosingFunction(node);
  if (!first) return [];
  const evalCall = evalCallFor(model, owner, first) ?? evalOfLoop(model, node, first);
  const marked =
    evalCall !== undefined ||
    isEvaluationFunction(owner) ||
    overEvaluationData(model, node) ||
    summedOver(model, first) !== undefined;
  if (!marked) return [];
  return [
    {
      node,
      function: owner ?? null,
      forwards,
      evalCall: evalCall ?? null,
      guarded: forwards.every((call) => isGradOff(model, call)),
      needsGradient: needsGradient(model, node),
    },
  ];
}

/** Whoever calls the function of a loop over data may have switched the mode. */
const evalOfLoop = (model: Model, node: Node, forward: Call): Call | undefined =>
  node.kind === 'for' ? evalCallOfCallers(model, forward) : undefined;

export function isEvaluationFunction(owner: FunctionDef | undefined): boolean {
  return owner !== undefined && (EVALUATION_NAME.test(owner.name) || OUTPUT_NAME.test(owner.name));
}

/** `predict`, `sample`, `generate`: runs a model in evaluation, but need not measure how good it is. */
export function isOutputFunction({ name }: FunctionDef): boolean {
  return OUTPUT_NAME.test(name);
}

/** What makes one number, or one tensor, of a comprehension. */
const SUMS = ['sum', 'mean', 'stack', 'cat'];

const isOver = (model: Model, node: Node): boolean =>
  node.kind === 'comprehension' && node.clauses.some(({ iter }) => namesEvaluationData(model, iter));

/** Hyperparameters are learned on the loss of a validation set: `loss = sum(...)`, `loss.backward()`. */
function isSentBackward(model: Model, summed: Node): boolean {
  const statement = statementOf(summed);
  const names = statement?.kind === 'assign' ? statement.targets.map((one) => textOf(model, one)) : [];
  return backwardEvents(model).some(({ call }) => names.some((name) => textOf(model, call).includes(name)));
}

/** The comprehension over evaluation data that a forward is in: `sum(accuracy(model(x), y) for x, y in val_loader)`. */
export function summedOver(model: Model, forward: Call): Node | undefined {
  return [...ancestors(forward)].find((at) => isOver(model, at) && statementOf(at) === statementOf(forward));
}

export const overEvaluationData = perModelAnd(
  (model: Model, node: Node): boolean => node.kind === 'for' && namesEvaluationData(model, node.iter),
);

function namesEvaluationData(model: Model, iter: Expr): boolean {
  for (const one of descend(iter)) {
    if ((one.kind === 'name' || one.kind === 'attribute') && EVALUATION_DATA.test(textOf(model, one))) return true;
    if (
      one.kind === 'constant' &&
      typeof one.value === 'string' &&
      /^(val|valid|validation|test|dev|eval)$/.test(one.value)
    )
      return true;
  }
  return false;
}

/** A gradient is wanted in the pass, or by a caller that trains on what the function returns. */
const needsGradient = perModelAnd((model: Model, node: Node): boolean => {
  const owner = node.kind === 'function' ? node : enclosingFunction(node);
  if (wantsGradient(model, node)) return true;
  if (!owner) return false;
  if (wantsInputGradient(model, owner, node)) return true;
  if (!returnsValue(owner)) return false;
  return model.callersOf(owner).some((call) => {
    const loop = innermostLoop(call);
    return loop !== undefined && wantsGradient(model, loop) && !discarded(call) && !isEvaluationFunction(owner);
  });
});

/** In a function that also trains, only gradients wanted outside any training loop speak for the pass. */
function wantsInputGradient(model: Model, owner: FunctionDef, node: Node): boolean {
  return (
    owner !== node &&
    innermostLoop(node) === undefined &&
    node.kind !== 'for' &&
    node.kind !== 'while' &&
    wantsGradient(model, owner)
  );
}

function returnsValue(owner: FunctionDef): boolean {
  for (const statement of owner.body) {
    for (const node of descend(statement, (at) => at.kind !== 'function'))
      if (node.kind === 'return' && node.value) return true;
  }
  return false;
}

function discarded(call: Call): boolean {
  return call.parent?.kind === 'exprstmt';
}
