/** Finds the scope that a name belongs to, comprehensions and lambdas among them. */
import type { Binding, Comprehension, Expr, Lambda, Module, Node, Scope, Stmt } from '../syntax/ast';
import { ancestors } from '../syntax/walk';

/** A name's scope, and whether a function boundary lies between the use and it. */
export interface Found {
  readonly bindings: readonly Binding[];
  readonly crossed: boolean;
}

/** The innermost scope around `use` that binds `id`; undefined when the module does not. */
export function findScope(use: Node, id: string): Found | undefined {
  let from: Node = use;
  let crossed = false;
  for (const at of ancestors(use)) {
    const bindings = crossed && at.kind === 'class' ? undefined : bindingsAt(at, from, id);
    if (bindings && withoutGlobals(bindings) !== bindings)
      return { bindings: moduleScope(at).bindings(id), crossed: true };
    if (bindings && bindings.length > 0 && !(at.kind === 'class' && isUnbound(bindings, use)))
      return { bindings, crossed };
    if (at.kind === 'function' && isInside(at.body, from)) crossed = true;
    from = at;
  }
  return undefined;
}

/** `width = width` in a class reads the name of the module: the body, which runs from the top, has bound nothing yet. */
function isUnbound(bindings: readonly Binding[], use: Node): boolean {
  return bindings.every(({ node }) => node.kind === 'assign' && node.end > use.start);
}

/** What really binds, without `global` and `nonlocal` statements; the same array when there are none. */
export function withoutGlobals(bindings: readonly Binding[]): readonly Binding[] {
  let real = REAL.get(bindings);
  if (!real) {
    real = bindings.some((one) => one.kind === 'global') ? bindings.filter((one) => one.kind !== 'global') : bindings;
    REAL.set(bindings, real);
  }
  return real;
}

/** Scopes hand out the same array as long as their code stays the same. */
const REAL = new WeakMap<readonly Binding[], readonly Binding[]>();

function bindingsAt(at: Node, from: Node, id: string): readonly Binding[] | undefined {
  switch (at.kind) {
    case 'comprehension':
      return comprehensionBindings(at, id);
    case 'lambda':
      return lambdaBindings(at, id);
    case 'function':
    case 'class':
      return isInside(at.body, from) ? at.scope.bindings(id) : undefined;
    case 'module':
      return at.scope.bindings(id);
    default:
      return undefined;
  }
}

/** By offsets, because a body may have very many statements. */
export function isInside(body: readonly Stmt[], node: Node): boolean {
  const [first, last] = [body[0], body.at(-1)];
  return first !== undefined && last !== undefined && first.start <= node.start && node.end <= last.end;
}

function moduleScope(node: Node): Scope {
  let root: Node = node;
  while (root.parent) root = root.parent;
  return (root as Module).scope;
}

function comprehensionBindings(node: Comprehension, id: string): readonly Binding[] {
  return node.clauses.flatMap((clause) => {
    const path = targetPath(clause.target, id);
    return path ? [{ name: id, kind: 'comprehension' as const, node, value: clause.iter, path, imported: null }] : [];
  });
}

/** Which element of an unpacked value `id` gets: `a, (b, c)` gives `c` the path [1, 1]. */
export function targetPath(target: Expr, id: string): readonly number[] | undefined {
  if (target.kind === 'name') return target.id === id ? [] : undefined;
  if (target.kind !== 'tuple' && target.kind !== 'list') return undefined;
  for (const [index, item] of target.items.entries()) {
    const rest = targetPath(item, id);
    if (rest) return [index, ...rest];
  }
  return undefined;
}

function lambdaBindings(node: Lambda, id: string): readonly Binding[] {
  return node.params
    .filter((param) => param.name === id)
    .map((param) => ({
      name: id,
      kind: 'param' as const,
      node: param,
      value: param.default,
      path: [],
      imported: null,
    }));
}
