/** Whether two calls are given the same data: the same expressions over variables that nothing changes in between. */
import type { Argument, Binding, Expr, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Arguments } from '../arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { changesBetween } from './changes';

/** Methods and functions that only look at their object, so that calling them twice gives the same. */
const PURE = new Set([
  'reshape',
  'to_numpy',
  'toarray',
  'todense',
  'astype',
  'ravel',
  'flatten',
  'drop',
  'array',
  'asarray',
  'select_dtypes',
  'copy',
  'transpose',
  'squeeze',
]);

/** The same arguments in text and in value, in the same order; nothing changes them between the two calls. */
export function givenSameData(model: Model, first: readonly Argument[], second: readonly Argument[]): boolean {
  if (first.length !== second.length || first.length === 0) return false;
  return first.every((one, index) => {
    const other = second[index];
    return other !== undefined && one.name === other.name && sameValue(model, one.value, other.value) && !one.star;
  });
}

/** One argument of two calls: the same value in both, or in neither. */
export function givenSame(model: Model, first: Arguments, second: Arguments, name: string): boolean {
  const [before, after] = [first.get(name), second.get(name)];
  return before && after ? sameValue(model, before.value, after.value) : before === after;
}

/** The same text whose names stand for the same things at both places. */
export function sameValue(model: Model, first: Expr, second: Expr): boolean {
  if (textOf(model, first) !== textOf(model, second)) return false;
  const [before, after] = [namesIn(first), namesIn(second)];
  if (!isPure(first) || before.length !== after.length) return false;
  return before.every((name, index) => {
    const other = after[index];
    return other !== undefined && sameBindings(name, other) && !changesBetween(model, name.id, first, second);
  });
}

/** White space apart. */
function textOf(model: Model, expression: Expr): string {
  return model.program.text.slice(expression.start, expression.end).replace(/\s+/g, '');
}

function isPure(expression: Expr): boolean {
  for (const node of descend(expression)) {
    if (node.kind === 'call' && !PURE.has(calleeName(node))) return false;
    if (node.kind === 'walrus' || node.kind === 'lambda' || node.kind === 'await' || node.kind === 'yield')
      return false;
  }
  return true;
}

function namesIn(expression: Expr): readonly Name[] {
  return [...descend(expression)].filter((node): node is Name => node.kind === 'name');
}

function sameBindings(first: Name, second: Name): boolean {
  const [before, after] = [nodesOf(reachingBindings(first)), nodesOf(reachingBindings(second))];
  return before.size === after.size && [...before].every((node) => after.has(node));
}

const nodesOf = (bindings: readonly Binding[]): ReadonlySet<Node> => new Set(bindings.map((one) => one.node));
