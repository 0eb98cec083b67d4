/** Splits one cell into logical lines, without a parser: brackets, strings, comments and `\` join physical lines. */
import { closedStringEnd, stringEnd } from '../python-strings';
import type { Span } from '../span';

export interface LogicalLine extends Span {
  /** The end of the code on it, before a trailing comment. */
  readonly codeEnd: number;
  /** False when a string is not closed, or a bracket or line continuation is still open at the end of the cell. */
  readonly isWhole: boolean;
}

/** `isEscape` says whether the line that starts at an offset is not Python; its quotes and brackets then mean nothing. */
export function* logicalLines(
  text: string,
  isEscape: (start: number, physicalEnd: number) => boolean,
): Generator<LogicalLine> {
  let at = 0;
  while (at < text.length) {
    const end = physicalEnd(text, at);
    const line = isEscape(at, end) ? escapeLine(text, at) : codeLine(text, at);
    yield line;
    at = line.end + 1;
  }
}

/** A magic or shell line goes on as long as it ends in a backslash. */
function escapeLine(text: string, start: number): LogicalLine {
  let end = physicalEnd(text, start);
  while (text[end - 1] === '\\' && end < text.length) end = physicalEnd(text, end + 1);
  return { start, end, codeEnd: end, isWhole: true };
}

export function codeLine(text: string, start: number): LogicalLine {
  let depth = 0;
  let isClosed = true;
  let codeEnd = start;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '\n' && depth <= 0) return { start, end: at, codeEnd, isWhole: isClosed };
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (isQuote(character)) isClosed &&= closedStringEnd(text, at) !== undefined;
    const next = tokenEnd(text, at);
    if (character !== '#' && !/\s/.test(character)) codeEnd = Math.min(next, text.length);
    at = next;
  }
  return { start, end: text.length, codeEnd, isWhole: isClosed && depth <= 0 && at === text.length };
}

/** The offset after a comment, a string, a backslash with what it escapes, or one character. */
function tokenEnd(text: string, at: number): number {
  const character = text[at] ?? '';
  if (character === '#') return physicalEnd(text, at);
  if (character === '\\') return at + 2;
  return isQuote(character) ? stringEnd(text, at) : at + 1;
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function physicalEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
