/** Scopes and the bindings in them: filled once per top-level statement, after it has been lowered. */
import type { Binding, ClassDef, Expr, FunctionDef, Node, Param, Scope, Stmt } from '../ast';
import { children } from '../walk';

/** A scope while it is being filled. */
export class OpenScope implements Scope {
  outer: Scope | null = null;
  readonly #bindings = new Map<string, Binding[]>();

  constructor(readonly kind: Scope['kind']) {}

  bindings(name: string): readonly Binding[] {
    return this.#bindings.get(name) ?? [];
  }

  names(): Iterable<string> {
    return this.#bindings.keys();
  }

  add(binding: Binding): void {
    addTo(this.#bindings, binding);
  }
}

export function openScope(kind: Scope['kind']): Scope {
  return new OpenScope(kind);
}

export function addTo(map: Map<string, Binding[]>, binding: Binding): void {
  const list = map.get(binding.name);
  if (list) list.push(binding);
  else map.set(binding.name, [binding]);
}

/** Where bindings go while statements are visited. */
interface Place {
  readonly scope: Scope;
  readonly module: Scope;
  readonly add: (binding: Binding) => void;
  /** Files a binding at module level, for `global x`. */
  readonly addGlobal: (binding: Binding) => void;
  readonly globals: Set<string>;
  /** The class whose `self` is in reach, with the name it has here. */
  readonly self: { readonly name: string; readonly owner: ClassDef } | null;
}

/** Files every binding of a top-level statement: its own into `add`, those of nested functions into their scopes. */
export function bindStatement(statement: Stmt, module: Scope, add: (binding: Binding) => void): void {
  visit(statement, { scope: module, module, add, addGlobal: add, globals: new Set(), self: null });
}

function visit(node: Node, place: Place): void {
  bindNode(node, place);
  if (node.kind === 'function') return visitFunction(node, place);
  if (node.kind === 'class') return visitClass(node, place);
  for (const child of children(node)) visit(child, place);
}

function visitFunction(node: FunctionDef, place: Place): void {
  const scope = node.scope as OpenScope;
  scope.outer = place.scope.kind === 'class' ? place.scope.outer : place.scope;
  for (const outside of [...node.decorators, ...node.params]) visit(outside, place);
  const self = methodSelf(node) ?? place.self;
  const inner: Place = { ...place, scope, add: (binding) => scope.add(binding), globals: new Set(), self };
  for (const param of node.params) scope.add(paramBinding(param));
  for (const statement of node.body) visit(statement, inner);
}

function methodSelf(node: FunctionDef): Place['self'] {
  const first = node.params[0];
  return first && node.parent?.kind === 'class' ? { name: first.name, owner: node.parent } : null;
}

function visitClass(node: ClassDef, place: Place): void {
  const scope = node.scope as OpenScope;
  scope.outer = place.scope.kind === 'class' ? place.scope.outer : place.scope;
  for (const outside of [...node.decorators, ...node.bases]) visit(outside, place);
  const inner: Place = { ...place, scope, add: (binding) => scope.add(binding), globals: new Set() };
  for (const statement of node.body) visit(statement, inner);
}

function paramBinding(param: Param): Binding {
  return { name: param.name, kind: 'param', node: param, value: param.default, path: [], imported: null };
}

function bindNode(node: Node, place: Place): void {
  switch (node.kind) {
    case 'import':
      for (const one of node.names)
        bindImport(node, one.alias ?? firstPart(one.name), one.alias ? one.name : firstPart(one.name), place);
      return;
    case 'importfrom': {
      const prefix = '.'.repeat(node.level) + node.module;
      for (const one of node.names) bindImport(node, one.alias ?? one.name, joinDotted(prefix, one.name), place);
      return;
    }
    case 'function':
    case 'class':
      return file(place, { name: node.name, kind: node.kind, node, value: null, path: [], imported: null });
    case 'assign':
      for (const target of node.targets) bindTarget(target, { node, value: node.value, kind: 'assign' }, [], place);
      return;
    case 'augassign':
      return bindTarget(node.target, { node, value: node.value, kind: 'augassign' }, [], place);
    case 'for':
      return bindTarget(node.target, { node, value: node.iter, kind: 'for' }, [], place);
    case 'with':
      for (const item of node.items) {
        if (item.target) bindTarget(item.target, { node, value: item.context, kind: 'with' }, [], place);
      }
      return;
    case 'walrus':
      return file(place, { name: node.target.id, kind: 'walrus', node, value: node.value, path: [], imported: null });
    case 'try':
      for (const handler of node.handlers) {
        if (handler.name)
          file(place, { name: handler.name, kind: 'except', node, value: null, path: [], imported: null });
      }
      return;
    case 'global':
      for (const name of node.names) {
        place.globals.add(name);
        place.add({ name, kind: 'global', node, value: null, path: [], imported: null });
      }
      return;
    default:
      return;
  }
}

function bindImport(node: Node, name: string, imported: string, place: Place): void {
  file(place, { name, kind: 'import', node, value: null, path: [], imported });
}

const firstPart = (dotted: string): string => dotted.split('.')[0] ?? dotted;

/** `.` + `utils` is `.utils`, `a` + `b` is `a.b`. */
function joinDotted(prefix: string, name: string): string {
  return prefix === '' || prefix.endsWith('.') ? prefix + name : `${prefix}.${name}`;
}

interface Given {
  readonly node: Node;
  readonly value: Expr | null;
  readonly kind: 'assign' | 'augassign' | 'for' | 'with';
}

function bindTarget(target: Expr, given: Given, path: readonly number[], place: Place): void {
  if (target.kind === 'name') {
    return file(place, { name: target.id, ...given, path, imported: null });
  }
  if (target.kind === 'tuple' || target.kind === 'list') {
    target.items.forEach((item, index) => bindTarget(item, given, [...path, index], place));
  }
  if (target.kind === 'attribute') bindSelf(target.value, { name: target.attr, ...given, path, imported: null }, place);
}

function bindSelf(object: Expr, binding: Binding, place: Place): void {
  const self = place.self;
  if (!self || object.kind !== 'name' || object.id !== self.name) return;
  addTo(self.owner.selfBindings as Map<string, Binding[]>, binding);
}

function file(place: Place, binding: Binding): void {
  if (place.globals.has(binding.name)) place.addGlobal(binding);
  else place.add(binding);
}
