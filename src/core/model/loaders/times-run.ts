/** Counts how often a piece of code runs for one object: through the loops around it and around the calls of its function. */
import type { Loop, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import { contains } from '../../text/span';
import type { Model } from '../model';
import { iterationsOf } from '../epoch-loops';
import { asNumber } from '../values';

const MAX_DEPTH = 4;

/**
 * Runs of `node` for each object that `maker` makes; null for "more than once, unknown how often", also where callers
 * are not in the program. A loop that makes a new object each time around does not count.
 */
export function timesRun(model: Model, node: Node, maker: Node, depth = 0): number | null {
  let count = 1;
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return timesCalled(model, at, { maker, count, depth });
    if (at.kind !== 'for' && at.kind !== 'while') continue;
    if (makesAnew(model, at, maker)) return count;
    const times = at.kind === 'for' ? asNumber(iterationsOf(model, at)) : undefined;
    if (times === undefined) return null;
    count *= times;
  }
  return count;
}

interface Ran {
  readonly maker: Node;
  readonly count: number;
  readonly depth: number;
}

function timesCalled(
  model: Model,
  owner: Extract<Node, { kind: 'function' }>,
  { maker, count, depth }: Ran,
): number | null {
  if (contains(owner, maker)) return count;
  const callers = model.callersOf(owner);
  if (callers.length === 0 || depth > MAX_DEPTH) return null;
  let total = 0;
  for (const call of callers) {
    const runs = timesRun(model, call, maker, depth + 1);
    if (runs === null) return null;
    total += runs;
  }
  return count * total;
}

/** True when each turn of the loop makes a new object, itself or in a function it calls. */
export function makesAnew(model: Model, loop: Loop, maker: Node, depth = 0): boolean {
  if (contains(loop, maker)) return true;
  const owner = enclosingFunction(maker);
  if (!owner || contains(owner, loop) || depth > MAX_DEPTH) return false;
  return model.callersOf(owner).some((call) => makesAnew(model, loop, call, depth + 1));
}
