/** One top-level statement of a module, lowered and indexed: the unit that is re-derived after an edit. */
import type { Span } from '../text/span';
import type { Binding, Module, Node, Stmt } from './ast';
import { emptyIndex, type ChunkIndex } from './lower/builder';
import { addTo, bindStatement } from './lower/scope';
import { lowerStatement } from './lower/statements';
import type { RawNode } from './raw';

type Movable = { start: number; end: number };

export interface Chunk extends Movable {
  /** The grammar's node type, part of the key under which an unchanged chunk is found again. */
  readonly type: string;
  readonly source: string;
  readonly statements: readonly Stmt[];
  readonly index: ChunkIndex;
  /** Bindings at module level. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly comments: readonly Span[];
  /** Parts that did not parse. A chunk that has any is never reused. */
  readonly broken: readonly Span[];
}

/** Lowers a copied top-level node. */
export function lowerChunk(text: string, raw: RawNode, module: Module): Chunk {
  const index = emptyIndex();
  const statements = lowerStatement({ text, index }, raw);
  const bindings = new Map<string, Binding[]>();
  for (const statement of statements) {
    (statement as { parent: Node | null }).parent = module;
    bindStatement(statement, module.scope, (binding) => addTo(bindings, binding));
  }
  const comments: Span[] = [];
  const broken: Span[] = [];
  collectTrivia(raw, comments, broken);
  return {
    type: raw.type,
    source: text.slice(raw.start, raw.end),
    start: raw.start,
    end: raw.end,
    statements,
    index,
    bindings,
    comments,
    broken,
  };
}

function collectTrivia(raw: RawNode, comments: Span[], broken: Span[]): void {
  if (raw.type === 'comment') comments.push({ start: raw.start, end: raw.end });
  if (raw.type === 'ERROR' || raw.missing) broken.push({ start: raw.start, end: raw.end });
  for (const child of raw.children) collectTrivia(child, comments, broken);
}

/** Moves a chunk and everything in it by `delta`, in place. */
export function moveChunk(chunk: Chunk, delta: number): void {
  if (delta === 0) return;
  move(chunk, delta);
  for (const node of chunk.index.nodes) move(node as Movable, delta);
  for (const span of chunk.comments) move(span as Movable, delta);
  for (const span of chunk.broken) move(span as Movable, delta);
}

function move(target: Movable, delta: number): void {
  target.start += delta;
  target.end += delta;
}
