/** Remembers results of mutually recursive look-ups without keeping answers that a cycle cut short. */

/** The computations under way, shared by the memos that call each other. */
export class Recursion {
  depth = 0;
  /** Depth of the outermost computation that a cycle has run into; what lies above it is provisional. */
  cutAt = Infinity;
  /** Provisional answers thrown away so far; beyond a limit they are kept, so that work stays bounded. */
  discarded = 0;
}

const MAX_DEPTH = 40;
const MAX_DISCARDED = 2_000;

export class Memo<K extends object, V> {
  readonly #recursion: Recursion;
  readonly #fallback: V;
  readonly #known = new Map<K, V>();
  readonly #running = new Map<K, number>();

  /** `fallback` answers a look-up that depends on itself, or that is nested too deeply. */
  constructor(recursion: Recursion, fallback: V) {
    this.#recursion = recursion;
    this.#fallback = fallback;
  }

  get(key: K, compute: () => V): V {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const recursion = this.#recursion;
    const running = this.#running.get(key);
    if (running !== undefined || recursion.depth > MAX_DEPTH) {
      recursion.cutAt = Math.min(recursion.cutAt, running ?? 0);
      return this.#fallback;
    }
    recursion.depth += 1;
    const depth = recursion.depth;
    this.#running.set(key, depth);
    const value = compute();
    this.#running.delete(key);
    recursion.depth -= 1;
    if (recursion.cutAt >= depth) recursion.cutAt = Infinity;
    if (recursion.depth === 0) recursion.cutAt = Infinity;
    if (recursion.cutAt === Infinity || recursion.discarded > MAX_DISCARDED) this.#known.set(key, value);
    else recursion.discarded += 1;
    return value;
  }
}
