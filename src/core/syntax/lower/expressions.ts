/** Turns copied expression nodes into the plain tree: which node is lowered how. */
import type { Attribute, Expr, Name, Subscript, Walrus, Wrapped } from '../ast';
import { fieldOf, fieldsOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { call, lambda } from './calls';
import { span, lowerAll, lowerExpression, opaque, type Expression } from './common';
import { sequence, dictionary, comprehension } from './displays';
import { constant, number, string, concatenated } from './literal-nodes';
import { binary, unary, compare, conditional } from './operators';

/** Lowers any expression; what is not understood becomes `opaque` with the expressions inside it. */
export function lowerAnyExpression(builder: Builder, raw: RawNode): Expr {
  const lower = LOWERINGS[raw.type];
  return lower ? lower(builder, raw) : opaque(builder, raw);
}

const wrapped =
  (kind: Wrapped['kind']): Expression =>
  (builder, raw) =>
    finish<Wrapped>(builder, { kind, ...span(raw), parts: lowerAll(builder, partsOf(raw)) });

function name(builder: Builder, raw: RawNode): Name {
  return finish<Name>(builder, { kind: 'name', ...span(raw), id: sourceOf(builder, raw) });
}

function attribute(builder: Builder, raw: RawNode): Expr {
  const object = fieldOf(raw, 'object');
  const attr = fieldOf(raw, 'attribute');
  if (!object || !attr) return opaque(builder, raw);
  const value = lowerExpression(builder, object);
  return finish<Attribute>(builder, { kind: 'attribute', ...span(raw), value, attr: sourceOf(builder, attr) });
}

function subscript(builder: Builder, raw: RawNode): Expr {
  const value = fieldOf(raw, 'value');
  if (!value) return opaque(builder, raw);
  const index = lowerAll(builder, fieldsOf(raw, 'subscript'));
  return finish<Subscript>(builder, { kind: 'subscript', ...span(raw), value: lowerExpression(builder, value), index });
}

function walrus(builder: Builder, raw: RawNode): Expr {
  const [target, value] = [fieldOf(raw, 'name'), fieldOf(raw, 'value')];
  if (!target || !value) return opaque(builder, raw);
  return finish<Walrus>(builder, {
    kind: 'walrus',
    ...span(raw),
    target: name(builder, target),
    value: lowerExpression(builder, value),
  });
}

/** The expression inside parentheses; the node keeps its own span, without them. */
function parenthesized(builder: Builder, raw: RawNode): Expr {
  const inner = partsOf(raw)[0];
  return inner ? lowerExpression(builder, inner) : opaque(builder, raw);
}

const LOWERINGS: Readonly<Record<string, Expression>> = {
  identifier: name,
  attribute,
  call,
  subscript,
  integer: number,
  float: number,
  string,
  concatenated_string: concatenated,
  true: constant(true),
  false: constant(false),
  none: constant(null),
  list: sequence('list'),
  list_pattern: sequence('list'),
  tuple: sequence('tuple'),
  tuple_pattern: sequence('tuple'),
  expression_list: sequence('tuple'),
  pattern_list: sequence('tuple'),
  set: sequence('set'),
  dictionary,
  list_comprehension: comprehension('list'),
  set_comprehension: comprehension('set'),
  dictionary_comprehension: comprehension('dict'),
  generator_expression: comprehension('generator'),
  binary_operator: binary,
  boolean_operator: binary,
  unary_operator: unary,
  not_operator: unary,
  comparison_operator: compare,
  conditional_expression: conditional,
  lambda,
  named_expression: walrus,
  parenthesized_expression: parenthesized,
  list_splat: wrapped('starred'),
  list_splat_pattern: wrapped('starred'),
  dictionary_splat: wrapped('starred'),
  await: wrapped('await'),
  yield: wrapped('yield'),
  slice: wrapped('slice'),
  type: parenthesized,
};
