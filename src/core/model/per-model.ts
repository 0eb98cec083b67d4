/** Remembers one fact about a model, so that rules and facts that ask again get the same answer for nothing. */
import type { Tracker } from '../syntax/tracker';
import { Answers, ifNoNumbers, type Carry } from './answers';
import type { Model } from './model';

/** The trackers of models that live longer than one version of their text. */
const trackers = new WeakMap<Model, Tracker>();

export function trackerOf(model: Model): Tracker | undefined {
  return trackers.get(model);
}

export function rememberTracker(model: Model, tracker: Tracker | undefined): void {
  if (tracker) trackers.set(model, tracker);
}

/** The answer under way looks at the text beyond a statement that it holds: it is found again for each version. */
export function readsWholeText(model: Model): void {
  trackers.get(model)?.readAll();
}

/** Invariant: what was computed from a model stays true until something changes that the computation read. */
export function perModel<T>(compute: (model: Model) => T, carry: Carry<T> = ifNoNumbers): (model: Model) => T {
  const get = perModelAnd<null, T>((model) => {
    // A container that others fill: nobody can tell what is in it, so it holds for one version only.
    if (compute.length === 0) trackers.get(model)?.readAll();
    return compute(model);
  }, carry);
  return (model) => get(model, null);
}

/**
 * The same for one fact about each of many things: nodes, names. `carry` brings offsets in it up to date; by default a fact
 * that may hold some is found again for each version of the text.
 */
export function perModelAnd<K, T>(
  compute: (model: Model, key: K) => T,
  carry: Carry<T> = ifNoNumbers,
): (model: Model, key: K) => T {
  const known = new WeakMap<Model, Answers<K, T>>();
  return (model, key) => {
    let answers = known.get(model);
    if (!answers) known.set(model, (answers = new Answers<K, T>(trackers.get(model), carry)));
    return answers.get(key, () => compute(model, key));
  };
}
