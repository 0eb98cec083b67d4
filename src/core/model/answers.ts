/** Keeps the answers to one question, by what it is about; over edits, where the program is tracked. */
import type { Node } from '../syntax/ast';
import { Fact, observe, read } from '../syntax/fact';
import type { Tracker } from '../syntax/tracker';
import { isNode, isPlain, isSame } from './same';

/** Tells where an offset of an earlier version is now. */
export type Move = (offset: number) => number;

/** Brings an answer of an earlier version up to date; answers undefined when it has to be found again for that. */
export type Carry<V> = (value: V, move: Move) => V | undefined;

/** For answers without offsets: nodes move by themselves. */
export const asIs = <V>(value: V): V => value;

/** For answers whose only offsets are spans, and positions under the names `id` and `workload`. */
export function moved<V>(value: V, move: Move): V {
  if (typeof value !== 'object' || value === null) return value;
  const moveAll = (one: unknown): unknown => moved(one, move);
  if (Array.isArray(value)) return keptIfSame(value, value.map(moveAll)) as V;
  if (isNode(value) || !isPlain(value)) return value;
  const changed: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value))
    changed[name] = typeof one === 'number' && OFFSETS.has(name) ? move(one) : moveAll(one);
  return Object.entries(changed).every(([name, one]) => value[name] === one) ? value : (changed as V);
}

const OFFSETS = new Set(['start', 'end', 'id', 'workload']);

function keptIfSame(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  return now.every((one, at) => one === before[at]) ? before : now;
}

/** For any answer: one without numbers holds no offsets. */
export function ifNoNumbers<V>(value: V): V | undefined {
  return holdsNumbers(value, 0) ? undefined : value;
}

function holdsNumbers(value: unknown, depth: number): boolean {
  if (typeof value === 'number' || typeof value === 'function' || depth > MAX_DEPTH) return true;
  if (typeof value !== 'object' || value === null || isNode(value)) return false;
  const again = (one: unknown): boolean => holdsNumbers(one, depth + 1);
  if (Array.isArray(value)) return value.some(again);
  if (value instanceof Map) return [...value].some(([key, one]) => again(key) || again(one));
  if (value instanceof Set) return [...value].some(again);
  return isPlain(value) ? Object.values(value).some(again) : true;
}

const MAX_DEPTH = 8;

export class Answers<K, V> {
  readonly #tracker: Tracker | undefined;
  readonly #carry: Carry<V>;
  readonly #values = new Map<K, { readonly value: V }>();
  readonly #facts = new Map<K, Fact<V>>();
  readonly #nodeFacts = new WeakMap<Node, Fact<V>>();

  /** Without a tracker the answers are those for one version. */
  constructor(tracker: Tracker | undefined, carry: Carry<V>) {
    this.#tracker = tracker;
    this.#carry = carry;
  }

  get(key: K, compute: () => V): V {
    const tracker = this.#tracker;
    if (tracker) return this.#tracked(tracker, key, compute);
    let known = this.#values.get(key);
    if (!known) this.#values.set(key, (known = { value: compute() }));
    return known.value;
  }

  #tracked(tracker: Tracker, key: K, compute: () => V): V {
    const known = this.#find(key);
    if (known?.isFresh() && this.#isCurrent(known, tracker)) {
      read(known);
      return known.value;
    }
    const wasFresh = known?.isFresh() === true;
    const computed = observe(compute);
    const fact = this.#find(key);
    if (fact && !fact.isGone) {
      fact.replace(computed, wasFresh || this.#isAsBefore(fact, computed.value, tracker));
      read(fact);
      return computed.value;
    }
    const made = new Fact(tracker, computed, () => void this.#tracked(tracker, key, compute));
    this.#file(key, made, tracker);
    read(made);
    return computed.value;
  }

  /** True when the offsets in the answer are those of now. */
  #isCurrent(fact: Fact<V>, tracker: Tracker): boolean {
    if (fact.madeAt === tracker.version) return true;
    const value = this.#moved(fact, tracker);
    if (value === undefined && fact.value !== undefined) return false;
    fact.carry(value as V);
    return true;
  }

  #moved(fact: Fact<V>, tracker: Tracker): V | undefined {
    const move = tracker.moverSince(fact.madeAt);
    return move && this.#carry(fact.value, move);
  }

  #isAsBefore(fact: Fact<V>, value: V, tracker: Tracker): boolean {
    const before = this.#moved(fact, tracker);
    return (before !== undefined || fact.value === undefined) && isSame(before, value, tracker, fact.checkedAt);
  }

  #find(key: K): Fact<V> | undefined {
    return isNodeKey(key) ? this.#nodeFacts.get(key) : this.#facts.get(key);
  }

  #file(key: K, fact: Fact<V>, tracker: Tracker): void {
    if (isNodeKey(key)) {
      this.#nodeFacts.set(key, fact);
      tracker.own(key, fact);
    } else this.#facts.set(key, fact);
  }
}

function isNodeKey(key: unknown): key is Node {
  return typeof key === 'object' && key !== null && isNode(key);
}
