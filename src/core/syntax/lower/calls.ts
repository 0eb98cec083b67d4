/** Turns calls, lambdas and their arguments and parameters into the plain tree. */
import type { Argument, Call, Expr, Lambda, Param } from '../ast';
import { fieldOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { lowerExpression, opaque, span } from './common';

export function call(builder: Builder, raw: RawNode): Expr {
  const func = fieldOf(raw, 'function');
  const list = fieldOf(raw, 'arguments');
  if (!func || !list) return opaque(builder, raw);
  const args = list.type === 'generator_expression' ? [positional(builder, list)] : lowerArguments(builder, list);
  return finish<Call>(builder, { kind: 'call', ...span(raw), func: lowerExpression(builder, func), args });
}

export function lowerArguments(builder: Builder, list: RawNode): Argument[] {
  return partsOf(list).map((raw) => {
    if (raw.type === 'keyword_argument') return keyword(builder, raw);
    if (raw.type === 'list_splat') return splat(builder, raw, '*');
    if (raw.type === 'dictionary_splat') return splat(builder, raw, '**');
    return positional(builder, raw);
  });
}

function positional(builder: Builder, raw: RawNode): Argument {
  const value = lowerExpression(builder, raw);
  return finish<Argument>(builder, { kind: 'argument', ...span(raw), name: null, star: '', value });
}

function keyword(builder: Builder, raw: RawNode): Argument {
  const key = fieldOf(raw, 'name');
  const value = fieldOf(raw, 'value');
  return finish<Argument>(builder, {
    kind: 'argument',
    ...span(raw),
    name: key ? sourceOf(builder, key) : null,
    star: '',
    value: value ? lowerExpression(builder, value) : opaque(builder, raw),
  });
}

function splat(builder: Builder, raw: RawNode, star: '*' | '**'): Argument {
  const inner = partsOf(raw)[0];
  const value = inner ? lowerExpression(builder, inner) : opaque(builder, raw);
  return finish<Argument>(builder, { kind: 'argument', ...span(raw), name: null, star, value });
}

export function lambda(builder: Builder, raw: RawNode): Expr {
  const body = fieldOf(raw, 'body');
  if (!body) return opaque(builder, raw);
  const list = fieldOf(raw, 'parameters');
  const params = list ? lowerParameters(builder, list) : [];
  return finish<Lambda>(builder, { kind: 'lambda', ...span(raw), params, body: lowerExpression(builder, body) });
}

export function lowerParameters(builder: Builder, list: RawNode): Param[] {
  return partsOf(list).flatMap((raw) => lowerParameter(builder, raw));
}

function lowerParameter(builder: Builder, raw: RawNode): Param[] {
  const inner = parameterName(raw);
  if (!inner) return [];
  const star = STARS[raw.type] ?? STARS[inner.type] ?? '';
  const identifier = inner.type === 'identifier' ? inner : partsOf(inner)[0];
  if (!identifier) return [];
  const annotation = fieldOf(raw, 'type');
  const value = fieldOf(raw, 'value');
  return [
    finish<Param>(builder, {
      kind: 'param',
      ...span(raw),
      name: sourceOf(builder, identifier),
      star,
      annotation: annotation ? lowerExpression(builder, annotation) : null,
      default: value ? lowerExpression(builder, value) : null,
    }),
  ];
}

const STARS: Readonly<Record<string, '*' | '**'>> = { list_splat_pattern: '*', dictionary_splat_pattern: '**' };

function parameterName(raw: RawNode): RawNode | undefined {
  if (raw.type === 'identifier' || STARS[raw.type]) return raw;
  return fieldOf(raw, 'name') ?? (raw.type === 'typed_parameter' ? partsOf(raw)[0] : undefined);
}
