/** Finds nodes of a document by name; kept up to date as units come and go. */
import type {
  Attribute,
  Call,
  ClassDef,
  FunctionDef,
  Global,
  Import,
  ImportFrom,
  Loop,
  Name,
  Node,
  Walrus,
  With,
} from './ast';

/** A bucket that nobody reads must not collect what is gone. */
const MOST_REMOVED = 64;

/** Counts how often nodes that were kept may have changed places. */
interface Order {
  version: number;
}

/** Nodes under one key. Additions and removals are applied when it is next read, so that an edit costs what it touches. */
class Bucket<T extends Node> {
  readonly #order: Order;
  #nodes: T[] = [];
  #added: T[] = [];
  #removed: Set<T> | undefined;
  /** The order for which the nodes were last seen to be sorted. */
  #sortedAt: number | undefined;

  constructor(order: Order) {
    this.#order = order;
  }

  add(node: T): void {
    this.#added.push(node);
  }

  remove(node: T): void {
    this.#removed ??= new Set();
    this.#removed.add(node);
    if (this.#removed.size > MOST_REMOVED) this.#compact();
  }

  get isEmpty(): boolean {
    return this.#nodes.length + this.#added.length === (this.#removed?.size ?? 0);
  }

  #compact(): void {
    const removed = this.#removed;
    this.#removed = undefined;
    if (!removed) return;
    this.#nodes = this.#nodes.filter((node) => !removed.has(node));
    this.#added = this.#added.filter((node) => !removed.has(node));
  }

  /** In source order. A new array after every change, so that callers may keep it until the next edit. */
  get nodes(): readonly T[] {
    this.#compact();
    const isSorted = this.#sortedAt === this.#order.version;
    if (isSorted && this.#added.length === 0) return this.#nodes;
    if (isSorted && this.#added.length <= FEW_ADDED) this.#nodes = this.#added.reduce(inserted, this.#nodes);
    else this.#nodes = sorted([...this.#nodes, ...this.#added]);
    this.#added = [];
    this.#sortedAt = this.#order.version;
    return this.#nodes;
  }
}

const FEW_ADDED = 16;

/** Behind those that come before it or stand at the same place. */
function inserted<T extends Node>(nodes: T[], node: T): T[] {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(nodes[middle] as T, node) <= 0) low = middle + 1;
    else high = middle;
  }
  return [...nodes.slice(0, low), node, ...nodes.slice(low)];
}

const sorted = <T extends Node>(nodes: T[]): T[] => (isOrdered(nodes) ? nodes : nodes.sort(inOrder));

function isOrdered(nodes: readonly Node[]): boolean {
  for (let at = 1; at < nodes.length; at += 1) if (inOrder(nodes[at - 1] as Node, nodes[at] as Node) > 0) return false;
  return true;
}

/** By where they start, the outer one first. */
function inOrder(a: Node, b: Node): number {
  return a.start - b.start || b.end - a.end;
}

/** Buckets by name. */
class Buckets<T extends Node> {
  readonly #order: Order;
  readonly #map = new Map<string, Bucket<T>>();

  constructor(order: Order) {
    this.#order = order;
  }

  add(key: string, node: T): void {
    let bucket = this.#map.get(key);
    if (!bucket) this.#map.set(key, (bucket = new Bucket(this.#order)));
    bucket.add(node);
  }

  remove(key: string, node: T): void {
    this.#map.get(key)?.remove(node);
  }

  /** The names under which there is anything now. */
  keys(): readonly string[] {
    const keys: string[] = [];
    for (const [key, bucket] of this.#map) if (!bucket.isEmpty) keys.push(key);
    return keys;
  }

  has(key: string): boolean {
    return this.#map.get(key)?.isEmpty === false;
  }

  get(key: string): readonly T[] {
    const nodes = this.#map.get(key)?.nodes ?? [];
    if (nodes.length === 0) this.#map.delete(key);
    return nodes;
  }
}

export class DocumentIndex {
  readonly #order: Order = { version: 0 };
  readonly names = new Buckets<Name>(this.#order);
  readonly attributes = new Buckets<Attribute>(this.#order);
  readonly calls = new Buckets<Call>(this.#order);
  readonly imports = new Bucket<Import | ImportFrom>(this.#order);
  readonly functions = new Bucket<FunctionDef>(this.#order);
  readonly classes = new Bucket<ClassDef>(this.#order);
  readonly loops = new Bucket<Loop>(this.#order);
  readonly withs = new Bucket<With>(this.#order);
  readonly globals = new Bucket<Global>(this.#order);
  readonly walruses = new Bucket<Walrus>(this.#order);
  /** Keywords and import parts, counted. */
  readonly #words = new Map<string, number>();

  add(node: Node): void {
    this.#file(node, 'add');
  }

  remove(node: Node): void {
    this.#file(node, 'remove');
  }

  /** Nodes that are in it have changed places among each other. */
  reorder(): void {
    this.#order.version += 1;
  }

  mentions(word: string): boolean {
    return (this.#words.get(word) ?? 0) > 0 || this.names.has(word) || this.attributes.has(word);
  }

  #file(node: Node, how: 'add' | 'remove'): void {
    switch (node.kind) {
      case 'name':
        return this.names[how](node.id, node);
      case 'attribute':
        return this.attributes[how](node.attr, node);
      case 'call':
        return this.#fileCall(node, how);
      case 'argument':
        if (node.name) this.#count(node.name, how);
        return;
      case 'import':
      case 'importfrom':
        return this.#fileImport(node, how);
      case 'function':
        return this.functions[how](node);
      case 'class':
        return this.classes[how](node);
      case 'for':
      case 'while':
        return this.loops[how](node);
      case 'with':
        return this.withs[how](node);
      case 'global':
      case 'nonlocal':
        return this.globals[how](node);
      case 'walrus':
        return this.walruses[how](node);
      default:
        return;
    }
  }

  #fileCall(call: Call, how: 'add' | 'remove'): void {
    if (call.func.kind === 'name') this.calls[how](call.func.id, call);
    if (call.func.kind === 'attribute') this.calls[how](call.func.attr, call);
  }

  #fileImport(node: Import | ImportFrom, how: 'add' | 'remove'): void {
    this.imports[how](node);
    const dotted = node.names.map((one) => one.name);
    if (node.kind === 'importfrom') dotted.push(node.module);
    for (const name of dotted) for (const part of name.split('.')) this.#count(part, how);
  }

  #count(word: string, how: 'add' | 'remove'): void {
    this.#words.set(word, (this.#words.get(word) ?? 0) + (how === 'add' ? 1 : -1));
  }
}
