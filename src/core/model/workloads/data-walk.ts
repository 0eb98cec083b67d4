/** How far the search for data has gone, and what it has found on its ways. */
import type { Call, Expr } from '../../syntax/ast';
import type { DataFacts } from './data-facts';

/** One depth of the search for one answer. Many ways lead to an expression: each is read once, or their number would grow with every step. */
export interface Walk {
  readonly depth: number;
  readonly known: Map<Expr, DataFacts>;
  below?: Walk;
  /** What is looked at in other files, for each call that leads there. */
  readonly elsewhere: Map<Call, Walk>;
}

export function deeper(walk: Walk): Walk {
  return (walk.below ??= { depth: walk.depth + 1, known: new Map(), elsewhere: walk.elsewhere });
}

/** Another call may give other values to the same expressions; the way inside a file is as long as one that begins there, almost. */
export function through({ depth, elsewhere }: Walk, call: Call): Walk {
  const known = elsewhere.get(call);
  if (known) return known;
  const walk = { depth: Math.ceil(depth / 2), known: new Map(), elsewhere: new Map() };
  elsewhere.set(call, walk);
  return walk;
}

export const firstWalk = (): Walk => ({ depth: 0, known: new Map(), elsewhere: new Map() });
