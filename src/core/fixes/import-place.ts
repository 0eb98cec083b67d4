/** Where a new import line goes: after the imports at the top, or where they would be. */
import type { Import, ImportFrom, Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { dominantLineEnd, lineEnd, lineStart } from '../text/lines';
import type { Span } from '../text/span';
import { endOfLines } from './lines-of';

/** Insert `lead + line(s) + trail` at `offset`; lines after the first begin with `indent`. */
export interface ImportPlace {
  readonly offset: number;
  readonly lead: string;
  readonly trail: string;
  readonly indent: string;
}

interface Where {
  readonly at: number;
  readonly cells?: readonly Span[];
}

/** Import statements of the module's own body that end before `at`; none inside `try` or `if`. */
export function topImportsBefore(program: Program, at: number): (Import | ImportFrom)[] {
  return program.module.body.filter(isImport).filter((one) => one.end <= at);
}

/** The first statement on the line of `statement`, when that is a statement of the module's own body. */
export function lineOfOwn(program: Program, statement: Stmt): Stmt | undefined {
  const start = lineStart(program.text, statement.start);
  return program.module.body.find((one) => one.start >= start && one.start <= statement.start);
}

/**
 * In a module: after the last import of its body before the place. In a notebook: after the imports of the first cell
 * that has any, up to the place's own cell. Without imports: under the docstring, else above the first statement.
 */
export function importPlace(program: Program, where: Where): ImportPlace {
  const { text } = program;
  const region = regionOf(program, where);
  const body = program.module.body.filter((one) => region.start <= one.start && one.start <= region.end);
  const eol = dominantLineEnd(text);
  const last = body.filter(isImport).findLast((one) => one.end <= where.at);
  const anchor = last && endOfSharedLine(text, body, last);
  if (anchor !== undefined) return { offset: anchor, lead: eol, trail: '', indent: '' };
  const docstring = isDocstring(body[0]) ? endOfLines(text, body[0]) : undefined;
  if (docstring !== undefined && docstring < where.at)
    return { offset: docstring, lead: eol + eol, trail: '', indent: '' };
  return aboveFirst(text, body[0], region.start);
}

function aboveFirst(text: string, first: Stmt | undefined, start: number): ImportPlace {
  const eol = dominantLineEnd(text);
  const offset = first?.start ?? start;
  const blank = first && isImport(first) ? '' : eol;
  return { offset, lead: '', trail: eol + blank, indent: '' };
}

/** The cell to look in: the first with imports before the place, else the place's own; all of a module. */
function regionOf(program: Program, where: Where): Span {
  const whole = { start: 0, end: program.text.length };
  if (!where.cells) return whole;
  const own = where.cells.findLast((cell) => cell.start <= where.at) ?? whole;
  const imports = topImportsBefore(program, where.at);
  const holds = (cell: Span): boolean => imports.some((one) => cell.start <= one.start && one.start <= cell.end);
  return where.cells.find((cell) => cell.start <= own.start && holds(cell)) ?? own;
}

/** `import a; import b`: the line ends after its last statement. Undefined when that is not a simple one. */
function endOfSharedLine(text: string, body: readonly Stmt[], from: Stmt): number | undefined {
  let statement = from;
  for (;;) {
    const end = endOfLines(text, statement);
    if (end !== undefined) return end;
    const next = body[body.indexOf(statement) + 1];
    if (!next || next.start > lineEnd(text, statement.end)) return undefined;
    statement = next;
  }
}

function isImport(statement: Stmt): statement is Import | ImportFrom {
  return statement.kind === 'import' || statement.kind === 'importfrom';
}

function isDocstring(statement: Stmt | undefined): statement is Stmt {
  return (
    statement?.kind === 'exprstmt' && statement.value.kind === 'constant' && typeof statement.value.value === 'string'
  );
}
