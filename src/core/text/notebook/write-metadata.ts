/** Changes of a notebook's metadata as edits of the .ipynb text, in its own layout. */
import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../span';
import { quoted } from './literal';
import type { MetadataEdit } from './metadata';
import { nodeAt, notebookTree } from './parse';

/** Undefined when the text is no JSON, or has no such entry. */
export function metadataEdits(text: string, changes: readonly MetadataEdit[]): TextEdit[] | undefined {
  if (changes.length === 0) return [];
  const root = notebookTree(text);
  if (!root) return undefined;
  const edits: TextEdit[] = [];
  const removed = new Map<Node, Node[]>();
  for (const change of changes) {
    const object = nodeAt(root, ['metadata', ...change.path.slice(0, -1)]);
    const entries = entriesOf(object, change.path.at(-1));
    if (!object || entries.length === 0) return undefined;
    if (change.kind === 'set') edits.push(...entries.flatMap((entry) => valueEdit(entry, change.value)));
    else removed.set(object, [...(removed.get(object) ?? []), ...entries]);
  }
  return [...edits, ...[...removed].flatMap(([object, entries]) => removalEdits(object, entries))];
}

/** A name that is written twice has two entries, the last of which counts. */
function entriesOf(object: Node | undefined, name: string | undefined): readonly Node[] {
  if (object?.type !== 'object') return [];
  return (object.children ?? []).filter(({ children }) => children?.[0]?.value === name);
}

function valueEdit({ children }: Node, value: string | boolean): TextEdit[] {
  const node = children?.[1];
  if (!node) return [];
  const newText = typeof value === 'string' ? quoted(value, { ascii: true, lineEnd: '\n' }) : String(value);
  return [{ span: { start: node.offset, end: endOf(node) }, newText }];
}

/** One edit for each run of neighbours: up to the entry that follows, else from the end of the one before. */
function removalEdits(object: Node, removed: readonly Node[]): TextEdit[] {
  const entries = object.children ?? [];
  const edits: TextEdit[] = [];
  for (let at = 0; at < entries.length; at += 1) {
    const first = at;
    while (at < entries.length && removed.includes(entries[at] as Node)) at += 1;
    if (at > first) edits.push(removal(object, first, at));
  }
  return edits;
}

/** The entries from `first` to before `end`. */
function removal(object: Node, first: number, end: number): TextEdit {
  const entries = object.children ?? [];
  const [previous, from, next] = [entries[first - 1], entries[first], entries[end]];
  if (from && next) return { span: { start: from.offset, end: next.offset }, newText: '' };
  const last = entries[end - 1];
  if (previous && last) return { span: { start: endOf(previous), end: endOf(last) }, newText: '' };
  return { span: { start: object.offset + 1, end: endOf(object) - 1 }, newText: '' };
}

const endOf = (node: Node): number => node.offset + node.length;
