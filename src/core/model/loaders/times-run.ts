/** Counts how often a piece of code runs for one object: through the loops around it and around the calls of its function. */
import type { Call, FunctionDef, Loop, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import { contains } from '../../text/span';
import type { Model } from '../model';
import { epochsGiven } from '../call-runs';
import { iterationsOf } from '../epoch-loops';
import { asNumber } from '../values';
import { makersOf, type Maker } from './makers';

const MAX_DEPTH = 4;

/**
 * Runs of `node` for each object that `maker` makes; null for "more than once, unknown how often", also where callers
 * are not in the program. A loop that makes a new object each time around does not count.
 */
export function timesRun(model: Model, node: Node, maker: Maker, depth = 0): number | null {
  let count = 1;
  // Loops that run as often as the caller of their function says.
  const open: Loop[] = [];
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return timesCalled(model, at, { maker, count, open, depth });
    if (at.kind !== 'for' && at.kind !== 'while') continue;
    if (makesAnew(model, at, maker)) return open.length > 0 ? null : count;
    const times = at.kind === 'for' ? asNumber(iterationsOf(model, at)) : undefined;
    if (times === undefined) open.push(at);
    else count *= times;
  }
  return open.length > 0 ? null : count;
}

interface Ran {
  readonly maker: Maker;
  readonly count: number;
  readonly open: readonly Loop[];
  readonly depth: number;
}

function timesCalled(model: Model, owner: FunctionDef, { maker, count, open, depth }: Ran): number | null {
  if (contains(owner, maker)) return open.length > 0 ? null : count;
  const callers = callersWith(model, owner, maker);
  if (callers.length === 0 || depth > MAX_DEPTH) return null;
  let total = 0;
  for (const call of callers) {
    const runs = timesRun(model, call, maker, depth + 1);
    const epochs = open.map((loop) => epochsGiven(model, loop, call));
    if (runs === null || epochs.includes(undefined)) return null;
    total += epochs.reduce<number>((all, one) => all * (one ?? 1), runs);
  }
  return count * total;
}

/** Calls that hand the object on; all of them where none does, as with one that is read from outside the function. */
function callersWith(model: Model, owner: FunctionDef, maker: Maker): readonly Call[] {
  const callers = model.callersOf(owner);
  if (callers.length < 2) return callers;
  const wanted = new Set([maker]);
  const handing = callers.filter(({ args }) => args.some(({ value }) => makersOf(model, value, wanted).length > 0));
  return handing.length > 0 ? handing : callers;
}

/** True when each turn of the loop makes a new object, itself or in a function it calls. */
export function makesAnew(model: Model, loop: Loop, maker: Node, depth = 0): boolean {
  if (contains(loop, maker)) return true;
  const owner = enclosingFunction(maker);
  if (!owner || contains(owner, loop) || depth > MAX_DEPTH) return false;
  return model.callersOf(owner).some((call) => makesAnew(model, loop, call, depth + 1));
}
