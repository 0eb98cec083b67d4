/** Whether one place of a program runs before another, once each, without a loop or a branch that leaves the first out. */
import type { Node, Stmt } from '../../syntax/ast';
import { ancestors, blockOf, enclosing, statementOf } from '../../syntax/walk';

const REPEATS = new Set<Node['kind']>(['for', 'while', 'lambda', 'comprehension']);

/** `first` and `second` are run in this order whenever `second` is; neither is repeated. */
export function runsBefore(first: Node, second: Node): boolean {
  return !isRepeated(first) && !isRepeated(second) && runsInTurn(first, second);
}

/** The same, in every turn of the loops around both. */
export function runsInTurn(first: Node, second: Node): boolean {
  if (first.end > second.start || enclosing(first, ...WRITTEN_OFTEN) !== enclosing(second, ...WRITTEN_OFTEN))
    return false;
  if (enclosing(first, 'function', 'class') !== enclosing(second, 'function', 'class')) return false;
  const statement = statementOf(first);
  if (!statement || !isUnconditional(first, statement)) return false;
  const block = blockOf(statement);
  for (let at: Stmt | undefined = statementOf(second); at; at = at.parent ? statementOf(at.parent) : undefined) {
    if (block.includes(at)) return at !== statement || first.end <= second.start;
    if (at.kind === 'function' || at.kind === 'class') return false;
    // A loop around the second alone.
    if (at.kind === 'for' || at.kind === 'while') return false;
  }
  return false;
}

const WRITTEN_OFTEN = ['lambda', 'comprehension'] as const;

function isRepeated(node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') return false;
    if (REPEATS.has(at.kind)) return true;
  }
  return false;
}

/** Not in an arm of a conditional expression or behind `and` / `or`, and not in a branch of the statement. */
function isUnconditional(node: Node, statement: Stmt): boolean {
  for (const at of ancestors(node)) {
    if (at === statement) return true;
    if (at.kind === 'conditional' || (at.kind === 'binary' && (at.op === 'and' || at.op === 'or'))) return false;
  }
  return true;
}
