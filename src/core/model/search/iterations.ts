/** How often a loop runs, where the source says so. */
import type { Expr, For, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Model } from '../model';
import { type Count, countFrom, least, product } from './count';
import { splitsOf } from './folds';
import { lengthOf, parameterGridOf, readGrid } from './grid';
import { calleeName } from '../traverse';

/** Wrappers that yield as many items as their first argument. */
const TRANSPARENT = new Set(['enumerate', 'tqdm', 'trange', 'reversed', 'sorted', 'list', 'tuple', 'iter']);

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
  // The shortest ends it, and what is written out is as long as what is not.
  if (name === 'zip') return least(plain.flatMap((one) => iterations(model, one) ?? []));
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
