/** Remembers results of mutually recursive look-ups without keeping answers that a cycle cut short. */
import type { Node } from '../syntax/ast';
import { Fact, observe, read, type Computed } from '../syntax/fact';
import type { Tracker } from '../syntax/tracker';
import { isSame } from './same';

/** The computations under way, shared by the memos that call each other. */
export class Recursion {
  depth = 0;
  /** Depth of the outermost computation that a cycle has run into; what lies above it is provisional. */
  cutAt = Infinity;
  /** Provisional answers thrown away so far; beyond a limit they are kept, so that work stays bounded. */
  discarded = 0;
  #version = 0;

  /** `tracker` is that of a program whose answers are kept over edits. */
  constructor(readonly tracker: Tracker | undefined) {}

  /** A new version of the text has the whole of the limits to itself. */
  start(): void {
    if (!this.tracker || this.depth > 0 || this.#version === this.tracker.version) return;
    this.#version = this.tracker.version;
    this.discarded = 0;
  }
}

const MAX_DEPTH = 40;
const MAX_DISCARDED = 2_000;

export class Memo<K extends Node, V> {
  readonly #recursion: Recursion;
  readonly #fallback: V;
  readonly #known = new Map<K, V>();
  readonly #facts = new WeakMap<K, Fact<V>>();
  readonly #running = new Map<K, number>();

  /** `fallback` answers a look-up that depends on itself, or that is nested too deeply. */
  constructor(recursion: Recursion, fallback: V) {
    this.#recursion = recursion;
    this.#fallback = fallback;
  }

  get(key: K, compute: () => V): V {
    const { tracker } = this.#recursion;
    return tracker ? this.#tracked(tracker, key, compute) : this.#untracked(key, compute);
  }

  #untracked(key: K, compute: () => V): V {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#isCut(key)) return this.#fallback;
    const value = this.#run(key, compute);
    if (this.#isKept()) this.#known.set(key, value);
    return value;
  }

  #tracked(tracker: Tracker, key: K, compute: () => V): V {
    const fact = this.#facts.get(key);
    if (fact?.isFresh()) {
      read(fact);
      return fact.value;
    }
    this.#recursion.start();
    if (this.#isCut(key)) return this.#fallback;
    const computed = this.#run(key, () => observe(compute));
    const isWhole = this.#recursion.cutAt === Infinity;
    if (this.#isKept()) this.#keep(tracker, key, isWhole ? computed : until(tracker, computed), compute);
    else {
      fact?.drop();
      for (const source of computed.sources) read(source);
    }
    return computed.value;
  }

  #keep(tracker: Tracker, key: K, computed: Computed<V>, compute: () => V): void {
    let fact = this.#facts.get(key);
    if (fact && !fact.isGone) {
      const same = isSame(fact.value, computed.value, tracker, fact.checkedAt);
      fact[same ? 'confirm' : 'replace'](computed);
    } else {
      fact = new Fact(tracker, computed, () => void this.#tracked(tracker, key, compute));
      this.#facts.set(key, fact);
      tracker.own(key, fact);
    }
    read(fact);
  }

  /** True when the look-up depends on itself or is nested too deeply. */
  #isCut(key: K): boolean {
    const recursion = this.#recursion;
    const running = this.#running.get(key);
    if (running === undefined && recursion.depth <= MAX_DEPTH) return false;
    recursion.cutAt = Math.min(recursion.cutAt, running ?? 0);
    return true;
  }

  #run<T>(key: K, compute: () => T): T {
    const recursion = this.#recursion;
    recursion.depth += 1;
    const depth = recursion.depth;
    this.#running.set(key, depth);
    try {
      return compute();
    } finally {
      this.#running.delete(key);
      recursion.depth -= 1;
      if (recursion.cutAt >= depth) recursion.cutAt = Infinity;
      if (recursion.depth === 0) recursion.cutAt = Infinity;
    }
  }

  /** Asked once after each run. */
  #isKept(): boolean {
    const recursion = this.#recursion;
    if (recursion.cutAt === Infinity || recursion.discarded > MAX_DISCARDED) return true;
    recursion.discarded += 1;
    return false;
  }
}

/** An answer that was cut short holds for this version only. */
function until<V>(tracker: Tracker, { value, sources }: Computed<V>): Computed<V> {
  return { value, sources: new Set([...sources, tracker.always]) };
}
