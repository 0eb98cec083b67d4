/** How many optimizer steps a hand-written loop takes at most, where it counts them or leaves early. */
import type { For } from '../../syntax/ast';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { breaksAfter, stopsAfter } from '../torch/loop-limits';
import { iterationsOf } from '../epoch-loops';
import { asNumber } from '../values';

/** The steps of the whole run; null where the data decide. */
export function stepsOfLoop(model: Model, loop: TrainingLoop): number | null {
  if (loop.step.kind !== 'for') return null;
  const epochs = loop.epoch && loop.epoch !== loop.step ? asNumber(loop.epochs) : 1;
  const whole = asNumber(stopsAfter(model, loop.step, loop.epoch ?? loop.step));
  if (epochs === undefined) return whole ?? null;
  const counted = [asNumber(breaksAfter(model, loop.step)), mostIterations(model, loop.step)]
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
