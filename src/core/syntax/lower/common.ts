/** What every lowering uses: the expressions and blocks below a node, and the way out for what is not understood. */
import type { Expr, Opaque, Stmt } from '../ast';
import { partsOf, type RawNode } from '../raw';
import { finish, unitOf, type Builder } from './builder';

export type Expression = (builder: Builder, raw: RawNode) => Expr;
export type Statement = (builder: Builder, raw: RawNode) => Stmt;

export const span = (raw: RawNode): { start: number; end: number } => ({ start: raw.start, end: raw.end });

export function lowerExpression(builder: Builder, raw: RawNode): Expr {
  return builder.lowerings.expression(builder, raw);
}

export const lowerAll = (builder: Builder, raws: readonly RawNode[]): Expr[] =>
  raws.map((raw) => lowerExpression(builder, raw));

/** What is not understood, with the expressions inside it. */
export function opaque(builder: Builder, raw: RawNode): Expr {
  const parts = lowerAll(builder, partsOf(raw));
  return finish<Opaque>(builder, { kind: 'opaque', ...span(raw), parts });
}

export function expressionOr(builder: Builder, raw: RawNode | undefined, whole: RawNode): Expr {
  return raw ? lowerExpression(builder, raw) : opaque(builder, whole);
}

export function maybe(builder: Builder, raw: RawNode | undefined): Expr | null {
  return raw ? lowerExpression(builder, raw) : null;
}

/** The statements of a block; each is a unit of its own. */
export function block(builder: Builder, raw: RawNode | undefined): Stmt[] {
  if (!raw) return [];
  return raw.children.flatMap((child) => {
    if (!child.isStatement) return builder.lowerings.statement(builder, child);
    const unit = unitOf(builder, child, builder.lowerings.statement);
    builder.unit.inner.push(unit);
    return [...unit.statements];
  });
}
