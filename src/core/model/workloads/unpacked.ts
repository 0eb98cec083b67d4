/** What unpacking takes out of a value that local functions hand back. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { returnedBy } from '../returns';

/** What unpacking takes out of a value, through what local functions return. */
export function parts(model: Model, value: Expr, [index, ...rest]: readonly number[], depth = 0): readonly Expr[] {
  const made = value.kind === 'call' && depth < 3 ? model.calleeOf(value) : undefined;
  const returned = made ? returnedBy(made) : [];
  if (returned.length > 0)
    return returned.flatMap((one) => parts(model, one, index === undefined ? [] : [index, ...rest], depth + 1));
  if (index === undefined) return [value];
  const item = value.kind === 'tuple' || value.kind === 'list' ? value.items[index] : undefined;
  return item ? parts(model, item, rest, depth + 1) : [];
}
