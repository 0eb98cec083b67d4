/** The places of nodes: kept from an anchor that all nodes of a unit share, so that a unit is moved in one step. */
import type { Node } from './ast';

/** Where a unit starts counting. */
export interface Anchor {
  offset: number;
}

/** What every node of the tree is, besides what its kind adds. */
class Placed {
  parent: Node | null = null;
  readonly #anchor: Anchor;
  #from = 0;
  #to = 0;

  constructor(anchor: Anchor) {
    this.#anchor = anchor;
  }

  get start(): number {
    return this.#anchor.offset + this.#from;
  }

  set start(offset: number) {
    this.#from = offset - this.#anchor.offset;
  }

  get end(): number {
    return this.#anchor.offset + this.#to;
  }

  set end(offset: number) {
    this.#to = offset - this.#anchor.offset;
  }
}

/** A node with all that `seed` says, placed from `anchor`. */
export function placed<S extends { readonly start: number; readonly end: number }>(
  anchor: Anchor,
  seed: S,
): S & { parent: Node | null } {
  return Object.assign(new Placed(anchor), seed);
}
