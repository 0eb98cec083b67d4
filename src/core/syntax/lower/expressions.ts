/** Turns copied expression nodes into the plain tree. */
import type {
  Argument,
  Attribute,
  Binary,
  Call,
  Compare,
  Comprehension,
  ComprehensionClause,
  Conditional,
  Constant,
  Dict,
  DictEntry,
  Expr,
  FString,
  Lambda,
  Name,
  Opaque,
  Param,
  Sequence,
  Subscript,
  Unary,
  Walrus,
  Wrapped,
} from '../ast';
import { fieldOf, fieldsOf, partsOf, type RawNode } from '../raw';
import { detached, finish, sourceOf, type Builder } from './builder';
import { numberValue, stringValue } from './literals';

/** Lowers any expression; what is not understood becomes `opaque` with the expressions inside it. */
export function lowerExpression(builder: Builder, raw: RawNode): Expr {
  const lower = LOWERINGS[raw.type];
  return lower ? lower(builder, raw) : opaque(builder, raw);
}

type Lowering = (builder: Builder, raw: RawNode) => Expr;

const span = (raw: RawNode): { start: number; end: number } => ({ start: raw.start, end: raw.end });
const lowerAll = (builder: Builder, raws: readonly RawNode[]): Expr[] =>
  raws.map((raw) => lowerExpression(builder, raw));

export function opaque(builder: Builder, raw: RawNode): Expr {
  const parts = lowerAll(builder, partsOf(raw));
  return finish<Opaque>(builder, { kind: 'opaque', ...span(raw), parts });
}

const constant =
  (value: Constant['value']): Lowering =>
  (builder, raw) =>
    finish<Constant>(builder, { kind: 'constant', ...span(raw), value });

const sequence =
  (kind: Sequence['kind']): Lowering =>
  (builder, raw) =>
    finish<Sequence>(builder, { kind, ...span(raw), items: lowerAll(builder, partsOf(raw)) });

const wrapped =
  (kind: Wrapped['kind']): Lowering =>
  (builder, raw) =>
    finish<Wrapped>(builder, { kind, ...span(raw), parts: lowerAll(builder, partsOf(raw)) });

const comprehension =
  (of: Comprehension['of']): Lowering =>
  (builder, raw) => {
    const body = fieldOf(raw, 'body') ?? raw.children[0];
    const isPair = body?.type === 'pair';
    const key = body && isPair ? fieldOf(body, 'key') : undefined;
    const element = body && isPair ? fieldOf(body, 'value') : body;
    return finish<Comprehension>(builder, {
      kind: 'comprehension',
      ...span(raw),
      of,
      element: element ? lowerExpression(builder, element) : opaque(builder, raw),
      key: key ? lowerExpression(builder, key) : null,
      clauses: lowerClauses(builder, raw),
    });
  };

function lowerClauses(builder: Builder, raw: RawNode): ComprehensionClause[] {
  const clauses: { target: Expr; iter: Expr; conditions: Expr[] }[] = [];
  for (const child of raw.children) {
    if (child.type === 'for_in_clause') {
      const target = fieldOf(child, 'left');
      const iter = fieldOf(child, 'right');
      if (target && iter) {
        clauses.push({
          target: lowerExpression(builder, target),
          iter: lowerExpression(builder, iter),
          conditions: [],
        });
      }
    }
    if (child.type === 'if_clause') clauses.at(-1)?.conditions.push(...lowerAll(builder, partsOf(child)));
  }
  return clauses;
}

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

function call(builder: Builder, raw: RawNode): Expr {
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

function subscript(builder: Builder, raw: RawNode): Expr {
  const value = fieldOf(raw, 'value');
  if (!value) return opaque(builder, raw);
  const index = lowerAll(builder, fieldsOf(raw, 'subscript'));
  return finish<Subscript>(builder, { kind: 'subscript', ...span(raw), value: lowerExpression(builder, value), index });
}

function number(builder: Builder, raw: RawNode): Expr {
  const value = numberValue(sourceOf(builder, raw));
  return value === undefined ? opaque(builder, raw) : constant(value)(builder, raw);
}

function string(builder: Builder, raw: RawNode): Expr {
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

function concatenated(builder: Builder, raw: RawNode): Expr {
  const pieces = partsOf(raw).map((piece) => stringValue(sourceOf(builder, piece)));
  if (pieces.some((piece) => !piece || piece.formatted)) {
    return finish<FString>(builder, { kind: 'fstring', ...span(raw), parts: lowerAll(builder, partsOf(raw)) });
  }
  const value = pieces.map((piece) => piece?.value ?? '').join('');
  return finish<Constant>(builder, { kind: 'constant', ...span(raw), value });
}

function dictionary(builder: Builder, raw: RawNode): Expr {
  const entries = partsOf(raw).flatMap((part): DictEntry[] => {
    if (part.type === 'pair') return pair(builder, part);
    const inner = part.type === 'dictionary_splat' ? partsOf(part)[0] : part;
    return inner ? [{ key: null, value: lowerExpression(builder, inner) }] : [];
  });
  return finish<Dict>(builder, { kind: 'dict', ...span(raw), entries });
}

function pair(builder: Builder, raw: RawNode): DictEntry[] {
  const key = fieldOf(raw, 'key');
  const value = fieldOf(raw, 'value');
  return key && value ? [{ key: lowerExpression(builder, key), value: lowerExpression(builder, value) }] : [];
}

function binary(builder: Builder, raw: RawNode): Expr {
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

function unary(builder: Builder, raw: RawNode): Expr {
  const operand = fieldOf(raw, 'argument');
  const operator = fieldOf(raw, 'operator');
  if (!operand) return opaque(builder, raw);
  const op = (operator ? sourceOf(builder, operator) : 'not') as Unary['op'];
  return finish<Unary>(builder, { kind: 'unary', ...span(raw), op, operand: lowerExpression(builder, operand) });
}

function compare(builder: Builder, raw: RawNode): Expr {
  const operators = raw.children.filter((child) => child.field === 'operators');
  const ops = operators.map((operator) => sourceOf(builder, operator).replace(/\s+/g, ' '));
  const operands = lowerAll(
    builder,
    partsOf(raw).filter((child) => child.field !== 'operators'),
  );
  return finish<Compare>(builder, { kind: 'compare', ...span(raw), ops, operands });
}

function conditional(builder: Builder, raw: RawNode): Expr {
  const [then, test, otherwise] = lowerAll(builder, partsOf(raw));
  if (!then || !test || !otherwise) return opaque(builder, raw);
  return finish<Conditional>(builder, { kind: 'conditional', ...span(raw), test, then, otherwise });
}

function lambda(builder: Builder, raw: RawNode): Expr {
  const body = fieldOf(raw, 'body');
  if (!body) return opaque(builder, raw);
  const list = fieldOf(raw, 'parameters');
  const params = list ? lowerParameters(builder, list) : [];
  return finish<Lambda>(builder, { kind: 'lambda', ...span(raw), params, body: lowerExpression(builder, body) });
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

const LOWERINGS: Readonly<Record<string, Lowering>> = {
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
