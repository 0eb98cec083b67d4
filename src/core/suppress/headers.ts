/** The logical lines of a program: a simple statement whole, a compound statement up to its block. */
import type { Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { blocks } from '../syntax/walk';
import { lineEnd, lineStart } from '../text/lines';
import type { Span } from '../text/span';

/** In source order, those of nested statements among them. They do not overlap. */
export function headers(program: Program): readonly Span[] {
  const found: Span[] = [];
  for (const statement of program.module.body) collect(program.text, statement, found);
  return found.sort((a, b) => a.start - b.start);
}

function collect(text: string, statement: Stmt, found: Span[]): void {
  const bodies = blocks(statement);
  const first = bodies.find((block) => block.length > 0)?.[0];
  found.push({ start: statement.start, end: first ? headerEnd(text, statement, first) : statement.end });
  for (const block of bodies) for (const one of block) collect(text, one, found);
}

/** The last line that is the header's own; where the block starts on it (`if x: y`), up to the block. */
function headerEnd(text: string, statement: Stmt, first: Stmt): number {
  const start = lineStart(text, first.start);
  if (start <= statement.start || text.slice(start, first.start).trim() !== '') return first.start;
  return trimmedEnd(text, statement.start, start);
}

/** Leaves out empty lines and comment lines between a header and its block. */
function trimmedEnd(text: string, from: number, to: number): number {
  let end = lineEnd(text, lineStart(text, to - 1));
  for (;;) {
    const start = lineStart(text, end);
    if (start <= from || !/^[ \t\f]*(?:#.*)?$/.test(text.slice(start, end))) return end;
    end = start - (text.startsWith('\r\n', start - 2) ? 2 : 1);
  }
}
