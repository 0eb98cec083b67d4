/** Appends and removes items of a bracketed list (arguments, list elements, imported names) in the layout it has. */
import { dominantLineEnd, lineEnd, lineStart, nextLine } from '../text/lines';
import type { Span, TextEdit } from '../text/span';
import { codeOffsets, findInGap, hasComment, isBlank } from './gaps';
import { indentOf, indentUnit, startsLine } from './indent';

/** `open` and `close` are the offsets of the brackets; the items are in source order. */
export interface ItemList {
  readonly open: number;
  readonly close: number;
  readonly items: readonly Span[];
}

/** Puts `item` last: on a line of its own where the last item is, before comments that follow, comma style kept. */
export function appendItem(text: string, list: ItemList, item: string): TextEdit[] {
  const last = list.items.at(-1);
  if (!last) return [appendToEmpty(text, list, item)];
  const end = endOfItem(text, last, list.close);
  const comma = findInGap(text, { start: end, end: list.close }, ',');
  if (!startsLine(text, last.start)) {
    if (comma === undefined) return [insertion(end, `, ${item}`)];
    return [insertion(comma + 1, ` ${item},`)];
  }
  const line = dominantLineEnd(text) + indentOf(text, last.start) + item;
  if (comma !== undefined) return [insertion(afterComment(text, comma + 1, list.close), `${line},`)];
  const place = afterComment(text, end, list.close);
  return place === end ? [insertion(end, `,${line}`)] : [insertion(end, ','), insertion(place, line)];
}

/** The end of the line when only a comment follows, so that the comment stays with its item. */
function afterComment(text: string, offset: number, close: number): number {
  const end = Math.min(lineEnd(text, offset), close);
  return /^[ \t]*#/.test(text.slice(offset, end)) ? lineEnd(text, offset) : offset;
}

function appendToEmpty(text: string, list: ItemList, item: string): TextEdit {
  const inside = { start: list.open + 1, end: list.close };
  if (!hasComment(text, inside)) return insertion(inside.start, item);
  const outer = indentOf(text, list.close);
  const line = outer + indentUnit(text) + item + ',' + dominantLineEnd(text);
  if (startsLine(text, list.close)) return insertion(lineStart(text, list.close), line);
  return insertion(list.close, item);
}

/** Takes an item out with its comma; comments stay. */
export function removeItem(text: string, list: ItemList, index: number): TextEdit[] | undefined {
  const item = list.items[index];
  if (!item) return undefined;
  const previous = list.items[index - 1];
  const isLast = index === list.items.length - 1;
  const end = endOfItem(text, item, list.close);
  const start = startOfItem(text, item, previous?.end ?? list.open + 1);
  const following = list.items[index + 1]?.start ?? list.close;
  const comma = findInGap(text, { start: end, end: following }, ',');
  const core = { start, end: comma === undefined ? end : comma + 1 };
  const edits = [removal(isLast ? lastWithLayout(text, core) : withLayout(text, core))];
  if (!isLast || comma !== undefined || !previous) return edits;
  const dangling = findInGap(text, { start: previous.end, end: start }, ',');
  if (dangling === undefined) return edits;
  if (hasComment(text, { start: dangling, end: start }))
    return [removal({ start: dangling, end: dangling + 1 }), ...edits];
  return [removal({ start: dangling, end: core.end })];
}

/** Widens a removal to the line or the white space that only existed for it. */
function withLayout(text: string, core: Span): Span {
  return wholeLine(text, core) ?? { start: core.start, end: core.end + spacesAfter(text, core.end) };
}

function lastWithLayout(text: string, core: Span): Span {
  const line = wholeLine(text, core);
  if (line || startsLine(text, core.start)) return line ?? core;
  let start = core.start;
  while (/[ \t]/.test(text[start - 1] ?? '')) start -= 1;
  return { start, end: core.end };
}

function wholeLine(text: string, core: Span): Span | undefined {
  if (!startsLine(text, core.start) || !isBlank(text, { start: core.end, end: lineEnd(text, core.end) }))
    return undefined;
  return { start: lineStart(text, core.start), end: nextLine(text, core.end) };
}

function spacesAfter(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, lineEnd(text, offset)))?.[0].length ?? 0;
}

/** A parenthesised item's node lies inside its parentheses. */
function endOfItem(text: string, item: Span, limit: number): number {
  let end = item.end;
  for (const at of codeOffsets(text, { start: item.end, end: limit })) {
    if (text[at] !== ')') break;
    end = at + 1;
  }
  return end;
}

function startOfItem(text: string, item: Span, limit: number): number {
  const lead = [...codeOffsets(text, { start: limit, end: item.start })];
  let start = item.start;
  for (const at of lead.reverse()) {
    if (text[at] !== '(') break;
    start = at;
  }
  return start;
}

export function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

export function removal(span: Span): TextEdit {
  return { span, newText: '' };
}
