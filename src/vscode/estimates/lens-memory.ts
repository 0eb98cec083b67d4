/** Keeps the number of lenses steady while code is being typed, because lines that jump are the complaint about lenses. */

export interface ShownEstimate {
  readonly line: number;
  readonly text: string;
  readonly tooltip: string;
}

/** How long lenses that vanish while typing stay where they were. */
export const HOLD_MS = 2000;

interface Memory {
  readonly shown: readonly ShownEstimate[];
  /** When fewer were found than are shown; null while they agree. */
  readonly fewerSince: number | null;
}

export class LensMemory {
  readonly #memories = new Map<string, Memory>();

  /** What to show in a document for what was found in it at `now` (milliseconds). */
  settle(document: string, found: readonly ShownEstimate[], now: number): readonly ShownEstimate[] {
    const before = this.#memories.get(document);
    if (!before || found.length >= before.shown.length) return this.#remember(document, found, null);
    const since = before.fewerSince ?? now;
    if (now - since >= HOLD_MS) return this.#remember(document, found, null);
    return this.#remember(document, before.shown, since);
  }

  /** True while something is shown that was not found any more. */
  get isHolding(): boolean {
    return [...this.#memories.values()].some(({ fewerSince }) => fewerSince !== null);
  }

  forget(document: string): void {
    this.#memories.delete(document);
  }

  #remember(document: string, shown: readonly ShownEstimate[], fewerSince: number | null): readonly ShownEstimate[] {
    this.#memories.set(document, { shown, fewerSince });
    return shown;
  }
}
