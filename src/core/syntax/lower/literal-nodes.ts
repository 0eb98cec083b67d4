/** Turns literals into the plain tree: constants, strings and formatted strings. */
import type { Constant, Expr, FString } from '../ast';
import { fieldsOf, partsOf, type RawNode } from '../raw';
import { detached, finish, sourceOf, type Builder } from './builder';
import { lowerAll, opaque, type Expression, span } from './common';
import { numberValue, stringValue } from './literals';

export const constant =
  (value: Constant['value']): Expression =>
  (builder, raw) =>
    finish<Constant>(builder, { kind: 'constant', ...span(raw), value });

export function number(builder: Builder, raw: RawNode): Expr {
  const value = numberValue(sourceOf(builder, raw));
  return value === undefined ? opaque(builder, raw) : constant(value)(builder, raw);
}

export function string(builder: Builder, raw: RawNode): Expr {
  const literal = stringValue(sourceOf(builder, raw));
  if (!literal) return opaque(builder, raw);
  if (literal.formatted) return fstring(builder, raw);
  return finish<Constant>(builder, {
    kind: 'constant',
    ...span(raw),
    value: detached(literal.value),
    ...(literal.bytes ? { bytes: true } : {}),
  });
}

function fstring(builder: Builder, raw: RawNode): FString {
  const inside = raw.children.filter((child) => child.type === 'interpolation');
  const parts = inside.flatMap((child) => fieldsOf(child, 'expression'));
  return finish<FString>(builder, { kind: 'fstring', ...span(raw), parts: lowerAll(builder, parts) });
}

export function concatenated(builder: Builder, raw: RawNode): Expr {
  const pieces = partsOf(raw).map((piece) => stringValue(sourceOf(builder, piece)));
  if (pieces.some((piece) => !piece || piece.formatted)) {
    return finish<FString>(builder, { kind: 'fstring', ...span(raw), parts: lowerAll(builder, partsOf(raw)) });
  }
  const value = pieces.map((piece) => piece?.value ?? '').join('');
  return finish<Constant>(builder, { kind: 'constant', ...span(raw), value });
}
