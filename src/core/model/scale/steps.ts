/** How many optimizer steps a hand-written loop takes at most, where it counts them or leaves early. */
import type { For, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { iterationsOf } from '../training-loops';
import { asNumber } from '../values';

/** The steps of the whole run; null where the data decide. */
export function stepsOfLoop(model: Model, loop: TrainingLoop): number | null {
  if (loop.step.kind !== 'for') return null;
  const epochs = loop.epoch && loop.epoch !== loop.step ? asNumber(loop.epochs) : 1;
  const whole = stopsAfter(model, loop.step, loop.epoch ?? loop.step);
  if (epochs === undefined) return whole ?? null;
  const counted = [breaksAfter(model, loop.step), mostIterations(model, loop.step)]
    .filter((one) => one !== undefined)
    .map((one) => one * epochs);
  return least([...counted, ...(whole === undefined ? [] : [whole])]);
}

const least = (counts: readonly number[]): number | null => (counts.length > 0 ? Math.min(...counts) : null);

/** Of several possible counts the greatest. */
function mostIterations(model: Model, loop: For): number | undefined {
  const { certainty, alternatives } = iterationsOf(model, loop);
  const counts = alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  return certainty === 'unknown' || counts.length === 0 || counts.some(Number.isNaN) ? undefined : Math.max(...counts);
}

/** `if i == 3: break`, where the loop counts `i`: the count at which it is left. */
function breaksAfter(model: Model, loop: For): number | undefined {
  const counters = loop.target.kind === 'tuple' ? loop.target.items : [loop.target];
  return limitOf(model, loop, new Set(counters.map((one) => (one.kind === 'name' ? one.id : ''))));
}

/** `n += 1` in the steps, never set back in the epochs, and `if n > 100: break`: the steps of the whole run. */
function stopsAfter(model: Model, loop: For, outer: Node): number | undefined {
  const counted = loop.body.flatMap((one) =>
    one.kind === 'augassign' && one.op.startsWith('+') && one.target.kind === 'name' && isOne(one.value)
      ? [one.target.id]
      : [],
  );
  if (counted.length === 0) return undefined;
  const reset = new Set<string>();
  for (const node of descend(outer)) {
    if (node.kind !== 'assign') continue;
    for (const target of node.targets) if (target.kind === 'name') reset.add(target.id);
  }
  return limitOf(model, loop, new Set(counted.filter((name) => !reset.has(name))));
}

const isOne = (value: Node): boolean => value.kind === 'constant' && value.value === 1;

function limitOf(model: Model, loop: For, names: ReadonlySet<string>): number | undefined {
  for (const statement of loop.body) {
    if (statement.kind !== 'if' || !statement.body.some((one) => one.kind === 'break')) continue;
    const { test } = statement;
    const [counter, limit] = test.kind === 'compare' ? test.operands : [];
    if (counter?.kind === 'name' && limit && names.has(counter.id)) return asNumber(model.value(limit));
  }
  return undefined;
}
