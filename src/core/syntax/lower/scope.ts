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

/** The module's scope; after an edit only the names are looked at again that changed statements bind. */
export class ModuleScope implements Scope {
  readonly kind = 'module';
  readonly outer = null;
  #bindings: Bindings = new Map();
  /** The statements that these are the bindings of. */
  #body: readonly Stmt[] = [];
  /** Nothing below the top level binds names of the module. */
  #isFlat = true;
  /** The names stand in the order in which the text binds them. */
  #isOrdered = true;

  constructor(private readonly current: () => Current) {}

  bindings(name: string): readonly Binding[] {
    this.current().tracker?.readIndex('scope', name);
    return this.#all().get(name) ?? [];
  }

  names(): Iterable<string> {
    this.current().tracker?.readAll();
    return this.#ordered().keys();
  }

  assignments(): readonly Binding[] {
    this.current().tracker?.readListing('assignments');
    return assignmentsIn(this.#ordered());
  }

  #all(): Bindings {
    const { body, index } = this.current();
    if (this.#body === body) return this.#bindings;
    const isFlat = index.walruses.nodes.length === 0 && index.globals.nodes.length === 0;
    if (!isFlat || !this.#isFlat) return this.#collect();
    replace(this.#bindings, this.#body, body);
    this.#body = body;
    this.#isOrdered = false;
    return this.#bindings;
  }

  #ordered(): Bindings {
    const all = this.#all();
    return this.#isOrdered ? all : this.#collect();
  }

  #collect(): Bindings {
    const found: Bindings = new Map();
    const { module, body, index } = this.current();
    for (const statement of body) for (const binding of ownBindings(statement)) addTo(found, binding);
    const added = [...addWalruses(index, module, found), ...addGlobals(index, found)];
    for (const name of new Set(added)) found.get(name)?.sort((a, b) => a.node.start - b.node.start);
    this.#body = body;
    this.#isFlat = index.walruses.nodes.length === 0 && index.globals.nodes.length === 0;
    this.#isOrdered = true;
    this.#bindings = found;
    return found;
  }
}

/** Brings bindings up to date where the statements between the same first and last ones are others now. */
function replace(found: Bindings, before: readonly Stmt[], now: readonly Stmt[]): void {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const gone = new Set(before.slice(head, before.length - tail).flatMap(ownBindings));
  const made: Bindings = new Map();
  for (const binding of now.slice(head, now.length - tail).flatMap(ownBindings)) addTo(made, binding);
  const behind = now[now.length - tail]?.start ?? Infinity;
  for (const name of new Set([...[...gone].map((one) => one.name), ...made.keys()])) {
    const kept = (found.get(name) ?? []).filter((one) => !gone.has(one));
    const from = kept.findIndex(({ node }) => node.start >= behind);
    const at = from < 0 ? kept.length : from;
    found.set(name, [...kept.slice(0, at), ...(made.get(name) ?? []), ...kept.slice(at)]);
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
