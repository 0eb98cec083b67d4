/** The direct children of every kind of node. */
import type { Expr, Module, Node, NodeOf, Stmt } from './ast';

/** In source order. */
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
    default:
      return operands(node);
  }
}

function operands(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'subscript':
      return [node.value, ...node.index];
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
