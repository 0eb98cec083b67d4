/**
 * What 16 bits spoil although autocast is on: logarithms of probabilities, which round to 0 and 1 there, and the losses that
 * autocast refuses (list of operations in the documentation of `torch.amp`).
 */
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { type Definition, reachOf } from '../imports/reach';
import { followed } from '../inference/single-row';
import type { Model } from '../model';
import { calleeName } from '../traverse';

/** Losses over probabilities, for which autocast raises an error. */
export const REJECTED_LOSS = /^torch\.nn\.(BCELoss|functional\.binary_cross_entropy)$/;

/** True when the code of one definition or statement is so, without what it calls. */
export function isRiskyUnderAutocast(model: Model, scope: Node): boolean {
  for (const node of descend(scope)) {
    if (node.kind !== 'call') continue;
    if (isLogOfProbability(model, node) || (isRejected(model, node) && !isLeftUnused(scope, node))) return true;
  }
  return false;
}

/** The same for all that some statements run: networks, losses and helpers, here and in other files. */
export function runRiskilyUnderAutocast(model: Model, statements: readonly Node[]): boolean {
  if (statements.some((one) => isRiskyUnderAutocast(model, one))) return true;
  for (const node of statements.flatMap((one) => [...descend(one)]))
    if (node.kind === 'call' && callsRisk(model, node)) return true;
  return false;
}

function callsRisk(model: Model, { func }: Call): boolean {
  if (model.imported(func)?.kind !== 'constant' && isImportedRisk(model, func)) return true;
  return model.origins(func).some((origin) => {
    if (origin.kind === 'function' || origin.kind === 'class') return reachesRisk(model, origin.definition);
    if (origin.kind !== 'instance') return false;
    // `Wrapper(net, criterion)`: what the module is given runs in it.
    const given = origin.call?.args.map(({ value }) => value) ?? [];
    return reachesRisk(model, origin.of) || given.some((value) => isInstanceAtRisk(model, value));
  });
}

function isImportedRisk(model: Model, what: Expr): boolean {
  const thing = model.imported(what);
  return thing !== undefined && thing.kind !== 'constant' && thing.isRiskyUnderAutocast;
}

function isInstanceAtRisk(model: Model, value: Expr): boolean {
  if (isImportedRisk(model, value)) return true;
  return model.origins(value).some((origin) => origin.kind === 'instance' && reachesRisk(model, origin.of));
}

function reachesRisk(model: Model, definition: Definition): boolean {
  const { scopes, imported } = reachOf(model, definition);
  return scopes.some((scope) => isRiskyUnderAutocast(model, scope)) || imported.some((one) => one.isRiskyUnderAutocast);
}

function isRejected(model: Model, { func }: Call): boolean {
  return model.origins(func).some((origin) => origin.kind === 'external' && REJECTED_LOSS.test(origin.name));
}

/** `self.loss = BCELoss()` in a class that never asks for the attribute. */
function isLeftUnused(scope: Node, { parent }: Call): boolean {
  const target = parent?.kind === 'assign' ? parent.targets[0] : undefined;
  if (scope.kind !== 'class' || target?.kind !== 'attribute') return false;
  return ![...descend(scope)].some((node) => node.kind === 'attribute' && node.attr === target.attr && node !== target);
}

const LOGARITHM = /^(log|log2|log10|log1p|log_)$/;

/** `torch.log(1 - p)`, `p.clamp(min=1e-4).log()`: of anything that is not known to be in float32. */
function isLogOfProbability(model: Model, call: Call): boolean {
  const { func, args } = call;
  if (!LOGARITHM.test(calleeName(call))) return false;
  if (model.origins(func).some((origin) => origin.kind === 'external' && /^torch\.log/.test(origin.name)))
    return args[0] !== undefined && isRounded(model, args[0].value);
  return func.kind === 'attribute' && args.length === 0 && isTensor(model, func.value) && isRounded(model, func.value);
}

/** Arrays and numbers have the method too, and so has everything that keeps a journal. */
function isTensor(model: Model, value: Expr): boolean {
  return !model.origins(value).some((origin) => origin.kind === 'external' || origin.kind === 'class');
}

/** Operations whose results autocast keeps in float32, by its list. */
const IN_FLOAT32 =
  /^(softmax|softmin|softplus|exp|expm1|sum|cumsum|prod|cumprod|norm|pow|rsqrt|reciprocal|float|double|logsumexp)$/;

/** Computed from tensors by something that rounds to 16 bits, as far as can be told. */
function isRounded(model: Model, argument: Expr): boolean {
  let varies = false;
  for (const node of withValues(followed(argument))) {
    if (node.kind === 'call' && IN_FLOAT32.test(calleeName(node))) return false;
    if (node.kind === 'name') varies ||= model.origins(node).every(({ kind }) => kind !== 'external');
  }
  return varies && model.value(argument).certainty === 'unknown';
}

/** An expression with the values of the variables in it. */
function* withValues(expression: Expr): Generator<Node> {
  for (const node of descend(expression)) {
    yield node;
    if (node.kind === 'name' && followed(node) !== node) yield* descend(followed(node));
  }
}
