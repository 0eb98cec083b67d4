/** Turns a fix into the edits that make it. */
import type { Fix } from '../rules/rule';
import type { Program } from '../syntax/program';
import { areDisjoint } from '../text/edits';
import type { Span, TextEdit } from '../text/span';
import type { CompletedFix } from './completed';
import { importEdits } from './imports';

/** The code cells of a notebook, in order; undefined for a module. */
export type Cells = readonly Span[] | undefined;

/** Imports come first. Undefined when edits collide, or when a rewrite would reach across cells. */
export function completeFix(program: Program, fix: Fix, cells?: Cells): CompletedFix | undefined {
  const { metadata = [] } = fix;
  if (cells && reachesAcross(fix.edits, cells)) return undefined;
  const at = Math.min(program.text.length, ...fix.edits.map((edit) => edit.span.start));
  const context = cells ? { at, cells } : { at };
  const edits = [...(fix.imports.length > 0 ? importEdits(program, fix.imports, context) : []), ...fix.edits];
  return areDisjoint(edits) ? { edits, metadata } : undefined;
}

/** Indentation added in two cells is a block that crosses them; a span that does is no cell's. */
function reachesAcross(edits: readonly TextEdit[], cells: readonly Span[]): boolean {
  const cellOf = (offset: number): number => cells.findLastIndex((cell) => cell.start <= offset);
  if (edits.some((edit) => cellOf(edit.span.start) !== cellOf(edit.span.end))) return true;
  const touched = new Set(edits.map((edit) => cellOf(edit.span.start)));
  return touched.size > 1 && edits.some((edit) => /^[ \t]+$/.test(edit.newText));
}
