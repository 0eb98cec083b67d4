/** Finds the element that a constant subscript takes out of a literal: `{'a': f}['a']`, `[f, g][0]`. */
import type { Expr, Subscript } from '../syntax/ast';
import { reachingBindings } from './lookup';

export function literalItem({ value, index }: Subscript): Expr | undefined {
  const key = index[0];
  if (index.length !== 1 || key?.kind !== 'constant') return undefined;
  const holder = literal(value);
  if (holder?.kind === 'dict') {
    return holder.entries.find((one) => one.key?.kind === 'constant' && one.key.value === key.value)?.value;
  }
  const items = holder?.kind === 'list' || holder?.kind === 'tuple' ? holder.items : [];
  return typeof key.value === 'number' ? items.at(key.value) : undefined;
}

/** The literal itself, or the only one that a variable holds. */
function literal(value: Expr): Expr | undefined {
  if (value.kind !== 'name') return value;
  const bindings = reachingBindings(value);
  const only = bindings.length === 1 ? bindings[0] : undefined;
  return only && only.path.length === 0 ? (only.value ?? undefined) : undefined;
}
