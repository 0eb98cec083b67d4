/** Finds what is taken out of dictionaries, lists and tuples. */
import type { Call, Expr, FunctionDef, Subscript } from '../syntax/ast';
import { reachingBindings } from './lookup';
import { restKeyword } from './rest-keywords';

/** The element that a constant subscript takes out of a literal: `{'a': f}['a']`, `[f, g][0]`. */
function literalItem({ value, index }: Subscript): Expr | undefined {
  const key = index[0];
  if (index.length !== 1 || key?.kind !== 'constant') return undefined;
  const holder = literal(value);
  if (holder?.kind === 'dict') {
    return holder.entries.find((one) => one.key?.kind === 'constant' && one.key.value === key.value)?.value;
  }
  const items = holder?.kind === 'list' || holder?.kind === 'tuple' ? holder.items : [];
  return typeof key.value === 'number' ? items.at(key.value) : undefined;
}

/** What an element stands for: that of a literal, or what callers give for a keyword that is taken out of the rest. */
export function elementsOf(expression: Subscript, callersOf: (owner: FunctionDef) => readonly Call[]): readonly Expr[] {
  const item = literalItem(expression);
  if (item) return [item];
  const rest = restKeyword(expression);
  return rest
    ? callersOf(rest.owner).flatMap(({ args }) => args.find(({ name }) => name === rest.key)?.value ?? [])
    : [];
}

/** Tuples in tuples. */
const MOST_UNPACKED = 3;

/** Where a name was taken out of what is unpacked as well: `loaders, n = make()`, then `train, test = loaders`. */
export function unpackedAgain(
  value: Expr,
  path: readonly number[],
): readonly { readonly value: Expr; readonly path: readonly number[] }[] {
  if (value.kind !== 'name' || path.length > MOST_UNPACKED) return [];
  const [only, ...others] = reachingBindings(value);
  if (only?.kind !== 'assign' || others.length > 0 || !only.value || only.value.kind === 'name') return [];
  return [{ value: only.value, path: [...only.path, ...path] }];
}

/** The literal itself, or the only one that a variable holds. */
function literal(value: Expr): Expr | undefined {
  if (value.kind !== 'name') return value;
  const bindings = reachingBindings(value);
  const only = bindings.length === 1 ? bindings[0] : undefined;
  return only && only.path.length === 0 ? (only.value ?? undefined) : undefined;
}
