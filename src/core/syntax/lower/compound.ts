/** Turns compound statements into the plain tree: conditions, loops, `with`, `try` and `match`. */
import type { ExceptHandler, For, If, Match, MatchCase, Stmt, Try, While, With, WithItem } from '../ast';
import { fieldOf, fieldsOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { lowerExpression, expressionOr, maybe, block, span } from './common';

export function ifStatement(builder: Builder, raw: RawNode): Stmt {
  return lowerIf(builder, raw, fieldsOf(raw, 'alternative'), { start: raw.start, end: raw.end, isElif: false });
}

interface IfShape {
  readonly start: number;
  readonly end: number;
  readonly isElif: boolean;
}

function lowerIf(builder: Builder, raw: RawNode, alternatives: readonly RawNode[], shape: IfShape): If {
  const test = expressionOr(builder, fieldOf(raw, 'condition'), raw);
  const body = block(builder, fieldOf(raw, 'consequence'));
  const [next, ...rest] = alternatives;
  const orelse = next ? alternative(builder, next, rest, shape.end) : [];
  return finish<If>(builder, { kind: 'if', ...shape, test, body, orelse });
}

function alternative(builder: Builder, raw: RawNode, rest: readonly RawNode[], end: number): Stmt[] {
  if (raw.type === 'else_clause') return block(builder, fieldOf(raw, 'body'));
  return [lowerIf(builder, raw, rest, { start: raw.start, end, isElif: true })];
}

function elseBody(builder: Builder, raw: RawNode): Stmt[] {
  const clause = fieldOf(raw, 'alternative');
  return clause ? block(builder, fieldOf(clause, 'body')) : [];
}

export function forStatement(builder: Builder, raw: RawNode): Stmt {
  return finish<For>(builder, {
    kind: 'for',
    ...span(raw),
    target: expressionOr(builder, fieldOf(raw, 'left'), raw),
    iter: expressionOr(builder, fieldOf(raw, 'right'), raw),
    body: block(builder, fieldOf(raw, 'body')),
    orelse: elseBody(builder, raw),
  });
}

export function whileStatement(builder: Builder, raw: RawNode): Stmt {
  return finish<While>(builder, {
    kind: 'while',
    ...span(raw),
    test: expressionOr(builder, fieldOf(raw, 'condition'), raw),
    body: block(builder, fieldOf(raw, 'body')),
    orelse: elseBody(builder, raw),
  });
}

export function withStatement(builder: Builder, raw: RawNode): Stmt {
  const clause = raw.children.find((child) => child.type === 'with_clause');
  const raws = clause ? partsOf(clause).filter((child) => child.type === 'with_item') : [];
  const items = raws.flatMap((item) => withItems(builder, item));
  return finish<With>(builder, { kind: 'with', ...span(raw), items, body: block(builder, fieldOf(raw, 'body')) });
}

function withItems(builder: Builder, raw: RawNode): WithItem[] {
  const value = fieldOf(raw, 'value');
  if (!value) return [];
  if (value.type === 'tuple') return partsOf(value).map((part) => withItem(builder, part));
  return [withItem(builder, value)];
}

function withItem(builder: Builder, raw: RawNode): WithItem {
  if (raw.type !== 'as_pattern') return { context: lowerExpression(builder, raw), target: null };
  const context = partsOf(raw)[0];
  const target = fieldOf(raw, 'alias');
  const name = target && partsOf(target)[0];
  return { context: expressionOr(builder, context, raw), target: maybe(builder, name ?? target) };
}

export function tryStatement(builder: Builder, raw: RawNode): Stmt {
  const clause = (type: string): RawNode | undefined => raw.children.find((child) => child.type === type);
  const final = clause('finally_clause');
  const otherwise = clause('else_clause');
  return finish<Try>(builder, {
    kind: 'try',
    ...span(raw),
    body: block(builder, fieldOf(raw, 'body')),
    handlers: raw.children.filter((child) => child.type === 'except_clause').map((child) => handler(builder, child)),
    orelse: otherwise ? block(builder, fieldOf(otherwise, 'body')) : [],
    finalbody: final
      ? block(
          builder,
          final.children.find((child) => child.type === 'block'),
        )
      : [],
  });
}

function handler(builder: Builder, raw: RawNode): ExceptHandler {
  const body = block(
    builder,
    raw.children.find((child) => child.type === 'block'),
  );
  const value = fieldOf(raw, 'value') ?? partsOf(raw).find((child) => child.type !== 'block');
  const pattern = value?.type === 'as_pattern' ? value : undefined;
  const type = pattern ? partsOf(pattern)[0] : value;
  const alias = pattern ? fieldOf(pattern, 'alias') : fieldOf(raw, 'alias');
  return { type: maybe(builder, type), name: alias ? sourceOf(builder, alias) : null, body };
}

export function match(builder: Builder, raw: RawNode): Stmt {
  const body = fieldOf(raw, 'body');
  const clauses = body ? body.children.filter((child) => child.type === 'case_clause') : [];
  const cases = clauses.map((clause): MatchCase => {
    const guard = fieldOf(clause, 'guard');
    return {
      captures: clause.children.filter(({ field }) => field === null).flatMap((pattern) => captured(builder, pattern)),
      guard: guard ? maybe(builder, partsOf(guard)[0]) : null,
      body: block(builder, fieldOf(clause, 'consequence')),
    };
  });
  return finish<Match>(builder, {
    kind: 'match',
    ...span(raw),
    subject: expressionOr(builder, fieldOf(raw, 'subject'), raw),
    cases,
  });
}

/** The names that a pattern binds: not the class of `Point(x=0)`, not its keywords, not dotted constants. */
function captured(builder: Builder, raw: RawNode): string[] {
  if (raw.type === 'dotted_name') return raw.children.length === 1 ? [sourceOf(builder, raw)] : [];
  const inner = raw.type === 'class_pattern' ? raw.children.slice(1) : raw.children;
  const bindsWhole = raw.type === 'as_pattern' || raw.type === 'splat_pattern';
  return inner.flatMap((child) => {
    if (child.type === 'identifier') return bindsWhole ? [sourceOf(builder, child)] : [];
    return child.type === 'dotted_name' || child.type.endsWith('_pattern') ? captured(builder, child) : [];
  });
}
