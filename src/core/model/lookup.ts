/** Which bindings of a name can reach a use of it. */
import type { Binding, Expr, If, Name, Node, Stmt } from '../syntax/ast';
import { ancestors, blocks, enclosing, enclosingFunction, statementOf } from '../syntax/walk';
import { findScope, isInside, targetPath, withoutGlobals } from './find-scope';

/** The bindings that may give `name` its value, nearest first; empty when it is not bound in this module. */
export function reachingBindings(name: Name): readonly Binding[] {
  const found = findScope(name, name.id);
  if (!found) return [];
  const real = withoutGlobals(found.bindings);
  return found.crossed ? reachingLater(name, real) : reachingHere(name, real);
}

/** What one plain assignment gave to a variable that nothing else gives a value; `x, y = pair` is none. */
export function onlyValue(name: Name): Expr | undefined {
  const [only, ...others] = reachingBindings(name);
  const isPlain = only?.kind === 'assign' && only.path.length === 0 && others.length === 0;
  return isPlain ? (only.value ?? undefined) : undefined;
}

/** The same as `reachingBindings` for any name at a place that runs in the scope that binds it; none where a function lies between. */
export function bindingsBefore(place: Node, id: string): readonly Binding[] {
  const found = findScope(place, id);
  return found && !found.crossed ? reachingHere(place, withoutGlobals(found.bindings)) : [];
}

/** So many bindings that may reach one use say nothing about its value; the nearest are enough. */
const MAX_REACHING = 30;

