/** Turns copied statement nodes into the plain tree: which node is lowered how. */
import type { Expr, Assign, AugAssign, Broken, ExprStmt, Global, Jump, Return, Simple, Stmt } from '../ast';
import { fieldOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { block, lowerAll, lowerExpression, expressionOr, maybe, type Statement, span } from './common';
import { ifStatement, forStatement, whileStatement, withStatement, tryStatement, match } from './compound';
import { functionDefinition, classDefinition, decorated } from './definitions';
import { importStatement, importFrom } from './imports';

/** Lowers one statement node; comments and empty fragments give nothing. */
export function lowerStatement(builder: Builder, raw: RawNode): Stmt[] {
  if (raw.type === 'comment' || raw.missing) return [];
  const lower = LOWERINGS[raw.type];
  if (lower) return [lower(builder, raw)];
  return isFragment(raw) ? [] : [exprStatement(builder, raw)];
}

/** Tokens that stand alone only where something did not parse. */
function isFragment(raw: RawNode): boolean {
  return raw.type === 'line_continuation' || raw.type === 'async' || raw.type === 'type_parameter';
}

function expressionStatement(builder: Builder, raw: RawNode): Stmt {
  const parts = partsOf(raw);
  const first = parts[0];
  if (first?.type === 'assignment') return assign(builder, first);
  if (first?.type === 'augmented_assignment') return augmented(builder, first);
  return parts.length === 1 && first ? exprStatement(builder, first) : exprStatement(builder, raw);
}

function exprStatement(builder: Builder, raw: RawNode): Stmt {
  return finish<ExprStmt>(builder, { kind: 'exprstmt', ...span(raw), value: lowerExpression(builder, raw) });
}

function assign(builder: Builder, raw: RawNode): Stmt {
  const targets: Expr[] = [];
  let at: RawNode | undefined = raw;
  let annotation: Expr | null = null;
  while (at?.type === 'assignment') {
    const left = fieldOf(at, 'left');
    const type = fieldOf(at, 'type');
    if (left) targets.push(lowerExpression(builder, left));
    if (type) annotation = lowerExpression(builder, type);
    at = fieldOf(at, 'right');
  }
  return finish<Assign>(builder, { kind: 'assign', ...span(raw), targets, value: maybe(builder, at), annotation });
}

function augmented(builder: Builder, raw: RawNode): Stmt {
  return finish<AugAssign>(builder, {
    kind: 'augassign',
    ...span(raw),
    target: expressionOr(builder, fieldOf(raw, 'left'), raw),
    op: sourceOf(builder, fieldOf(raw, 'operator')).replace(/=$/, ''),
    value: expressionOr(builder, fieldOf(raw, 'right'), raw),
  });
}

function returned(builder: Builder, raw: RawNode): Stmt {
  return finish<Return>(builder, { kind: 'return', ...span(raw), value: maybe(builder, partsOf(raw)[0]) });
}

const simple =
  (kind: Simple['kind']): Statement =>
  (builder, raw) =>
    finish<Simple>(builder, { kind, ...span(raw), parts: lowerAll(builder, partsOf(raw)) });

const jump =
  (kind: Jump['kind']): Statement =>
  (builder, raw) =>
    finish<Jump>(builder, { kind, ...span(raw) });

const global =
  (kind: Global['kind']): Statement =>
  (builder, raw) =>
    finish<Global>(builder, { kind, ...span(raw), names: partsOf(raw).map((part) => sourceOf(builder, part)) });

/** Keeps what could be read inside a region that did not parse. */
function broken(builder: Builder, raw: RawNode): Stmt {
  const body: Stmt[] = [];
  const parts: Expr[] = [];
  for (const child of partsOf(raw)) {
    if (child.type === 'block') body.push(...block(builder, child));
    else if (LOWERINGS[child.type]) body.push(...lowerStatement(builder, child));
    else parts.push(lowerExpression(builder, child));
  }
  return finish<Broken>(builder, { kind: 'broken', ...span(raw), parts, body });
}

const LOWERINGS: Readonly<Record<string, Statement>> = {
  expression_statement: expressionStatement,
  return_statement: returned,
  raise_statement: simple('raise'),
  assert_statement: simple('assert'),
  delete_statement: simple('delete'),
  print_statement: simple('print'),
  exec_statement: simple('print'),
  break_statement: jump('break'),
  continue_statement: jump('continue'),
  pass_statement: jump('pass'),
  global_statement: global('global'),
  nonlocal_statement: global('nonlocal'),
  if_statement: ifStatement,
  for_statement: forStatement,
  while_statement: whileStatement,
  with_statement: withStatement,
  try_statement: tryStatement,
  function_definition: functionDefinition,
  class_definition: classDefinition,
  decorated_definition: (builder, raw) => decorated(builder, raw) ?? broken(builder, raw),
  import_statement: importStatement,
  import_from_statement: importFrom,
  future_import_statement: importFrom,
  match_statement: match,
  type_alias_statement: simple('print'),
  ERROR: broken,
};
