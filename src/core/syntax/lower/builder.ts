/** Makes plain tree nodes, files each one in the document's index, and keeps one unit for each statement of a block. */
import type { Expr, Node, Stmt } from '../ast';
import type { DocumentIndex } from '../document-index';
import type { Span } from '../../text/span';
import type { RawNode } from '../raw';
import { closeUnit, moveUnit, openUnit, type OpenUnit, type Unit } from '../unit';
import { children } from '../children';
import { placed } from '../placed';

export interface Lowerings {
  /** What is not understood becomes `opaque`. */
  readonly expression: (builder: Builder, raw: RawNode) => Expr;
  /** Comments and empty fragments give nothing. */
  readonly statement: (builder: Builder, raw: RawNode) => Stmt[];
}

/** Lowering state: the module text, the index to fill, and the unit whose statement is being lowered. */
export interface Builder {
  readonly text: string;
  readonly index: DocumentIndex;
  unit: OpenUnit;
  /** The two ways in, so that the files of this folder need not import each other in a circle. */
  readonly lowerings: Lowerings;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
/** A node without its parent, as the lowering writes it. */
export type Seed<N extends Node> = N extends Node ? Omit<N, 'parent'> : never;

/** Completes a node: links its children to it and files it. Invariant: children are finished before their parent. */
export function finish<N extends Node>(builder: Builder, seed: Seed<N>): N {
  const node = placed(builder.unit.anchor, seed) as unknown as Draft<Node>;
  for (const child of children(node)) (child as Draft<Node>).parent = node;
  builder.unit.nodes.push(node);
  builder.index.add(node);
  return node as unknown as N;
}

/** The source of a node, as a string of its own: a slice would keep the whole text of its version alive. */
export function sourceOf(builder: Builder, raw: Span | undefined): string {
  return raw ? detached(builder.text.slice(raw.start, raw.end)) : '';
}

/** A copy that shares no memory with the text it was cut from. */
export function detached(slice: string): string {
  return slice.length < SHORTEST_SLICE ? slice : (' ' + slice).slice(1);
}

/** V8 copies shorter strings anyway. */
const SHORTEST_SLICE = 13;

/** The unit of a statement: the one it had before, moved to where it is now, or a new one lowered by `lower`. */
export function unitOf(
  builder: Builder,
  raw: RawNode,
  lower: (builder: Builder, raw: RawNode) => readonly Stmt[],
): Unit {
  if (raw.unit) {
    moveUnit(raw.unit, raw.start - raw.unit.start);
    return raw.unit;
  }
  const outer = builder.unit;
  const open = openUnit(raw.start);
  builder.unit = open;
  const statements = lower(builder, raw);
  builder.unit = outer;
  return closeUnit(raw, statements, open);
}
