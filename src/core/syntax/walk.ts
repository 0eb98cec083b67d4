/** Ways through the plain tree: ancestors, blocks, and a depth-first search that can stay inside one function. */
import type { ClassDef, FunctionDef, Lambda, Node, NodeOf, Stmt } from './ast';
import { contains } from '../text/span';
import { children } from './children';

/** The object that a method belongs to. */
export const isSelf = (node: Node): boolean => node.kind === 'name' && node.id === 'self';

/** Depth-first, the node itself first. `enter` may say not to go below a node. */
export function* descend(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  const open: Node[] = [node];
  for (let at = open.pop(); at; at = open.pop()) {
    yield at;
    if (!enter(at)) continue;
    const inner = children(at);
    for (let index = inner.length - 1; index >= 0; index -= 1) open.push(inner[index] as Node);
  }
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

/** The top-level statement that holds a node. */
export function topOf(node: Node): Node {
  let at = node;
  while (at.parent && at.parent.kind !== 'module') at = at.parent;
  return at;
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

/** Whether a node runs only when something between it and the node around it has failed. */
export function isInHandler(node: Node, around: Node): boolean {
  for (const at of ancestors(node)) {
    if (at === around) return false;
    if (at.kind === 'try' && at.handlers.some(({ body }) => body.some((one) => contains(one, node)))) return true;
  }
  return false;
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
