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
  if (isNode(a)) return a === b && tracker.isUntouched(a, since);
  const same = (one: unknown, other: unknown): boolean => isSame(one, other, tracker, since, depth + 1);
  if (a instanceof Map && b instanceof Map) return a.size === b.size && same([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return a.size === b.size && same([...a], [...b]);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && same(a[name], b[name]));
}

export function isNode(value: object): value is Node {
  return 'parent' in value && 'kind' in value;
}

/** Objects that are all they hold. */
export function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype || value instanceof GivenArguments;
}
