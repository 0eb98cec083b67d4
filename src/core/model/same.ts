/** Tells whether an answer that was found again is the one that was known. */
import type { Node } from '../syntax/ast';
import type { Tracker } from '../syntax/tracker';
import { GivenArguments } from './call-arguments';

/** Deeper answers than any are called different. */
const MAX_DEPTH = 12;

/**
 * Compares plain data. A node is the same when it is the very node and nothing in its top-level statement was touched since
 * the version `since`, because whoever gets a node may look around it.
 */
export function isSame(a: unknown, b: unknown, tracker: Tracker, since: number, depth = 0): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (depth > MAX_DEPTH) return false;
  const same = (one: unknown, other: unknown): boolean => isSame(one, other, tracker, since, depth + 1);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && areSame(a, b, same);
  if (isNode(a)) return a === b && tracker.isUntouched(a, since);
  if (isPlain(a)) return isPlain(b) && areSameObjects(a, b, same);
  if (a instanceof Map && b instanceof Map) return a.size === b.size && same([...a], [...b]);
  return a instanceof Set && b instanceof Set && a.size === b.size && same([...a], [...b]);
}

type Compare = (one: unknown, other: unknown) => boolean;

function areSame(all: readonly unknown[], others: readonly unknown[], same: Compare): boolean {
  for (let at = 0; at < all.length; at += 1) if (!same(all[at], others[at])) return false;
  return true;
}

function areSameObjects(a: Record<string, unknown>, b: Record<string, unknown>, same: Compare): boolean {
  let count = 0;
  for (const name in a) {
    if (!(name in b) || !same(a[name], b[name])) return false;
    count += 1;
  }
  return count === Object.keys(b).length;
}

export function isNode(value: object): value is Node {
  return 'parent' in value && 'kind' in value;
}

/** Objects that are all they hold. */
export function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype || value instanceof GivenArguments;
}
