/** Turns fixes into edits with their imports, and applies many of them in passes until nothing is left to do. */
import type { Fix } from '../rules/rule';
import type { Program } from '../syntax/program';
import { areDisjoint, conflict } from '../text/edits';
import type { Span, TextEdit } from '../text/span';
import { importEdits } from './imports';

/** The code cells of a notebook, in order; undefined for a module. */
export type Cells = readonly Span[] | undefined;

/** Every edit of a fix, its imports first. Undefined when they collide, or when a rewrite would reach across cells. */
export function completeFix(program: Program, fix: Fix, cells?: Cells): TextEdit[] | undefined {
  return completeAll(program, [fix], cells);
}

function completeAll(program: Program, fixes: readonly Fix[], cells: Cells): TextEdit[] | undefined {
  const own = fixes.flatMap((fix) => fix.edits);
  if (cells && fixes.some((fix) => reachesAcross(fix.edits, cells))) return undefined;
  const needs = fixes.flatMap((fix) => fix.imports);
  const at = Math.min(program.text.length, ...own.map((edit) => edit.span.start));
  const context = cells ? { at, cells } : { at };
  const edits = [...(needs.length > 0 ? importEdits(program, needs, context) : []), ...own];
  return areDisjoint(edits) ? edits : undefined;
}

/** Indentation added in two cells is a block that crosses them; a span that does is no cell's. */
function reachesAcross(edits: readonly TextEdit[], cells: readonly Span[]): boolean {
  const cellOf = (offset: number): number => cells.findLastIndex((cell) => cell.start <= offset);
  if (edits.some((edit) => cellOf(edit.span.start) !== cellOf(edit.span.end))) return true;
  const touched = new Set(edits.map((edit) => cellOf(edit.span.start)));
  return touched.size > 1 && edits.some((edit) => /^[ \t]+$/.test(edit.newText));
}

/** What `applyAll` works on: a text, a list of cells. */
export interface FixableDocument<D> {
  /** Analyses one state of the document: its program and the fixes to apply, most important first. */
  look(document: D): { readonly program: Program; readonly fixes: readonly Fix[]; readonly cells?: Cells };
  /** The state after edits of the module text; undefined when they cannot be made. */
  apply(document: D, edits: readonly TextEdit[]): D | undefined;
}

export interface Applied<D> {
  readonly document: D;
  /** How many fixes were applied, over all passes. */
  readonly count: number;
  /** False when fixes were still offered after the last pass. */
  readonly converged: boolean;
}

/** More passes than any chain of fixes that settles. */
const MAX_PASSES = 10;

/** Applies all fixes that do not overlap, looks again, and goes on until no fix is left or `MAX_PASSES` are done. */
export function applyAll<D>(start: D, kind: FixableDocument<D>): Applied<D> {
  let document = start;
  let count = 0;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const { program, fixes, cells } = kind.look(document);
    if (fixes.length === 0) return { document, count, converged: true };
    const { taken, edits } = compatible(program, fixes, cells);
    const next = taken === 0 ? undefined : kind.apply(document, edits);
    if (next === undefined) return { document, count, converged: false };
    document = next;
    count += taken;
  }
  return { document, count, converged: kind.look(document).fixes.length === 0 };
}

/** The first fixes that can be made together. */
function compatible(program: Program, fixes: readonly Fix[], cells: Cells): { taken: number; edits: TextEdit[] } {
  const taken: Fix[] = [];
  let edits: TextEdit[] = [];
  for (const fix of fixes) {
    const touched = taken.flatMap((one) => one.edits);
    if (fix.edits.some((edit) => touched.some((other) => conflict(edit, other)))) continue;
    const together = completeAll(program, [...taken, fix], cells);
    if (!together) continue;
    taken.push(fix);
    edits = together;
  }
  return { taken: taken.length, edits };
}
