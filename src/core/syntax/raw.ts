/** Copies a tree-sitter subtree into plain objects in one cursor walk, so that nothing after it holds WASM memory. */
import type { TreeCursor } from 'web-tree-sitter';
import type { Unit } from './unit';

/** A named node, or an anonymous one that fills a field (operators). Offsets are UTF-16 code units. */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly missing: boolean;
  readonly children: readonly RawNode[];
  /** True for a statement of a block: it becomes a unit of its own. */
  readonly isStatement: boolean;
  /** The unit that stands for this statement already; it then has no children here. */
  readonly unit: Unit | null;
}

/** Finds the unit that an unchanged statement had before the edit. */
export type FindUnit = (type: string, start: number, end: number) => Unit | null;

/** Keywords and marks that matter although they are anonymous and fill no field. */
const KEPT_TOKENS = new Set(['async', '*', '**']);

/** Deeper nesting than any program has; beyond it nodes are copied without children. */
const MAX_DEPTH = 400;

/** Copies the statement under the cursor, or finds its unit; the cursor is back on it afterwards. */
export function copyStatement(cursor: TreeCursor, find: FindUnit): RawNode {
  return copy(cursor, find, 0, 'statement');
}

function copy(cursor: TreeCursor, find: FindUnit, depth: number, role: 'statement' | 'part'): RawNode {
  const isStatement = role === 'statement';
  const type = cursor.nodeType;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const field = cursor.currentFieldName;
  const unit = isStatement ? find(type, start, end) : null;
  const missing = start === end && cursor.nodeIsMissing;
  const children = unit ? [] : copyChildren(cursor, find, depth, type);
  return { type, field, start, end, missing, children, isStatement, unit };
}

function copyChildren(cursor: TreeCursor, find: FindUnit, depth: number, type: string): RawNode[] {
  const children: RawNode[] = [];
  if (depth >= MAX_DEPTH || type === 'comment' || !cursor.gotoFirstChild()) return children;
  const isBlock = type === 'block';
  do {
    if (!isKept(cursor)) continue;
    const isStatement = isBlock && cursor.nodeType !== 'comment' && cursor.nodeIsNamed;
    children.push(copy(cursor, find, depth + 1, isStatement ? 'statement' : 'part'));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return children;
}

function isKept(cursor: TreeCursor): boolean {
  return cursor.nodeIsNamed || cursor.currentFieldId !== 0 || KEPT_TOKENS.has(cursor.nodeType) || isMissing(cursor);
}

function isMissing(cursor: TreeCursor): boolean {
  return cursor.startIndex === cursor.endIndex && cursor.nodeIsMissing;
}

export function fieldOf(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field);
}

export function fieldsOf(node: RawNode, field: string): readonly RawNode[] {
  return node.children.filter((child) => child.field === field && child.type !== 'comment');
}

/** The children that carry meaning: no comments, no kept tokens. */
export function partsOf(node: RawNode): readonly RawNode[] {
  return node.children.filter((child) => !NOISE.has(child.type) && !child.missing);
}

const NOISE = new Set(['comment', 'line_continuation', 'async', '*', '**', ',', 'type_parameter']);
