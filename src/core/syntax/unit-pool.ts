/** The units that an edit has set free, to be found again by what they say. */
import type { Unit } from './unit';

export function keyOf(type: string, source: string): string {
  return `${type}:${source}`;
}

export class UnitPool {
  readonly #byKey = new Map<string, Unit[]>();
  readonly #outer = new Map<Unit, Unit>();
  /** Taken whole, or no longer whole because something inside was taken. */
  readonly #gone = new Set<Unit>();
  readonly #taken = new Set<Unit>();
  readonly #freed: readonly Unit[];
  #lastStart = 0;
  /** True when units were taken in another order than they had. */
  isReordered = false;

  /** `text` is the text before the edit, in which the units lie. */
  constructor(units: readonly Unit[], text: string) {
    this.#freed = units;
    for (const unit of units) this.#add(unit, text);
  }

  #add(unit: Unit, text: string): void {
    if (unit.isClean) {
      const key = keyOf(unit.type, text.slice(unit.start, unit.end));
      const list = this.#byKey.get(key);
      if (list) list.push(unit);
      else this.#byKey.set(key, [unit]);
    }
    for (const inner of unit.inner) {
      this.#outer.set(inner, unit);
      this.#add(inner, text);
    }
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** Invariant: a node is in one unit only, so a unit and a unit inside it are never both taken. */
  take(key: string): Unit | null {
    const found = this.#byKey.get(key)?.find((unit) => !this.#gone.has(unit));
    if (!found) return null;
    this.#markInner(found);
    for (let at: Unit | undefined = found; at; at = this.#outer.get(at)) this.#gone.add(at);
    this.#taken.add(found);
    // Units are asked for in their new order; one that is taken has not been moved yet.
    this.isReordered ||= found.start < this.#lastStart;
    this.#lastStart = found.start;
    return found;
  }

  #markInner(unit: Unit): void {
    this.#gone.add(unit);
    unit.inner.forEach((inner) => this.#markInner(inner));
  }

  /** Calls `drop` for every freed unit that nothing took, whole or as part of another. */
  leftOver(drop: (unit: Unit) => void): void {
    const visit = (unit: Unit): void => {
      if (this.#taken.has(unit)) return;
      drop(unit);
      unit.inner.forEach(visit);
    };
    this.#freed.forEach(visit);
  }
}
