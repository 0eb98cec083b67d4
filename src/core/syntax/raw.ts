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

/** What a walk over one tree goes by. */
export interface Walk {
  readonly find: FindUnit;
  /** Only then are there nodes that the parser made up. */
  readonly hasErrors: boolean;
}

/** Keywords and marks that matter although they are anonymous and fill no field. */
const KEPT_TOKENS = new Set(['async', '*', '**']);

/** Deeper nesting than any program has; beyond it nodes are copied without children. */
const MAX_DEPTH = 400;

/** Marks between the parts of a construct, which never fill a field. */
const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ':', ';', '.']);

/** Named nodes that are one token: nothing is below them. */
const TOKENS = new Set(['identifier', 'integer', 'float', 'true', 'false', 'none', 'comment']);

/** What the symbol of a node says. */
interface Kind {
  readonly type: string;
  readonly isNamed: boolean;
  readonly isKeptToken: boolean;
  readonly isPunctuation: boolean;
  readonly isLeaf: boolean;
}

/** By number, so that each is asked of the parser once: there is one grammar, and its runtime answers slowly. */
const kinds: Kind[] = [];
const fieldNames: (string | null)[] = [];

function kindAt(cursor: TreeCursor): Kind {
  const id = cursor.nodeTypeId;
  return (kinds[id] ??= readKind(cursor));
}

function readKind({ nodeType: type, nodeIsNamed: isNamed }: TreeCursor): Kind {
  const isPunctuation = !isNamed && PUNCTUATION.has(type);
  return { type, isNamed, isKeptToken: KEPT_TOKENS.has(type), isPunctuation, isLeaf: !isNamed || TOKENS.has(type) };
}

function fieldAt(cursor: TreeCursor): string | null {
  const id = cursor.currentFieldId;
  if (id === 0) return null;
  return (fieldNames[id] ??= cursor.currentFieldName);
}

/** Copies the statement under the cursor, or finds its unit; the cursor is back on it afterwards. */
export function copyStatement(cursor: TreeCursor, walk: Walk): RawNode {
  return copy(cursor, walk, 0, { kind: kindAt(cursor), field: fieldAt(cursor), isStatement: true });
}

interface Known extends Pick<RawNode, 'field' | 'isStatement'> {
  readonly kind: Kind;
}

function copy(cursor: TreeCursor, walk: Walk, depth: number, { kind, field, isStatement }: Known): RawNode {
  const { type } = kind;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const unit = isStatement ? walk.find(type, start, end) : null;
  const missing = start === end && cursor.nodeIsMissing;
  const children = unit || kind.isLeaf ? [] : copyChildren(cursor, walk, depth, type);
  return { type, field, start, end, missing, children, isStatement, unit };
}

/** Each question to the cursor is a call into the parser, and there are many nodes: none is asked that has one answer. */
function copyChildren(cursor: TreeCursor, walk: Walk, depth: number, type: string): RawNode[] {
  const children: RawNode[] = [];
  if (depth >= MAX_DEPTH || !cursor.gotoFirstChild()) return children;
  const isBlock = type === 'block';
  do {
    const kind = kindAt(cursor);
    if (kind.isPunctuation && !walk.hasErrors) continue;
    const field = fieldAt(cursor);
    if (!kind.isNamed && field === null && !kind.isKeptToken && !(walk.hasErrors && isMissing(cursor))) continue;
    const isStatement = isBlock && kind.type !== 'comment' && kind.isNamed;
    children.push(copy(cursor, walk, depth + 1, { kind, field, isStatement }));
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
