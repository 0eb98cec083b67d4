/** How often a place in the program is reached in one run of it: loops around it, and around the calls of its function. */
import type { Call, FunctionDef, Node, Stmt } from '../syntax/ast';
import { ancestors, blocks, descend } from '../syntax/walk';
import { contains } from '../text/span';
import { asIs } from './answers';
import { isDead } from './dead-branches';
import { roundsOf } from './federated';
import type { Model } from './model';
import { perModelAnd } from './per-model';
import { type Count, known, product, sum } from './search/count';
import { iterations } from './search/iterations';
import { isSkipped } from './torch/branch-taken';
import { trialsOf, trialsWith } from './trial-runs';
import { calleeName, callsIn } from './traverse';
import { turnsOf } from './turns';

export interface Passes {
  /** Null where a loop cannot be counted, or where a condition decides in which of its turns the place is reached. */
  readonly count: Count | null;
  /** The product of what can be counted. */
  readonly least: Count;
}

const ONCE: Passes = { count: known(1), least: known(1) };
const OPEN: Passes = { count: null, least: known(1) };
const exactly = (count: Count | null): Passes => (count ? { count, least: count } : OPEN);

export const passesAt = perModelAnd((model: Model, node: Node): Passes => started(walk(model, node, [])), asIs);

export const passesOf = (model: Model, node: Node): Count | null => passesAt(model, node).count;

const MAX_DEPTH = 4;

/** Passes that begin at one place: `from` is the function that nothing here calls, or null for the program itself. */
interface Way {
  readonly from: FunctionDef | null;
  readonly passes: Passes;
}

/** The program itself runs all its ways; of functions that nothing here calls, somebody calls one. */
function started(ways: readonly Way[]): Passes {
  const own = ways.filter(({ from }) => from === null);
  if (own.length > 0) return total(own.map(({ passes }) => passes));
  return oneOf([...new Set(ways.map(({ from }) => from))].map((from) => total(waysFrom(ways, from))));
}

const waysFrom = (ways: readonly Way[], from: FunctionDef | null): readonly Passes[] =>
  ways.flatMap((one) => (one.from === from ? [one.passes] : []));

const total = (passes: readonly Passes[]): Passes => ({
  count: sum(...passes.map(({ count }) => count)),
  least: sum(...passes.map(({ least }) => least)) ?? known(1),
});

function walk(model: Model, node: Node, through: readonly FunctionDef[]): readonly Way[] {
  const factors: Passes[] = [];
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function')
      return callsOf(model, at, node, through).map(({ from, passes }) => ({
        from,
        passes: times([...factors, passes]),
      }));
    if (at.kind === 'lambda') factors.push(exactly(trialsWith(model, at)));
    if (at.kind === 'class') break;
    if (at.kind === 'for' && isIn(at.body, inner)) factors.push(exactly(turnsOf(model, at, node)));
    if (at.kind === 'while') factors.push(OPEN);
    if (at.kind === 'comprehension')
      factors.push(...at.clauses.map((clause) => exactly(iterations(model, clause.iter))));
    inner = at;
  }
  return [{ from: null, passes: times(factors) }];
}

const isIn = (body: readonly Stmt[], node: Node): boolean => (body as readonly Node[]).includes(node);

function times(factors: readonly Passes[]): Passes {
  const least = product(...factors.map((one) => one.least)) ?? known(1);
  return { count: product(...factors.map(({ count }) => count)), least };
}

/** A function that nothing here calls runs once, or once for each trial of a search that it is handed to. */
function callsOf(model: Model, owner: FunctionDef, node: Node, through: readonly FunctionDef[]): readonly Way[] {
  const callers = model.callersOf(owner).filter((call) => !isDead(model, call));
  if (callers.length === 0) {
    const trials = trialsOf(model, owner);
    const runs = trials === undefined ? roundsOf(model, owner) : trials;
    return runs === undefined ? [{ from: owner, passes: ONCE }] : [{ from: null, passes: exactly(runs) }];
  }
  if (through.includes(owner) || through.length >= MAX_DEPTH) return [{ from: null, passes: OPEN }];
  const place = learningIn(node);
  const taken = callers.filter((call) => !isSkipped(model, place, { call, owner }));
  // In the loop an argument may well choose between two ways to train.
  const isChosen = branches(owner, node) || (callers.length > 1 && branches(owner, place));
  if (taken.length === callers.length && isChosen) return [{ from: null, passes: OPEN }];
  return exclusive(taken).flatMap((calls) => {
    const ways = calls.flatMap((call) => walk(model, call, [...through, owner]));
    return calls.length === 1
      ? ways
      : [...new Set(ways.map(({ from }) => from))].map((from) => ({ from, passes: oneOf(waysFrom(ways, from)) }));
  });
}

/** What makes a loop a training, where it stands in it: an argument may leave that out. */
function learningIn(node: Node): Node {
  if (node.kind !== 'for' && node.kind !== 'while') return node;
  for (const call of callsIn(node)) if (/^(backward|apply_gradients)$/.test(calleeName(call))) return call;
  return node;
}

/** True where an argument decides whether `node` runs, so that not every call of the function reaches it. */
function branches(owner: FunctionDef, node: Node): boolean {
  const names = new Set(owner.params.map(({ name }) => name));
  for (const at of ancestors(node)) {
    if (at === owner) return false;
    if (at.kind !== 'if' && at.kind !== 'conditional') continue;
    for (const part of descend(at.test)) if (part.kind === 'name' && names.has(part.id)) return true;
  }
  return false;
}

/** Calls of which one run of the program reaches one: they stand in the arms of one `if`. */
function exclusive(calls: readonly Call[]): readonly (readonly Call[])[] {
  const groups: Call[][] = [];
  for (const call of calls) {
    const group = groups.find((others) => others.every((other) => areExclusive(call, other)));
    if (group) group.push(call);
    else groups.push([call]);
  }
  return groups;
}

function areExclusive(one: Node, other: Node): boolean {
  for (const at of ancestors(one)) {
    if (at.start > other.start || other.end > at.end) continue;
    const [a, b] = [one, other].map((node) => blocks(at).find((block) => block.some((part) => contains(part, node))));
    return at.kind === 'if' && a !== undefined && b !== undefined && a !== b;
  }
  return false;
}

function oneOf([first = ONCE, ...others]: readonly Passes[]): Passes {
  if (others.every(({ count }) => count?.value === first.count?.value)) return first;
  const least = Math.min(first.least.value, ...others.map((one) => one.least.value));
  return { count: null, least: known(least) };
}
