/** Turns copied statement nodes into the plain tree. */
import type {
  Assign,
  AugAssign,
  Broken,
  ClassDef,
  ExceptHandler,
  Expr,
  ExprStmt,
  For,
  FunctionDef,
  Global,
  If,
  ImportedName,
  Import,
  ImportFrom,
  Jump,
  Match,
  MatchCase,
  Return,
  Simple,
  Stmt,
  Try,
  While,
  With,
  WithItem,
} from '../ast';
import { fieldOf, fieldsOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, unitOf, type Builder } from './builder';
import { lowerArguments, lowerExpression, lowerParameters, opaque } from './expressions';
import { LocalScope, selfBindingsOf } from './scope';

/** Lowers one statement node; comments and empty fragments give nothing. */
export function lowerStatement(builder: Builder, raw: RawNode): Stmt[] {
  if (raw.type === 'comment' || raw.missing) return [];
  const lower = LOWERINGS[raw.type];
  if (lower) return [lower(builder, raw)];
  return isFragment(raw) ? [] : [exprStatement(builder, raw)];
}

type Lowering = (builder: Builder, raw: RawNode) => Stmt;

const span = (raw: RawNode): { start: number; end: number } => ({ start: raw.start, end: raw.end });
const lowerAll = (builder: Builder, raws: readonly RawNode[]): Expr[] =>
  raws.map((raw) => lowerExpression(builder, raw));

/** Tokens that stand alone only where something did not parse. */
function isFragment(raw: RawNode): boolean {
  return raw.type === 'line_continuation' || raw.type === 'async' || raw.type === 'type_parameter';
}

/** The statements of a block; each is a unit of its own. */
function block(builder: Builder, raw: RawNode | undefined): Stmt[] {
  if (!raw) return [];
  return raw.children.flatMap((child) => {
    if (!child.isStatement) return lowerStatement(builder, child);
    const unit = unitOf(builder, child, lowerStatement);
    builder.unit.inner.push(unit);
    return [...unit.statements];
  });
}

function expressionOr(builder: Builder, raw: RawNode | undefined, whole: RawNode): Expr {
  return raw ? lowerExpression(builder, raw) : opaque(builder, whole);
}

function maybe(builder: Builder, raw: RawNode | undefined): Expr | null {
  return raw ? lowerExpression(builder, raw) : null;
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
  (kind: Simple['kind']): Lowering =>
  (builder, raw) =>
    finish<Simple>(builder, { kind, ...span(raw), parts: lowerAll(builder, partsOf(raw)) });

const jump =
  (kind: Jump['kind']): Lowering =>
  (builder, raw) =>
    finish<Jump>(builder, { kind, ...span(raw) });

const global =
  (kind: Global['kind']): Lowering =>
  (builder, raw) =>
    finish<Global>(builder, { kind, ...span(raw), names: partsOf(raw).map((part) => sourceOf(builder, part)) });

function ifStatement(builder: Builder, raw: RawNode): Stmt {
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

function forStatement(builder: Builder, raw: RawNode): Stmt {
  return finish<For>(builder, {
    kind: 'for',
    ...span(raw),
    target: expressionOr(builder, fieldOf(raw, 'left'), raw),
    iter: expressionOr(builder, fieldOf(raw, 'right'), raw),
    body: block(builder, fieldOf(raw, 'body')),
    orelse: elseBody(builder, raw),
  });
}

function whileStatement(builder: Builder, raw: RawNode): Stmt {
  return finish<While>(builder, {
    kind: 'while',
    ...span(raw),
    test: expressionOr(builder, fieldOf(raw, 'condition'), raw),
    body: block(builder, fieldOf(raw, 'body')),
    orelse: elseBody(builder, raw),
  });
}

function withStatement(builder: Builder, raw: RawNode): Stmt {
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

function tryStatement(builder: Builder, raw: RawNode): Stmt {
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

function functionDefinition(builder: Builder, raw: RawNode): Stmt {
  return lowerFunction(builder, raw, raw, []);
}

function lowerFunction(builder: Builder, raw: RawNode, whole: RawNode, decorators: readonly Expr[]): FunctionDef {
  const list = fieldOf(raw, 'parameters');
  const scope = new LocalScope('function', builder.index);
  const node = finish<FunctionDef>(builder, {
    kind: 'function',
    ...span(whole),
    name: sourceOf(builder, fieldOf(raw, 'name')),
    decorators,
    params: list ? lowerParameters(builder, list) : [],
    body: block(builder, fieldOf(raw, 'body')),
    scope,
  });
  scope.owner = node;
  return node;
}

function classDefinition(builder: Builder, raw: RawNode): Stmt {
  return lowerClass(builder, raw, raw, []);
}

function lowerClass(builder: Builder, raw: RawNode, whole: RawNode, decorators: readonly Expr[]): ClassDef {
  const list = fieldOf(raw, 'superclasses');
  const scope = new LocalScope('class', builder.index);
  let bindings: ReturnType<typeof selfBindingsOf> | undefined;
  const node: ClassDef = finish<ClassDef>(builder, {
    kind: 'class',
    ...span(whole),
    name: sourceOf(builder, fieldOf(raw, 'name')),
    decorators,
    bases: list ? lowerArguments(builder, list) : [],
    body: block(builder, fieldOf(raw, 'body')),
    scope,
    get selfBindings() {
      return (bindings ??= selfBindingsOf(node));
    },
  });
  scope.owner = node;
  return node;
}

function decorated(builder: Builder, raw: RawNode): Stmt {
  const definition = fieldOf(raw, 'definition');
  const marks = raw.children.filter((child) => child.type === 'decorator').flatMap((child) => partsOf(child));
  const decorators = lowerAll(builder, marks);
  if (definition?.type === 'class_definition') return lowerClass(builder, definition, raw, decorators);
  return definition ? lowerFunction(builder, definition, raw, decorators) : broken(builder, raw);
}

function importStatement(builder: Builder, raw: RawNode): Stmt {
  const names = fieldsOf(raw, 'name').map((name) => importedName(builder, name));
  return finish<Import>(builder, { kind: 'import', ...span(raw), names });
}

function importFrom(builder: Builder, raw: RawNode): Stmt {
  const written = sourceOf(builder, fieldOf(raw, 'module_name')).replaceAll(/\s/g, '');
  const module = raw.type === 'future_import_statement' ? '__future__' : written;
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  return finish<ImportFrom>(builder, {
    kind: 'importfrom',
    ...span(raw),
    module: module.slice(dots),
    level: dots,
    names: fieldsOf(raw, 'name').map((name) => importedName(builder, name)),
    star: raw.children.some((child) => child.type === 'wildcard_import'),
  });
}

function importedName(builder: Builder, raw: RawNode): ImportedName {
  if (raw.type !== 'aliased_import') return { name: sourceOf(builder, raw), alias: null };
  return { name: sourceOf(builder, fieldOf(raw, 'name')), alias: sourceOf(builder, fieldOf(raw, 'alias')) };
}

function match(builder: Builder, raw: RawNode): Stmt {
  const body = fieldOf(raw, 'body');
  const clauses = body ? body.children.filter((child) => child.type === 'case_clause') : [];
  const cases = clauses.map((clause): MatchCase => {
    const guard = fieldOf(clause, 'guard');
    return {
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

const LOWERINGS: Readonly<Record<string, Lowering>> = {
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
  decorated_definition: decorated,
  import_statement: importStatement,
  import_from_statement: importFrom,
  future_import_statement: importFrom,
  match_statement: match,
  type_alias_statement: simple('print'),
  ERROR: broken,
};
