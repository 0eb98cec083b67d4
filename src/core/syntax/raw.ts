/** Copies a tree-sitter subtree into plain objects in one cursor walk, so that nothing after it holds WASM memory. */
import type { TreeCursor } from 'web-tree-sitter';

/** A named node, or an anonymous one that fills a field (operators). Offsets are UTF-16 code units. */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly missing: boolean;
  readonly children: readonly RawNode[];
}

/** Keywords and marks that matter although they are anonymous and fill no field. */
const KEPT_TOKENS = new Set(['async', '*', '**']);

/** Copies the node under the cursor; the cursor is back on it afterwards. Recursion is bounded by `MAX_DEPTH`. */
export function copyNode(cursor: TreeCursor, depth = 0): RawNode {
  const type = cursor.nodeType;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const children: RawNode[] = [];
  if (depth < MAX_DEPTH && type !== 'comment' && cursor.gotoFirstChild()) {
    do {
      if (isKept(cursor)) children.push(copyNode(cursor, depth + 1));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { type, field: cursor.currentFieldName, start, end, missing: start === end && cursor.nodeIsMissing, children };
}

/** Deeper nesting than any program has; beyond it nodes are copied without children. */
export const MAX_DEPTH = 400;

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
