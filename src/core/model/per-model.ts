/** Remembers one fact about a model, so that rules and facts that ask again get the same answer for nothing. */
import type { Model } from './model';

/** Invariant: a model never changes, so what was computed from it stays true as long as it lives. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  const known = new WeakMap<Model, { readonly value: T }>();
  return (model) => {
    const entry = known.get(model) ?? { value: compute(model) };
    known.set(model, entry);
    return entry.value;
  };
}
