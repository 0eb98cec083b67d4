/** Splits one cell into logical lines, without a parser: brackets, strings, comments and `\` join physical lines. */
import { stringEnd } from '../python-strings';
import type { Span } from '../span';

export interface LogicalLine extends Span {
  /** `code`: from the first character of the physical line to before its line end. `end` excludes a comment. */
  readonly codeEnd: number;
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
  return { start, end, codeEnd: end };
}

function codeLine(text: string, start: number): LogicalLine {
  let depth = 0;
  let codeEnd = start;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '\n' && depth <= 0) return { start, end: at, codeEnd };
    if (character === '#') {
      at = physicalEnd(text, at);
      continue;
    }
    if (character === '\\') {
      at += 2;
      codeEnd = Math.min(at, text.length);
      continue;
    }
    if (character === '"' || character === "'") at = stringEnd(text, at);
    else {
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth -= 1;
      at += 1;
    }
    if (!/\s/.test(character)) codeEnd = at;
  }
  return { start, end: text.length, codeEnd };
}

function physicalEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
