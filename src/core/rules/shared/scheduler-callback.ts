/** Learning rates that a Keras callback lays out over the epochs of a fit: `LearningRateScheduler` and its function. */
import type { Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { returnedBy } from '../../model/returns';
import { epochsOf, type KerasFit } from '../../model/trainers/keras-fit';
import { asNumber } from '../../model/values';
import { type Hook, isShareOfRun, mentions, moving, NO_COUNTERS } from './annealed-weight';
import { method } from './keras-context';

/** True when the rate follows the share of the run that is done, or falls in its second half: a stop may come before. */
export function schedulesOverEpochs(model: Model, fit: KerasFit): boolean {
  const callbacks = fit.given.get('callbacks');
  if (!callbacks) return false;
  const epochs = epochsOf(model, fit)?.count ?? 0;
  return schedulesIn(model, callbacks.value).some((hook) => isLaidOut(model, hook, epochs));
}

/** True when the rate grows without end, `1e-8 * 10 ** (epoch / 20)`: the fit is a search for the rate, and its end is the point. */
export function sweepsRate(model: Model, { given }: KerasFit): boolean {
  const callbacks = given.get('callbacks');
  return callbacks ? schedulesIn(model, callbacks.value).some((hook) => isGrowth(model, hook)) : false;
}

function isGrowth(model: Model, hook: Hook): boolean {
  const clock = moving(hook, NO_COUNTERS);
  return [...descend(hook)].some(
    (node) =>
      node.kind === 'binary' &&
      node.op === '**' &&
      (asNumber(model.value(node.left)) ?? 0) > 1 &&
      mentions(node.right, clock) &&
      ![...descend(node.right)].some(({ kind }) => kind === 'unary'),
  );
}

function schedulesIn(model: Model, callbacks: Expr): readonly Hook[] {
  return model
    .callbacks(callbacks)
    .members.flatMap((member) => model.origins(member))
    .flatMap((origin) => {
      if (origin.kind !== 'result' || !origin.of.endsWith('.LearningRateScheduler')) return [];
      const given = origin.call.args.find(({ name }) => name === 'schedule') ?? origin.call.args[0];
      return given ? hooksOf(model, given.value) : [];
    });
}

/** A function, a lambda, an object that is called, or what a maker of functions hands back. */
function hooksOf(model: Model, value: Expr, depth = 0): readonly Hook[] {
  if (value.kind === 'lambda') return [value];
  const made = value.kind === 'call' && depth === 0 ? model.calleeOf(value) : undefined;
  if (made && made.name !== '__init__') return returnedBy(made).flatMap((one) => hooksOf(model, one, depth + 1));
  return model.origins(value).flatMap((origin) => {
    if (origin.kind === 'function') return [origin.definition];
    return origin.kind === 'instance' ? (method(origin.of, '__call__') ?? []) : [];
  });
}

function isLaidOut(model: Model, hook: Hook, epochs: number): boolean {
  const clock = moving(hook, NO_COUNTERS);
  return (
    isShareOfRun(model, hook, clock, epochs) ||
    [...descend(hook)].some((node) => isLateFall(model, node, clock, epochs))
  );
}

/** `if epoch > 80` of 100. */
function isLateFall(model: Model, node: Node, clock: ReadonlySet<string>, epochs: number): boolean {
  if (node.kind !== 'compare') return false;
  const sides = node.operands;
  if (!sides.some((side) => mentions(side, clock))) return false;
  return sides.some((side) => {
    const at = mentions(side, clock) ? undefined : asNumber(model.value(side));
    return at !== undefined && at < epochs && 2 * at >= epochs;
  });
}
