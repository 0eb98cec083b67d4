/** Ways through the plain tree: children, ancestors, and a depth-first search that can stay inside one function. */
import type { ClassDef, Expr, FunctionDef, Lambda, Module, Node, NodeOf, Stmt } from './ast';

/** The direct children of a node, in source order. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'name':
    case 'constant':
    case 'break':
    case 'continue':
    case 'pass':
    case 'global':
    case 'nonlocal':
    case 'import':
    case 'importfrom':
      return [];
    case 'attribute':
    case 'argument':
    case 'exprstmt':
      return [node.value];
    case 'call':
      return [node.func, ...node.args];
    case 'subscript':
      return [node.value, ...node.index];
    case 'fstring':
    case 'starred':
    case 'await':
    case 'yield':
    case 'slice':
    case 'opaque':
    case 'raise':
    case 'assert':
    case 'delete':
    case 'print':
      return node.parts;
    case 'list':
    case 'tuple':
    case 'set':
      return node.items;
    case 'dict':
      return node.entries.flatMap((entry) => present(entry.key, entry.value));
    case 'comprehension':
      return [
        ...present(node.key, node.element),
        ...node.clauses.flatMap((clause) => [clause.target, clause.iter, ...clause.conditions]),
      ];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'compare':
      return node.operands;
    case 'conditional':
      return [node.then, node.test, node.otherwise];
    default:
      return statementChildren(node);
  }
}

type Rest = Exclude<Stmt | Module | NodeOf<'lambda' | 'walrus' | 'param'>, { kind: 'exprstmt' }>;

function statementChildren(node: Node): readonly Node[] {
  const rest = node as Rest;
  switch (rest.kind) {
    case 'lambda':
      return [...rest.params, rest.body];
    case 'walrus':
      return [rest.target, rest.value];
    case 'param':
      return present(rest.annotation, rest.default);
    case 'assign':
      return [...rest.targets, ...present(rest.annotation, rest.value)];
    case 'augassign':
      return [rest.target, rest.value];
    case 'return':
      return present(rest.value);
    case 'if':
      return [rest.test, ...rest.body, ...rest.orelse];
    case 'for':
      return [rest.target, rest.iter, ...rest.body, ...rest.orelse];
    case 'while':
      return [rest.test, ...rest.body, ...rest.orelse];
    case 'with':
      return [...rest.items.flatMap((item) => present(item.context, item.target)), ...rest.body];
    case 'try':
      return [
        ...rest.body,
        ...rest.handlers.flatMap((handler) => [...present(handler.type), ...handler.body]),
        ...rest.orelse,
        ...rest.finalbody,
      ];
    case 'function':
      return [...rest.decorators, ...rest.params, ...rest.body];
    case 'class':
      return [...rest.decorators, ...rest.bases, ...rest.body];
    case 'match':
      return [rest.subject, ...rest.cases.flatMap((one) => [...present(one.guard), ...one.body])];
    case 'broken':
      return [...rest.parts, ...rest.body];
    case 'module':
      return rest.body;
    default:
      return [];
  }
}

function present(...nodes: readonly (Expr | null)[]): Expr[] {
  return nodes.filter((node): node is Expr => node !== null);
}

/** Depth-first, the node itself first. `enter` may say not to go below a node. */
export function* descend(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!enter(node)) return;
  for (const child of children(node)) yield* descend(child, enter);
}

/** Everything that runs when `node` runs: does not enter nested functions, lambdas or classes below it. */
export function* descendRunning(node: Node): Generator<Node> {
  yield* descend(node, (at) => at === node || !isDeferred(at));
}

function isDeferred(node: Node): node is FunctionDef | Lambda | ClassDef {
  return node.kind === 'function' || node.kind === 'lambda' || node.kind === 'class';
}

/** The nodes around `node`, innermost first, not itself. */
export function* ancestors(node: Node): Generator<Node> {
  for (let at = node.parent; at; at = at.parent) yield at;
}

export function enclosing<K extends Node['kind']>(node: Node, ...kinds: readonly K[]): NodeOf<K> | undefined {
  for (const at of ancestors(node)) {
    if ((kinds as readonly string[]).includes(at.kind)) return at as NodeOf<K>;
  }
  return undefined;
}

export function enclosingFunction(node: Node): FunctionDef | undefined {
  return enclosing(node, 'function');
}

/** The statement that a node belongs to (the node itself when it is one). */
export function statementOf(node: Node): Stmt | undefined {
  let at: Node | null = node;
  while (at && !isStatement(at)) at = at.parent;
  return at ?? undefined;
}

const STATEMENTS = new Set<Node['kind']>([
  'assign',
  'augassign',
  'exprstmt',
  'return',
  'raise',
  'assert',
  'delete',
  'print',
  'break',
  'continue',
  'pass',
  'global',
  'nonlocal',
  'if',
  'for',
  'while',
  'with',
  'try',
  'function',
  'class',
  'import',
  'importfrom',
  'match',
  'broken',
]);

export function isStatement(node: Node): node is Stmt {
  return STATEMENTS.has(node.kind);
}

/** The list of statements that holds `statement`: a body, an `else`, an `except` or a `finally`. */
export function blockOf(statement: Stmt): readonly Stmt[] {
  const parent = statement.parent;
  if (!parent) return [];
  for (const block of blocks(parent)) if (block.includes(statement)) return block;
  return [];
}

/** The statement lists of a compound statement. */
export function blocks(node: Node): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case 'module':
    case 'function':
    case 'class':
    case 'with':
    case 'broken':
      return [node.body];
    case 'if':
    case 'for':
    case 'while':
      return [node.body, node.orelse];
    case 'try':
      return [node.body, ...node.handlers.map((handler) => handler.body), node.orelse, node.finalbody];
    case 'match':
      return node.cases.map((one) => one.body);
    default:
      return [];
  }
}
