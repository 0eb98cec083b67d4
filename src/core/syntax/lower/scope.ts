/** Scopes of functions, classes and the module: bindings are collected from the statements when first asked for. */
import type { Binding, ClassDef, Expr, FunctionDef, Module, Node, Param, Scope, Stmt } from '../ast';
import { blocks } from '../walk';
import type { DocumentIndex } from '../document-index';
import type { Tracker } from '../tracker';

export type Bindings = Map<string, Binding[]>;

/** The scope of one function or class. Invariant: its owner is made anew when anything in it changes, so it never goes stale. */
export class LocalScope implements Scope {
  owner: FunctionDef | ClassDef | undefined;
  #bindings: Bindings | undefined;

  constructor(
    readonly kind: 'function' | 'class',
    private readonly index: DocumentIndex,
  ) {}

  get outer(): Scope | null {
    for (let at = this.owner?.parent ?? null; at; at = at.parent) {
      if (at.kind === 'function' || at.kind === 'module') return at.scope;
    }
    return null;
  }

  bindings(name: string): readonly Binding[] {
    return this.#all().get(name) ?? [];
  }

  names(): Iterable<string> {
    return this.#all().keys();
  }

  assignments(): readonly Binding[] {
    return assignmentsIn(this.#all());
  }

  #all(): Bindings {
    if (this.#bindings) return this.#bindings;
    const found: Bindings = new Map();
    const owner = this.owner;
    if (owner) {
      if (owner.kind === 'function') for (const param of owner.params) addTo(found, paramBinding(param));
      collect(owner.body, found);
      addWalruses(this.index, owner, found);
    }
    this.#bindings = found;
    return found;
  }
}

/** What the scope of a module is made from. */
interface Current {
  readonly module: Module;
  readonly body: readonly Stmt[];
  readonly index: DocumentIndex;
  readonly tracker: Tracker | undefined;
}

/** The module's scope; made anew for every version of the text. */
export class ModuleScope implements Scope {
  readonly kind = 'module';
  readonly outer = null;
  #bindings: Bindings | undefined;

  constructor(private readonly current: () => Current) {}

  /** Forgets everything after an edit. */
  reset(): void {
    this.#bindings = undefined;
  }

  bindings(name: string): readonly Binding[] {
    this.current().tracker?.readIndex('scope', name);
    return this.#all().get(name) ?? [];
  }

  names(): Iterable<string> {
    this.current().tracker?.readAll();
    return this.#all().keys();
  }

  assignments(): readonly Binding[] {
    this.current().tracker?.readListing('assignments');
    return assignmentsIn(this.#all());
  }

  #all(): Bindings {
    if (this.#bindings) return this.#bindings;
    const found: Bindings = new Map();
    const { module, body, index } = this.current();
    for (const statement of body) for (const binding of ownBindings(statement)) addTo(found, binding);
    const added = [...addWalruses(index, module, found), ...addGlobals(index, found)];
    for (const name of new Set(added)) found.get(name)?.sort((a, b) => a.node.start - b.node.start);
    this.#bindings = found;
    return found;
  }
}

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

function assignmentsIn(all: Bindings): readonly Binding[] {
  return [...all.values()].flatMap((list) => list.filter((binding) => binding.kind === 'assign'));
}

/** What functions assign after `global x` is bound in the module too. Answers the names. */
function addGlobals(index: DocumentIndex, found: Bindings): readonly string[] {
  const added: string[] = [];
  for (const statement of index.globals.nodes) {
    const holder = holderOf(statement);
    if (statement.kind !== 'global' || holder.kind === 'module') continue;
    for (const name of statement.names) {
      for (const binding of holder.scope.bindings(name)) if (binding.kind !== 'global') addTo(found, binding);
      added.push(name);
    }
  }
  return added;
}

/** The function, class or module whose scope a node binds in. */
function holderOf(node: Node): FunctionDef | ClassDef | Module {
  let at: Node | null = node.parent;
  while (at && at.kind !== 'function' && at.kind !== 'class' && at.kind !== 'module') at = at.parent;
  return at as FunctionDef | ClassDef | Module;
}

/** Answers the names. */
function addWalruses(index: DocumentIndex, owner: Node, found: Bindings): readonly string[] {
  const added = index.walruses.nodes.filter((walrus) => holderOf(walrus) === owner);
  for (const walrus of added) {
    addTo(found, {
      name: walrus.target.id,
      kind: 'walrus',
      node: walrus,
      value: walrus.value,
      path: [],
      imported: null,
    });
  }
  return added.map((walrus) => walrus.target.id);
}

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

function paramBinding(param: Param): Binding {
  return { name: param.name, kind: 'param', node: param, value: param.default, path: [], imported: null };
}

/** Files what statements bind, in source order, not entering functions and classes. */
function collect(statements: readonly Stmt[], found: Bindings): void {
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