/** Index of the last binding that starts before `offset`, for bindings in source order; -1 when there is none. */
function lastBefore(bindings: readonly Binding[], offset: number): number {
  let [low, high] = [0, bindings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bindings[middle] as Binding).node.start < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function outermostLoop(use: Node): Node | undefined {
  let found: Node | undefined;
  for (const at of ancestors(use)) {
    if (at.kind === 'function' || at.kind === 'class') break;
    if (at.kind === 'for' || at.kind === 'while') found = at;
  }
  return found;
}

/** The use runs in the same scope: walk back from it until a binding that every path passes. */
function reachingHere(use: Node, bindings: readonly Binding[]): readonly Binding[] {
  const reaching: Binding[] = [];
  const later: Binding[] = [];
  const loop = outermostLoop(use);
  const arms = armsAround(use);
  let last: Binding | undefined;
  for (let at = lastBefore(bindings, loop?.end ?? use.end); at >= 0; at -= 1) {
    const binding = bindings[at] as Binding;
    if (!isBefore(binding, use)) {
      if (later.length < MAX_REACHING && commonLoop(binding.node, use)) later.push(binding);
      continue;
    }
    if (reaching.length > MAX_REACHING) break;
    if (isOtherBranch(binding.node, arms)) continue;
    reaching.push(binding);
    if (dominates(binding, use) || closesAllBranches(binding, use)) {
      last = binding;
      break;
    }
  }
  return [...later.filter((one) => !isHidden(one, last, use)), ...reaching];
}

/** What a turn of the loop bound comes to nothing where the next turn binds the name again before its use. */
function isHidden(later: Binding, last: Binding | undefined, use: Node): boolean {
  const loop = commonLoop(later.node, use);
  return last !== undefined && loop !== undefined && loop.start <= last.node.start && last.node.end <= loop.end;
}

/** A binding takes effect after its value has been read, so a use inside its own statement is not after it. */
function isBefore(binding: Binding, use: Node): boolean {
  if (binding.node.kind === 'for' || binding.node.kind === 'with') {
    return isInside(binding.node.body, topOf(use, binding.node)) || binding.node.end <= use.start;
  }
  if (binding.node.kind === 'param' || binding.node.kind === 'comprehension') return true;
  // A pattern binds before its guard and its body.
  if (binding.kind === 'match' && binding.node.kind === 'match') return binding.node.subject.end <= use.start;
  return binding.node.end <= use.start;
}

/** The ancestor-or-self of `node` that is a direct child of `container`, or `node` when it is not inside. */
function topOf(node: Node, container: Node): Node {
  let at: Node = node;
  while (at.parent && at.parent !== container) at = at.parent;
  return at.parent ? at : node;
}

/** The innermost loop around both, unless the binding is of the statement that reads the name. */
function commonLoop(binding: Node, use: Node): Node | undefined {
  for (const loop of ancestors(use)) {
    if (loop.kind === 'function' || loop.kind === 'class') return undefined;
    if ((loop.kind === 'for' || loop.kind === 'while') && loop.start <= binding.start && binding.end <= loop.end) {
      return binding === statementOf(use) ? undefined : loop;
    }
  }
  return undefined;
}

/** An `if` around a use, with the arm that the use is in. */
interface Arm {
  readonly node: If;
  readonly arm: readonly Stmt[];
}

/** The `if` statements in whose arms a use stands, outermost first. */
function armsAround(use: Node): readonly Arm[] {
  const arms: Arm[] = [];
  let from = use;
  for (const at of ancestors(use)) {
    const arm = at.kind === 'if' ? [at.body, at.orelse].find((body) => isInside(body, from)) : undefined;
    if (at.kind === 'if' && arm) arms.push({ node: at, arm });
    from = at;
  }
  return arms.reverse();
}

/** True when `binding`, which stands before the use, is in another arm of the innermost `if` around both. */
function isOtherBranch(binding: Node, arms: readonly Arm[]): boolean {
  let [low, high] = [0, arms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((arms[middle] as Arm).node.start <= binding.start) low = middle + 1;
    else high = middle;
  }
  const around = arms[low - 1];
  if (!around || isInside(around.arm, binding)) return false;
  return [around.node.body, around.node.orelse].some((arm) => isInside(arm, binding));
}

function dominates(binding: Binding, use: Node): boolean {
  if (binding.kind === 'param' || binding.kind === 'comprehension') return true;
  if (binding.kind === 'augassign' || binding.kind === 'match') return false;
  const statement = statementOf(binding.node);
  if (!statement) return true;
  if (statement.kind === 'for' || statement.kind === 'with') {
    if (isInside(statement.body, topOf(use, statement))) return true;
    if (statement.kind === 'for') return false;
  }
  return precedes(statement, use);
}

/** True when `use` cannot be reached without `statement`: they share a block, that of a `with` being part of the one around it. */
function precedes(statement: Stmt, use: Node): boolean {
  for (let at: Node | null = use; at; at = at.parent)
    if (at.parent === statement.parent) return sameBlock(statement, at);
  return statement.parent?.kind === 'with' && precedes(statement.parent, use);
}

/** For two children of one parent: whether they stand in the same list of statements. */
function sameBlock(statement: Stmt, other: Node): boolean {
  const kind = statement.parent?.kind;
  if (kind === 'module' || kind === 'function' || kind === 'class' || kind === 'with') return true;
  const block = statement.parent ? blocks(statement.parent).find((one) => isInside(one, statement)) : undefined;
  return block !== undefined && isInside(block, other);
}

/** True when the binding is in the first arm of an `if`/`try` whose every arm binds the name or leaves, and which every path to the use passes. */
const closesAllBranches = (binding: Binding, use: Node): boolean => closes(binding.node, binding.name, use);

function closes(node: Node, name: string, use: Node): boolean {
  const branch = enclosing(node, 'if', 'try', 'function', 'class');
  if (!branch || branch.kind === 'function' || branch.kind === 'class' || branch.end > use.start) return false;
  const outermost = branch.kind === 'if' ? rootIf(branch) : branch;
  const first = blocks(outermost)[0]?.[0];
  if (!first || node.start > (blocks(outermost)[0]?.at(-1)?.end ?? 0)) return false;
  if (!armsOf(outermost).every((arm) => arm.length > 0 && arm.some((one) => bindsOrLeaves(one, name)))) return false;
  // What stands in an arm of another `if` closes that one, or none.
  const around = enclosing(outermost, 'if', 'function', 'class');
  return around?.kind !== 'if' || around.end > use.start || closes(outermost, name, use);
}

function rootIf(node: Stmt): Stmt {
  let at: Stmt = node;
  while (at.kind === 'if' && at.isElif && at.parent?.kind === 'if') at = at.parent;
  return at;
}

function armsOf(node: Stmt): readonly (readonly Stmt[])[] {
  if (node.kind === 'try') return [node.body, ...node.handlers.map((handler) => handler.body)];
  return node.kind === 'if' ? [node.body, node.orelse] : [];
}

function bindsOrLeaves(statement: Stmt, name: string): boolean {
  if (statement.kind === 'return' || statement.kind === 'raise' || statement.kind === 'continue') return true;
  if (statement.kind === 'if') return armsOf(statement).every((arm) => arm.some((one) => bindsOrLeaves(one, name)));
  if (statement.kind === 'assign') return statement.targets.some((target) => targetPath(target, name) !== undefined);
  if (statement.kind === 'import' || statement.kind === 'importfrom') {
    return statement.names.some((one) => (one.alias ?? one.name) === name);
  }
  if (statement.kind === 'with') return statement.body.some((one) => bindsOrLeaves(one, name));
  return (statement.kind === 'function' || statement.kind === 'class') && statement.name === name;
}

/** The use is in a function that runs later: what held where the function is defined, and everything bound after. */
function reachingLater(use: Name, bindings: readonly Binding[]): readonly Binding[] {
  if (bindings.length <= 1) return bindings;
  const holder = outermostFunction(use);
  const anchor = holder ?? use;
  const split = lastBefore(bindings, anchor.start + 1);
  const after = bindings.slice(split + 1, split + 1 + MAX_REACHING);
  const before: Binding[] = [];
  for (let at = split; at >= 0 && before.length < MAX_REACHING; at -= 1) {
    const binding = bindings[at] as Binding;
    before.push(binding);
    if (dominates(binding, anchor) || closesAllBranches(binding, anchor)) break;
  }
  return [...after, ...before];
}

function outermostFunction(node: Node): Node | undefined {
  let result: Node | undefined;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) result = at;
  return result;
}
