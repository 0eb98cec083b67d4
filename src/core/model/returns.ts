/** What a local function hands back: the expressions of its `return` statements. */
import type { Expr, FunctionDef } from '../syntax/ast';
import { descendRunning } from '../syntax/walk';

/** More different results than this say nothing about a call. */
const MAX_RETURNS = 8;

export function returnedBy(definition: FunctionDef): readonly Expr[] {
  const values: Expr[] = [];
  for (const statement of definition.body) {
    for (const node of descendRunning(statement)) if (node.kind === 'return' && node.value) values.push(node.value);
  }
  return values.slice(0, MAX_RETURNS);
}
