/** What an edit leaves of the units of a document, and where tree-sitter has to look again. */
import { Edit, type Tree } from 'web-tree-sitter';
import { moveUnit, type Unit } from './unit';

/** One replaced region: `[start, oldEnd)` of the old text became `[start, newEnd)` of the new text. */
export interface Region {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** What an edit leaves of the top-level units. */
export interface Reuse {
  /** Before the change, as they were. */
  readonly kept: readonly Unit[];
  /** Touched by the change, to be found again by what they say. */
  readonly freed: readonly Unit[];
  /** Offset in the new text where lowering starts. */
  readonly from: number;
  /** Behind the change, moved already to where they should be; kept from the first that is really there. */
  readonly rest: readonly Unit[];
}

/** Nothing is kept where it is; units may still be found again by what they say. */
export function freeAll(units: readonly Unit[]): Reuse {
  return { kept: [], freed: units, from: 0, rest: [] };
}

/** The part of the new text whose tree may differ: the edit itself and what tree-sitter parsed differently. */
export function changedSpan(old: Tree, tree: Tree, region: Region): { start: number; end: number } {
  let { start, newEnd: end } = region;
  for (const range of old.getChangedRanges(tree)) {
    start = Math.min(start, range.startIndex);
    end = Math.max(end, range.endIndex);
  }
  return { start, end };
}

/** For a tree without errors: around errors a tree can change beyond the ranges it reports, before and after the edit. */
export function planReuse(units: readonly Unit[], changed: { start: number; end: number }, region: Region): Reuse {
  const delta = region.newEnd - region.oldEnd;
  const touched = units.findIndex((unit) => unit.end >= changed.start || !unit.isClean);
  const split = touched === -1 ? units.length : Math.max(0, touched - 1);
  const behind = units.findIndex((unit, index) => index >= split && unit.start + delta > changed.end);
  const last = Math.max(behind === -1 ? units.length : behind, units.findLastIndex((unit) => !unit.isClean) + 1);
  const rest = units.slice(last);
  for (const unit of rest) moveUnit(unit, delta);
  const kept = units.slice(0, split);
  return { kept, freed: units.slice(split, last), from: kept.at(-1)?.end ?? 0, rest };
}

/** Where something is as tree-sitter counts: rows end at line feeds only. */
export interface Place {
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

export const ORIGIN: Place = { offset: 0, row: 0, column: 0 };

/** `start` is the place of `region.start`. */
export function toEdit(before: string, after: string, region: Region, start: Place): Edit {
  return new Edit({
    startIndex: region.start,
    oldEndIndex: region.oldEnd,
    newEndIndex: region.newEnd,
    startPosition: start,
    oldEndPosition: placeAt(before, region.oldEnd, start),
    newEndPosition: placeAt(after, region.newEnd, start),
  });
}

/** From a known place, before or behind: most edits are near the last one. */
export function placeAt(text: string, offset: number, from: Place): Place {
  let { row } = from;
  for (let at = text.indexOf('\n', from.offset); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) row += 1;
  for (let at = lineStart(text, from.offset); at > offset; at = lineStart(text, at - 1)) row -= 1;
  return { offset, row, column: offset - lineStart(text, offset) };
}

/** Behind the last line feed before an offset. */
function lineStart(text: string, offset: number): number {
  return offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
}
