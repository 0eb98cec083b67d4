/** How often a loop runs, and how often a place in the program is reached, where the source says so. */
import type { Expr, For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import type { Model } from '../model';
import { type Count, countFrom, known, least, product, sum } from './count';
import { splitsOf } from './folds';
import { lengthOf, parameterGridOf, readGrid } from './grid';
import { calleeName } from '../traverse';

/** Wrappers that yield as many items as their first argument. */
const TRANSPARENT = new Set(['enumerate', 'tqdm', 'trange', 'zip', 'reversed', 'sorted', 'list', 'tuple', 'iter']);

/** Iterations of a `for`, null when they cannot be read. */
export function iterations(model: Model, iterable: Expr): Count | null {
  const length = lengthOf(model.value(iterable));
  if (length) return length;
  if (parameterGridOf(model, iterable)) return readGrid(model, iterable).candidates;
  if (iterable.kind !== 'call') return null;
  const splits = splitsOf(model, iterable);
  if (splits) return splits.count;
  const { func, args } = iterable;
  if (func.kind === 'attribute' && ['items', 'keys', 'values'].includes(func.attr)) return entriesOf(model, func.value);
  const name = calleeName(iterable);
  const plain = args.filter((one) => one.star === '' && one.name === null).map((one) => one.value);
  if (name === 'product' && plain.length === args.length) {
    return product(...plain.map((one) => iterations(model, one)));
  }
  const first = plain[0];
  return TRANSPARENT.has(name) && first ? iterations(model, first) : null;
}

function entriesOf(model: Model, dictionary: Expr): Count | null {
  const value = model.value(dictionary);
  return least(
    value.alternatives.map((one) => (one.type === 'dict' && one.complete ? countFrom(value, one.entries.size) : null)),
  );
}

/** The `for` loops that repeat `node`, innermost first, up to the function that holds it. */
export function loopsAround(node: Node): readonly For[] {
  const loops: For[] = [];
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'lambda') break;
    if (at.kind === 'for' && (at.body as readonly Node[]).includes(inner)) loops.push(at);
    inner = at;
  }
  return loops;
}

const MAX_DEPTH = 3;

/** How often a place is reached in one run of the program: loops around it, and around the calls of its function. */
export function passesOf(model: Model, node: Node, depth = 0): Count | null {
  const factors: (Count | null)[] = [];
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return product(...factors, branches(at, node) ? null : callsOf(model, at, depth));
    if (at.kind === 'class' || at.kind === 'lambda') break;
    if (at.kind === 'for' && (at.body as readonly Node[]).includes(inner)) factors.push(iterations(model, at.iter));
    if (at.kind === 'while') factors.push(null);
    if (at.kind === 'comprehension') factors.push(...at.clauses.map((clause) => iterations(model, clause.iter)));
    inner = at;
  }
  return product(...factors);
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

/** A function that nothing here calls is taken to run once. */
function callsOf(model: Model, definition: FunctionDef, depth: number): Count | null {
  const callers = model.callersOf(definition);
  if (callers.length === 0 || depth >= MAX_DEPTH) return known(1);
  return sum(...callers.map((call) => passesOf(model, call, depth + 1)));
}
