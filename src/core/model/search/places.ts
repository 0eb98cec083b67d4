/** Where in a collection of estimators the estimators are, and what a loop over it gives them to. */
import type { Expr } from '../../syntax/ast';

/** Where in each element of a collection an estimator is: `[1]` in pairs of a name and an estimator. */
export type Place = readonly number[];

/** A pair in a list, or in another pair, is an element; a list of estimators has them as they are. */
export function placeIn(collection: Expr & { readonly items: readonly Expr[] }, node: Expr, place: Place): Place {
  const isElement =
    collection.kind === 'tuple' && (collection.parent?.kind === 'list' || collection.parent?.kind === 'tuple');
  return isElement ? [collection.items.indexOf(node), ...place] : place;
}

/** What of a loop's target gets the part at `place`; undefined where it is not taken apart so far. */
export function partOf(target: Expr, place: Place): Expr | undefined {
  const [first, ...rest] = place;
  if (first === undefined) return target;
  const item = target.kind === 'tuple' || target.kind === 'list' ? target.items[first] : undefined;
  return item && partOf(item, rest);
}

/** Methods of a collection that give its elements, and where in each of them the values are. */
export const HANDS_OUT: ReadonlyMap<string, Place> = new Map([
  ['items', [1]],
  ['popitem', [1]],
  ...['values', 'get', 'pop', 'copy', 'setdefault'].map((name): [string, Place] => [name, []]),
]);
