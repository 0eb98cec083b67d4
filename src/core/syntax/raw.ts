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

/** What the symbol of a node says. */
interface Kind {
  readonly type: string;
  readonly isNamed: boolean;
  readonly isKeptToken: boolean;
}

/** By number, so that each is asked of the parser once: there is one grammar, and its runtime answers slowly. */
const kinds: Kind[] = [];
const fieldNames: (string | null)[] = [];

function kindAt(cursor: TreeCursor): Kind {
  const id = cursor.nodeTypeId;
  return (kinds[id] ??= {
    type: cursor.nodeType,
    isNamed: cursor.nodeIsNamed,
    isKeptToken: KEPT_TOKENS.has(cursor.nodeType),
  });
}

function fieldAt(cursor: TreeCursor): string | null {
  const id = cursor.currentFieldId;
  if (id === 0) return null;
  return (fieldNames[id] ??= cursor.currentFieldName);
}

/** Copies the statement under the cursor, or finds its unit; the cursor is back on it afterwards. */
export function copyStatement(cursor: TreeCursor, find: FindUnit): RawNode {
  return copy(cursor, find, 0, { type: kindAt(cursor).type, field: fieldAt(cursor), isStatement: true });
}

type Known = Pick<RawNode, 'type' | 'field' | 'isStatement'>;

function copy(cursor: TreeCursor, find: FindUnit, depth: number, { type, field, isStatement }: Known): RawNode {
  const start = cursor.startIndex;
  const end = cursor.endIndex;
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
    const kind = kindAt(cursor);
    const field = fieldAt(cursor);
    if (!kind.isNamed && field === null && !kind.isKeptToken && !isMissing(cursor)) continue;
    const isStatement = isBlock && kind.type !== 'comment' && kind.isNamed;
    children.push(copy(cursor, find, depth + 1, { type: kind.type, field, isStatement }));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return children;
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
