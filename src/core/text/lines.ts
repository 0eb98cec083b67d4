/** Line starts of a text: offset <-> line and column, for `\n`, `\r\n` and lone `\r` line ends. */
import { lastOf } from './last-of';

/** 0-based, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type LineEnd = '\n' | '\r\n' | '\r';

const LF = 10;
const CR = 13;

export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offsets outside the text are clamped to it. */
  positionAt(offset: number): Position {
    const at = clamp(offset, 0, this.#text.length);
    const line = this.lineAt(at);
    return { line, column: at - this.startOf(line) };
  }

  /** A line past the last is the end of the text; a column past the end of its line is the end of that line. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.lineCount) return this.#text.length;
    const start = this.startOf(position.line);
    return clamp(start + position.column, start, this.endOf(position.line));
  }

  /** The line that holds an offset; a line end belongs to the line it ends. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** The end of a line's content, before its line end. */
  endOf(line: number): number {
    const start = this.startOf(line);
    let end = this.startOf(line + 1);
    if (line + 1 >= this.lineCount) return end;
    if (end > start && this.#text.charCodeAt(end - 1) === LF) end -= 1;
    if (end > start && this.#text.charCodeAt(end - 1) === CR) end -= 1;
    return end;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
  }
  return starts;
}

/** The line end that most lines have; `\n` for a text of one line. */
export const dominantLineEnd = lastOf(findLineEnd);

function findLineEnd(text: string): LineEnd {
  if (!text.includes('\r')) return '\n';
  let lf = 0;
  let crlf = 0;
  let cr = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === LF) lf += 1;
    if (unit !== CR) continue;
    if (text.charCodeAt(at + 1) !== LF) cr += 1;
    else {
      crlf += 1;
      at += 1;
    }
  }
  if (crlf > lf && crlf >= cr) return '\r\n';
  return cr > lf ? '\r' : '\n';
}

/** The start of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  let at = isInsideLineEnd(text, offset) ? offset - 1 : offset;
  while (at > 0 && !isLineEnd(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** The end of the line that holds `offset`, before its line end. */
export function lineEnd(text: string, offset: number): number {
  if (isInsideLineEnd(text, offset)) return offset - 1;
  let at = offset;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at += 1;
  return at;
}

/** The start of the line after the one that holds `offset`; the end of the text on the last line. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (end >= text.length) return text.length;
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

/** Between `\r` and `\n`, where the parser ends a comment. */
function isInsideLineEnd(text: string, offset: number): boolean {
  return text.charCodeAt(offset) === LF && text.charCodeAt(offset - 1) === CR;
}

function isLineEnd(unit: number): boolean {
  return unit === LF || unit === CR;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
