/** Makes plain tree nodes and files each one in the index of the chunk being lowered. */
import type { Attribute, Call, ClassDef, FunctionDef, Import, ImportFrom, Loop, Name, Node, With } from '../ast';
import { children } from '../walk';

/** What one top-level statement contains, by name. Filled while it is lowered, read by `Program`. */
export interface ChunkIndex {
  /** Every node of the chunk, for moving offsets in place. */
  readonly nodes: Node[];
  readonly names: Map<string, Name[]>;
  readonly attributes: Map<string, Attribute[]>;
  readonly calls: Map<string, Call[]>;
  /** Keyword and import parts that are neither names nor attributes. */
  readonly words: Set<string>;
  readonly imports: (Import | ImportFrom)[];
  readonly functions: FunctionDef[];
  readonly classes: ClassDef[];
  readonly loops: Loop[];
  readonly withs: With[];
}

export function emptyIndex(): ChunkIndex {
  return {
    nodes: [],
    names: new Map(),
    attributes: new Map(),
    calls: new Map(),
    words: new Set(),
    imports: [],
    functions: [],
    classes: [],
    loops: [],
    withs: [],
  };
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
/** A node without its parent, as the lowering writes it. */
export type Seed<N extends Node> = N extends Node ? Omit<N, 'parent'> : never;

/** Lowering state for one chunk: the module text and the index to fill. */
export interface Builder {
  readonly text: string;
  readonly index: ChunkIndex;
}

/** Completes a node: links its children to it and files it. Invariant: children are finished before their parent. */
export function finish<N extends Node>(builder: Builder, seed: Seed<N>): N {
  const node = seed as unknown as Draft<Node>;
  node.parent = null;
  for (const child of children(node as Node)) (child as Draft<Node>).parent = node as Node;
  builder.index.nodes.push(node as Node);
  file(builder.index, node as Node);
  return node as unknown as N;
}

function file(index: ChunkIndex, node: Node): void {
  switch (node.kind) {
    case 'name':
      return push(index.names, node.id, node);
    case 'attribute':
      return push(index.attributes, node.attr, node);
    case 'call':
      return fileCall(index, node);
    case 'argument':
      if (node.name) index.words.add(node.name);
      return;
    case 'import':
    case 'importfrom':
      return fileImport(index, node);
    case 'function':
      index.functions.push(node);
      return;
    case 'class':
      index.classes.push(node);
      return;
    case 'for':
    case 'while':
      index.loops.push(node);
      return;
    case 'with':
      index.withs.push(node);
      return;
    default:
      return;
  }
}

function fileCall(index: ChunkIndex, call: Call): void {
  if (call.func.kind === 'name') push(index.calls, call.func.id, call);
  if (call.func.kind === 'attribute') push(index.calls, call.func.attr, call);
}

function fileImport(index: ChunkIndex, node: Import | ImportFrom): void {
  index.imports.push(node);
  const dotted =
    node.kind === 'import' ? node.names.map((one) => one.name) : [node.module, ...node.names.map((one) => one.name)];
  for (const name of dotted) for (const part of name.split('.')) index.words.add(part);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
