/** What statements bind, in the scope that they stand in and on the object of a method. */
import type { Binding, ClassDef, Expr, Node, Stmt } from '../ast';
import { blocks } from '../walk';

export type Bindings = Map<string, Binding[]>;

/** What a statement of a module binds there; not what functions in it declare global. */
export function ownBindings(statement: Stmt): readonly Binding[] {
  let known = OWN.get(statement);
  if (known) return known;
  const found: Bindings = new Map();
  collect([statement], found);
  OWN.set(statement, (known = [...found.values()].flat()));
  return known;
}

/** Invariant: a statement is made anew when anything in it changes. */
const OWN = new WeakMap<Stmt, readonly Binding[]>();

/** `self.x = ...` in the methods of a class, by attribute. */
export function selfBindingsOf(owner: ClassDef): Bindings {
  const found: Bindings = new Map();
  for (const method of owner.body) {
    const self = method.kind === 'function' ? method.params[0]?.name : undefined;
    if (method.kind === 'function' && self !== undefined) collectSelf(method.body, self, found);
  }
  return found;
}

function collectSelf(statements: readonly Stmt[], self: string, found: Bindings): void {
  for (const statement of statements) {
    eachTarget(statement, (target, given) => bindSelf(target, given, [], self, found));
    if (statement.kind === 'class') continue;
    for (const block of blocks(statement)) collectSelf(block, self, found);
  }
}

function bindSelf(target: Expr, given: Given, path: readonly number[], self: string, found: Bindings): void {
  if (target.kind === 'attribute' && target.value.kind === 'name' && target.value.id === self) {
    addTo(found, { name: target.attr, ...given, path, imported: null });
  }
  if (target.kind === 'tuple' || target.kind === 'list') {
    target.items.forEach((item, index) => bindSelf(item, given, [...path, index], self, found));
  }
}

export function addTo(map: Bindings, binding: Binding): void {
  const list = map.get(binding.name);
  if (list) list.push(binding);
  else map.set(binding.name, [binding]);
}

/** Files what statements bind, in source order, not entering functions and classes. */
export function collect(statements: readonly Stmt[], found: Bindings): void {
  for (const statement of statements) {
    bindStatement(statement, found);
    if (statement.kind === 'function' || statement.kind === 'class') continue;
    for (const block of blocks(statement)) collect(block, found);
  }
}

function bindStatement(node: Stmt, found: Bindings): void {
  switch (node.kind) {
    case 'import':
      for (const one of node.names)
        addImport(node, one.alias ?? firstPart(one.name), one.alias ? one.name : firstPart(one.name), found);
      return;
    case 'importfrom':
      for (const one of node.names)
        addImport(node, one.alias ?? one.name, joinDotted('.'.repeat(node.level) + node.module, one.name), found);
      return;
    case 'function':
    case 'class':
      return addTo(found, { name: node.name, kind: node.kind, node, value: null, path: [], imported: null });
    case 'try':
      for (const { name } of node.handlers)
        if (name) addTo(found, { name, kind: 'except', node, value: null, path: [], imported: null });
      return;
    case 'match':
      for (const name of new Set(node.cases.flatMap(({ captures }) => captures)))
        addTo(found, { name, kind: 'match', node, value: null, path: [], imported: null });
      return;
    case 'global':
      for (const name of node.names)
        addTo(found, { name, kind: 'global', node, value: null, path: [], imported: null });
      return;
    default:
      eachTarget(node, (target, given) => bindName(target, given, [], found));
  }
}

interface Given {
  readonly node: Node;
  readonly value: Expr | null;
  readonly kind: 'assign' | 'augassign' | 'for' | 'with';
}

function eachTarget(node: Stmt, visit: (target: Expr, given: Given) => void): void {
  if (node.kind === 'assign')
    for (const target of node.targets) visit(target, { node, value: node.value, kind: 'assign' });
  if (node.kind === 'augassign') visit(node.target, { node, value: node.value, kind: 'augassign' });
  if (node.kind === 'for') visit(node.target, { node, value: node.iter, kind: 'for' });
  if (node.kind !== 'with') return;
  for (const item of node.items) if (item.target) visit(item.target, { node, value: item.context, kind: 'with' });
}

function bindName(target: Expr, given: Given, path: readonly number[], found: Bindings): void {
  if (target.kind === 'name') addTo(found, { name: target.id, ...given, path, imported: null });
  if (target.kind === 'tuple' || target.kind === 'list') {
    target.items.forEach((item, index) => bindName(item, given, [...path, index], found));
  }
}

function addImport(node: Node, name: string, imported: string, found: Bindings): void {
  addTo(found, { name, kind: 'import', node, value: null, path: [], imported });
}

const firstPart = (dotted: string): string => dotted.split('.')[0] ?? dotted;

/** `.` + `utils` is `.utils`, `a` + `b` is `a.b`. */
function joinDotted(prefix: string, name: string): string {
  return prefix === '' || prefix.endsWith('.') ? prefix + name : `${prefix}.${name}`;
}
