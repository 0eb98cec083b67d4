/** Arms of an `if` that cannot run, because a constant of the module decides which one does. */
import type { Constant, Expr, If, Name, Node, Stmt } from '../syntax/ast';
import type { Span } from '../text/span';
import { contains, spanOf } from '../text/span';
import { ancestors } from '../syntax/walk';
import { moved } from './answers';
import { findScope } from './find-scope';
import type { Model } from './model';
import { perModel } from './per-model';

/** True for code in such an arm. */
export function isDead(model: Pick<Model, 'program'>, node: Node): boolean {
  for (const at of ancestors(node))
    if (at.kind === 'if' && deadArm(model, at).some((one) => contains(one, node))) return true;
  return false;
}

/** All such arms of a program. */
export const deadSpans = perModel(
  (model): readonly Span[] =>
    model.program.module.scope.assignments().flatMap(({ name, value }) => {
      const uses = switchIn(value) ? model.program.names(name) : [];
      return uses.flatMap((use) => {
        const test = use.parent?.kind === 'unary' ? use.parent : use;
        const branch = test.parent?.kind === 'if' && test.parent.test === test ? test.parent : undefined;
        return branch ? deadArm(model, branch).map(spanOf) : [];
      });
    }),
  moved,
);

/** What is switched off with nothing in its place is kept for another day, and is reported like any code. */
function deadArm(model: Pick<Model, 'program'>, { test, body, orelse }: If): readonly Stmt[] {
  if (orelse.length === 0) return [];
  const negated = test.kind === 'unary' && test.op === 'not';
  const name = negated ? test.operand : test;
  const flag = name.kind === 'name' ? constantOf(model, name) : undefined;
  if (flag === undefined) return [];
  return flag === negated ? body : orelse;
}

/** A switch that is set once, at the top level, by a literal; a comment beside it invites the reader to change it. */
function constantOf(model: Pick<Model, 'program'>, name: Name): boolean | undefined {
  const [only, ...others] = findScope(name, name.id)?.bindings ?? [];
  if (only?.kind !== 'assign' || others.length > 0 || only.path.length > 0) return undefined;
  const value = switchIn(only.value);
  return value && only.node.parent?.kind === 'module' && !isExplained(model, only.node)
    ? value.value === true
    : undefined;
}

const switchIn = (value: Expr | null): Constant | undefined =>
  value?.kind === 'constant' && typeof value.value === 'boolean' ? value : undefined;

/** By a comment on its line, or on a line of its own right above. */
function isExplained({ program }: Pick<Model, 'program'>, { start, end }: Node): boolean {
  const { text } = program;
  const lineAbove = text.lastIndexOf('\n', Math.max(0, text.lastIndexOf('\n', start) - 1)) + 1;
  const lineEnd = text.indexOf('\n', end);
  if (text.slice(lineAbove, start).trimStart().startsWith('#')) return true;
  return program.commentsIn({ start: end, end: lineEnd < 0 ? text.length : lineEnd }).length > 0;
}
