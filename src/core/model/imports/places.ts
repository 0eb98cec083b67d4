/** Where the names that a program imports are defined, for the code that counts networks across files. */
import type { Model } from '../model';
import type { Place } from './workspace';

type Find = (dotted: string) => Place | undefined;

const finders = new WeakMap<Model, Find>();

export function rememberPlaces(model: Model, find: Find): void {
  finders.set(model, find);
}

/** Invariant: who asks gives plain facts on, never a node of the other file. */
export function placeOf(model: Model, dotted: string): Place | undefined {
  return finders.get(model)?.(dotted);
}
