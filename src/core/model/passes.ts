/** How often a place in the program is reached in one run of it: loops around it, and around the calls of its function. */
import type { Call, Expr, For, FunctionDef, If, Node, Stmt } from '../syntax/ast';
import { ancestors, blocks, descend } from '../syntax/walk';
import { asIs } from './answers';
import { isDead } from './dead-branches';
import { isOverPhases } from './epoch-loops';
import type { Model } from './model';
import { perModelAnd } from './per-model';
import { type Count, known, product, sum } from './search/count';
import { iterations } from './search/iterations';
import { isSkipped } from './torch/branch-taken';
import { trialsOf, trialsWith } from './trial-runs';
import { calleeName } from './traverse';

export interface Passes {
  /** Null where a loop cannot be counted, or where a condition decides in which of its turns the place is reached. */
  readonly count: Count | null;
  /** The product of what can be counted. */
  readonly least: Count;
}

const ONCE: Passes = { count: known(1), least: known(1) };
const OPEN: Passes = { count: null, least: known(1) };
const exactly = (count: Count | null): Passes => (count ? { count, least: count } : OPEN);

export const passesAt = perModelAnd((model: Model, node: Node): Passes => walk(model, node, []), asIs);

export const passesOf = (model: Model, node: Node): Count | null => passesAt(model, node).count;

const MAX_DEPTH = 4;

function walk(model: Model, node: Node, through: readonly FunctionDef[]): Passes {
  const factors: Passes[] = [];
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return times([...factors, callsOf(model, at, node, through)]);
    if (at.kind === 'lambda') factors.push(exactly(trialsWith(model, at)));
    if (at.kind === 'class') break;
    if (at.kind === 'for' && isIn(at.body, inner)) factors.push(exactly(turnsOf(model, at, node)));
    if (at.kind === 'while') factors.push(OPEN);
    if (at.kind === 'comprehension')
      factors.push(...at.clauses.map((clause) => exactly(iterations(model, clause.iter))));
    inner = at;
  }
  return times(factors);
}

const isIn = (body: readonly Stmt[], node: Node): boolean => (body as readonly Node[]).includes(node);

function times(factors: readonly Passes[]): Passes {
  const least = product(...factors.map((one) => one.least)) ?? known(1);
  return { count: product(...factors.map(({ count }) => count)), least };
}

/** A function that nothing here calls runs once, or once for each trial of a search that it is handed to. */
function callsOf(model: Model, owner: FunctionDef, node: Node, through: readonly FunctionDef[]): Passes {
  const callers = model.callersOf(owner).filter((call) => !isDead(model, call));
  if (callers.length === 0) return exactly(trialsOf(model, owner));
  if (through.includes(owner) || through.length >= MAX_DEPTH) return OPEN;
  const taken = callers.filter((call) => !isSkipped(model, node, { call, owner }));
  if (taken.length === callers.length && branches(owner, node)) return OPEN;
  const groups = exclusive(taken).map((calls) => oneOf(calls.map((call) => walk(model, call, [...through, owner]))));
  return {
    count: sum(...groups.map(({ count }) => count)),
    least: sum(...groups.map(({ least }) => least)) ?? known(1),
  };
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
    const [a, b] = [one, other].map((node) => blocks(at).find((block) => block.some((part) => holds(part, node))));
    return at.kind === 'if' && a !== undefined && b !== undefined && a !== b;
  }
  return false;
}

const holds = (outer: Node, inner: Node): boolean => outer.start <= inner.start && inner.end <= outer.end;

function oneOf([first = ONCE, ...others]: readonly Passes[]): Passes {
  if (others.every(({ count }) => count?.value === first.count?.value)) return first;
  const least = Math.min(first.least.value, ...others.map((one) => one.least.value));
  return { count: null, least: known(least) };
}

/** How often a loop reaches a place in its body; null where that cannot be counted. */
export function turnsOf(model: Model, loop: For, node: Node): Count | null {
  if (isOverPhases(model, loop)) return known(1);
  return leavesEarly(loop) || isChosen(loop, node) ? null : iterations(model, loop.iter);
}

/** A `break` of this very loop, or a `return` in it. */
function leavesEarly(loop: For): boolean {
  for (const at of descend(loop, (one) => one.kind !== 'function' && one.kind !== 'class' && one.kind !== 'lambda')) {
    if (at.kind === 'return') return true;
    if (at.kind === 'break' && loopOf(at) === loop) return true;
  }
  return false;
}

function loopOf(node: Node): Node | undefined {
  for (const at of ancestors(node)) if (at.kind === 'for' || at.kind === 'while') return at;
  return undefined;
}

/** `if step % 10 == 0: fit()`, `if failed: continue`: what changes in the loop decides which of its turns come here. */
function isChosen(loop: For, node: Node): boolean {
  const tests: Expr[] = [];
  for (const at of ancestors(node)) {
    if (at === loop) break;
    if (at.kind === 'if' || at.kind === 'conditional') tests.push(at.test);
  }
  for (const statement of loop.body) {
    if (holds(statement, node)) break;
    if (statement.kind === 'if' && skips(statement)) tests.push(statement.test);
  }
  if (tests.length === 0) return false;
  const changed = changedIn(loop);
  return tests.some((test) => varies(test, changed));
}

const skips = ({ body, orelse }: If): boolean => [...body, ...orelse].some((one) => one.kind === 'continue');

/** Names that the loop binds, and attributes that it sets. */
function changedIn(loop: For): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (target: Node): void => {
    for (const part of descend(target)) {
      if (part.kind === 'name') names.add(part.id);
      if (part.kind === 'attribute') names.add(part.attr);
    }
  };
  for (const node of descend(loop, (at) => at.kind !== 'function' && at.kind !== 'class')) {
    if (node.kind === 'for') add(node.target);
    if (node.kind === 'assign') for (const target of node.targets) add(target);
    if (node.kind === 'augassign') add(node.target);
  }
  names.delete('self');
  return names;
}

/** Questions to the surroundings or about types, which each turn answers alike. */
const STEADY = /^(is_available|hasattr|isinstance|getattr|lower|upper|startswith|endswith|str|int|bool)$/;

function varies(test: Expr, changed: ReadonlySet<string>): boolean {
  for (const part of descend(test)) {
    if (part.kind === 'name' && changed.has(part.id)) return true;
    if (part.kind === 'attribute' && changed.has(part.attr)) return true;
    if (part.kind === 'call' && !STEADY.test(calleeName(part))) return true;
  }
  return false;
}
