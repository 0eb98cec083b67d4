/** One lowered statement with the statements inside it as units of their own: what is kept when an edit leaves it alone. */
import type { Span } from '../text/span';
import type { Node, Stmt } from './ast';
import type { Anchor } from './placed';
import type { RawNode } from './raw';

type Movable = { start: number; end: number };

export interface Unit extends Movable {
  /** The grammar's node type: with its source text, an unchanged statement is found again. */
  readonly type: string;
  readonly statements: readonly Stmt[];
  /** From where the places of its own nodes are counted. */
  readonly anchor: Anchor;
  /** Nodes of this unit that are in none of its inner units. */
  readonly nodes: readonly Node[];
  readonly inner: readonly Unit[];
  readonly comments: readonly Span[];
  /** True when a comment is in it or in an inner unit. */
  readonly hasComments: boolean;
  /** Parts that did not parse. */
  readonly broken: readonly Span[];
  /** False when something in it, or in an inner unit, did not parse: it is then never reused. */
  readonly isClean: boolean;
}

/** A unit while its statement is lowered. */
export interface OpenUnit {
  readonly anchor: Anchor;
  readonly nodes: Node[];
  readonly inner: Unit[];
}

export function openUnit(offset: number): OpenUnit {
  return { anchor: { offset }, nodes: [], inner: [] };
}

export function closeUnit(raw: RawNode, statements: readonly Stmt[], open: OpenUnit): Unit {
  const comments: Span[] = [];
  const broken: Span[] = [];
  collectTrivia(raw, comments, broken);
  return {
    type: raw.type,
    start: raw.start,
    end: raw.end,
    statements,
    anchor: open.anchor,
    nodes: open.nodes,
    inner: open.inner,
    comments,
    hasComments: comments.length > 0 || open.inner.some((one) => one.hasComments),
    broken,
    isClean: broken.length === 0 && open.inner.every((one) => one.isClean),
  };
}

function collectTrivia(raw: RawNode, comments: Span[], broken: Span[]): void {
  if (raw.type === 'comment') comments.push({ start: raw.start, end: raw.end });
  if (raw.type === 'ERROR' || raw.missing) broken.push({ start: raw.start, end: raw.end });
  for (const child of raw.children) if (!child.isStatement) collectTrivia(child, comments, broken);
}

/** Moves a unit and everything in it by `delta`, in place. */
export function moveUnit(unit: Unit, delta: number): void {
  if (delta === 0) return;
  move(unit, delta);
  unit.anchor.offset += delta;
  if (unit.hasComments) for (const span of unit.comments) move(span, delta);
  if (!unit.isClean) for (const span of unit.broken) move(span, delta);
  for (let at = 0; at < unit.inner.length; at += 1) moveUnit(unit.inner[at] as Unit, delta);
}

function move(target: Movable, delta: number): void {
  target.start += delta;
  target.end += delta;
}

/** Every span of a kind in the units, in order. */
export function gather(units: readonly Unit[], kind: 'comments' | 'broken'): Span[] {
  const found: Span[] = [];
  const visit = (unit: Unit): void => {
    if (kind === 'broken' ? unit.isClean : !unit.hasComments) return;
    found.push(...unit[kind]);
    unit.inner.forEach(visit);
  };
  units.forEach(visit);
  return found.sort((a, b) => a.start - b.start);
}
