/** Turns operators, comparisons and conditional expressions into the plain tree. */
import type { Binary, Compare, Conditional, Expr, Unary } from '../ast';
import { fieldOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { lowerAll, lowerExpression, opaque, span } from './common';

export function binary(builder: Builder, raw: RawNode): Expr {
  const [left, operator, right] = [fieldOf(raw, 'left'), fieldOf(raw, 'operator'), fieldOf(raw, 'right')];
  if (!left || !operator || !right) return opaque(builder, raw);
  return finish<Binary>(builder, {
    kind: 'binary',
    ...span(raw),
    op: sourceOf(builder, operator),
    left: lowerExpression(builder, left),
    right: lowerExpression(builder, right),
  });
}

export function unary(builder: Builder, raw: RawNode): Expr {
  const operand = fieldOf(raw, 'argument');
  const operator = fieldOf(raw, 'operator');
  if (!operand) return opaque(builder, raw);
  const op = (operator ? sourceOf(builder, operator) : 'not') as Unary['op'];
  return finish<Unary>(builder, { kind: 'unary', ...span(raw), op, operand: lowerExpression(builder, operand) });
}

export function compare(builder: Builder, raw: RawNode): Expr {
  const operators = raw.children.filter((child) => child.field === 'operators');
  const ops = operators.map((operator) => sourceOf(builder, operator).replace(/\s+/g, ' '));
  const operands = lowerAll(
    builder,
    partsOf(raw).filter((child) => child.field !== 'operators'),
  );
  return finish<Compare>(builder, { kind: 'compare', ...span(raw), ops, operands });
}

export function conditional(builder: Builder, raw: RawNode): Expr {
  const [then, test, otherwise] = lowerAll(builder, partsOf(raw));
  if (!then || !test || !otherwise) return opaque(builder, raw);
  return finish<Conditional>(builder, { kind: 'conditional', ...span(raw), test, then, otherwise });
}
