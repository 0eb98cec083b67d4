/** Arguments that put XGBoost on a GPU before release 2.0 and are gone since 3.1. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { asNumber, asString } from '../values';
import { boostingRuns } from './runs';

export interface RemovedGpu {
  readonly call: Call;
  /** The value `"gpu_hist"`; null where only the number of the card is given. */
  readonly method: Expr | null;
  /** The value of `gpu_id`, where it is given. */
  readonly card: Expr | null;
  /** The number of the card; null where none is given or it cannot be read. */
  readonly number: number | null;
  /** `device` is given as well. */
  readonly hasDevice: boolean;
}

/** Each place once, however many runs share a dictionary of parameters. */
export function removedGpu(model: Model): readonly RemovedGpu[] {
  const found = new Map<Expr, RemovedGpu>();
  for (const { library, call, certainty, parameters } of boostingRuns(model)) {
    if (library !== 'xgboost' || certainty !== 'is' || asksVersion(model, call)) continue;
    const written = parameters.get('tree_method');
    const method = written && asString(model.value(written)) === 'gpu_hist' ? written : null;
    const card = parameters.get('gpu_id') ?? null;
    const place = method ?? card;
    if (!place || found.has(place) || asksVersion(model, place)) continue;
    const number = (card && asNumber(model.value(card))) ?? null;
    // What XGBoost prints for a model that was made without one.
    if (!method && number !== null && number < 0) continue;
    found.set(place, { call, method, card, number, hasDevice: parameters.get('device') !== undefined });
  }
  return [...found.values()];
}

/** `if xgb.__version__ < "2.0":` around it. */
function asksVersion(model: Model, node: Expr): boolean {
  const around = enclosing(node, 'if', 'conditional');
  return around !== undefined && /version/i.test(textOf(model, around.test));
}
