/** How many steps a training loop takes and what one step is given, where no loader says it. */
import type { Expr, Loop, Node } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { isWithin } from '../torch/events';
import { breaksAfter, stopsAfter } from '../torch/loop-limits';
import { innermostLoop, iterationsOf } from '../epoch-loops';
import type { Fact } from '../workload';
import { dataOf } from './data';
import { isEmpty, NO_DATA, type DataFacts } from './data-facts';
import { numberFact, numberOf } from './fact';
import { UNKNOWN, type Value } from '../values';
import { setsCounter } from '../while-turns';
import { spanOf } from '../../text/span';

type Steps = Fact<number>;

/**
 * Steps of the whole run: a loop that is counted, or left by a counter, times the epochs around it. `again` says how many more of them
 * other loops make; what a counter ends, it ends for all.
 */
export function stepsOf(model: Model, loop: TrainingLoop, again: (steps: Steps) => Steps = (steps) => steps): Steps {
  const { step, epoch } = loop;
  if (epoch === step) return null;
  const whole = step.kind === 'for' ? writtenIn(stopsAfter(model, step, outermost(step, epoch)), step) : null;
  const limit = step.kind === 'for' ? writtenIn(breaksAfter(model, step), step) : null;
  const counted = limit ?? numberFact(turnsOfStep(model, loop)) ?? takenSteps(model, loop);
  if (!epoch) return whole ?? again(counted);
  const epochs = numberFact(loop.epochs);
  const product = again(
    epochs && counted
      ? { ...epochs, value: epochs.value * counted.value, certainty: softer(epochs.certainty, counted.certainty) }
      : null,
  );
  return product && whole ? (product.value < whole.value ? product : whole) : (whole ?? product);
}

/** A `while` whose counter the epochs do not set back runs once for all of them. */
function turnsOfStep(model: Model, { step, epoch }: TrainingLoop): Value {
  return step.kind === 'while' && epoch && !setsCounter(step, epoch) ? UNKNOWN : iterationsOf(model, step);
}

/** All that may set a counter back. */
function outermost(step: Loop, epoch: Loop | null): Loop {
  let [found, around]: (Loop | undefined)[] = [undefined, innermostLoop(step)];
  for (; around; around = innermostLoop(around)) found = around;
  return found ?? epoch ?? step;
}

/** The loop is what is left at the limit. */
function writtenIn(limit: Value, loop: Node): Fact<number> {
  const fact = numberFact(limit);
  return fact && { ...fact, span: spanOf(loop) };
}

/** `for batch in batches.take(n)`. */
function takenSteps(model: Model, { loader }: TrainingLoop): Fact<number> {
  const isTake = loader?.kind === 'call' && loader.func.kind === 'attribute' && loader.func.attr === 'take';
  return isTake ? numberOf(model, loader.args[0]?.value) : null;
}

type Certainty = NonNullable<Fact<number>>['certainty'];

const softer = (a: Certainty, b: Certainty): Certainty => (a === 'default' || b === 'default' ? 'default' : 'known');

/** The data of a loop without a loader: what the forward is given, whole in each step or drawn for it. */
export function stepData(model: Model, loop: TrainingLoop): DataFacts {
  const data = dataOf(model, loop.loader ?? undefined);
  const given = loop.forwards[0]?.args[0]?.value;
  if (!isEmpty(data)) return data;
  // `batch = next(batches)`.
  const within = [loop.step, loop.stepFunction];
  const drawn = model.program.calls('next').find((call) => within.some((one) => one && isWithin(call, one)));
  const next = drawn ? dataOf(model, drawn) : NO_DATA;
  if (!isEmpty(next) || !given) return next;
  const found = dataOf(model, given);
  const batch = strideOf(model, loop);
  if (batch) return { ...(isEmpty(found) ? NO_DATA : found), batchSize: batch };
  if (isEmpty(found)) return NO_DATA;
  if (isDrawnIn(loop.step, given)) return { ...found, samples: null, batchSize: found.samples };
  return given.kind === 'subscript' || (loop.epoch && loop.epoch !== loop.step)
    ? found
    : { ...found, batchSize: found.batchSize ?? found.samples };
}

/** `for i in range(0, n, batch_size)`. */
function strideOf(model: Model, { step }: TrainingLoop): Fact<number> {
  const iter = step.kind === 'for' ? step.iter : undefined;
  if (iter?.kind !== 'call' || iter.func.kind !== 'name' || iter.func.id !== 'range') return null;
  const stride = numberOf(model, iter.args[2]?.value);
  return stride && stride.value > 1 ? stride : null;
}

/** `x = torch.randn(64, 10)` in the step. */
function isDrawnIn(step: Node, given: Expr): boolean {
  if (given.kind === 'call') return true;
  if (given.kind !== 'name') return false;
  const bindings = reachingBindings(given);
  return bindings.some(({ node, value, path }) => {
    const taken = value?.kind === 'tuple' && path.length === 1 ? value.items[path[0] ?? 0] : value;
    return taken?.kind === 'call' && step.start <= node.start && node.end <= step.end;
  });
}
