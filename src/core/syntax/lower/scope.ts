/** Scopes of functions, classes and the module: bindings are collected from the statements when first asked for. */
import type { Binding, ClassDef, FunctionDef, Module, Node, Param, Scope, Stmt } from '../ast';
import type { DocumentIndex } from '../document-index';
import type { Tracker } from '../tracker';
import { addTo, type Bindings, collect, ownBindings } from './bindings';

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

function paramBinding(param: Param): Binding {
  return { name: param.name, kind: 'param', node: param, value: param.default, path: [], imported: null };
}
