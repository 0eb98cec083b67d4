/** Keeps the answers to one question, by what it is about; over edits, where the program is tracked. */
import type { Node } from '../syntax/ast';
import { Fact, observe, read } from '../syntax/fact';
import type { Tracker } from '../syntax/tracker';
import type { Span } from '../text/span';
import { isNode, isPlain, isSame } from './same';

/** Tells where an offset of an earlier version is now. */
export type Move = (offset: number) => number;

/** Brings an answer of an earlier version up to date; answers undefined when it has to be found again for that. */
export type Carry<V> = (value: V, move: Move) => V | undefined;

/** For answers without offsets: nodes move by themselves. */
export const asIs = <V>(value: V): V => value;

/** For plain data whose only offsets are spans; what does not move stays the same object. */
export function moved<V>(value: V, move: Move): V {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return movedAll(value, (one) => moved<unknown>(one, move)) as V;
  if (isNode(value) || !isPlain(value)) return value;
  if (isSpan(value)) return movedSpan(value, move);
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const one = moved(value[name], move);
    if (one !== value[name]) (changed ??= { ...value })[name] = one;
  }
  return (changed as V | undefined) ?? value;
}

/** The same array when nothing in it moves. */
export function movedAll<T>(all: readonly T[], moveOne: (one: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let at = 0; at < all.length; at += 1) {
    const one = moveOne(all[at] as T);
    if (one !== all[at]) (changed ??= [...all])[at] = one;
  }
  return changed ?? all;
}

export function movedSpan<S extends Span>(span: S, move: Move): S {
  const [start, end] = [move(span.start), move(span.end)];
  return start === span.start && end === span.end ? span : { ...span, start, end };
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';
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
      const same = wasFresh || this.#isAsBefore(fact, computed.value, tracker);
      fact[same ? 'confirm' : 'replace'](computed);
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
    if (fact.holdsNoOffset) return fact.value;
    const move = tracker.moverSince(fact.madeAt);
    if (!move) return undefined;
    let offsets = 0;
    const value = this.#carry(fact.value, (offset) => {
      offsets += 1;
      return move(offset);
    });
    fact.holdsNoOffset = offsets === 0 && value === fact.value;
    return value;
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
