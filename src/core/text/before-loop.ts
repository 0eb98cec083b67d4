/** Tells from the lines of a Python text whether something stands in a loop or before one, without parsing it. */
import { DEFINITION, isInside, type Line, type Lines, LOOP } from './repetition';

/**
 * False only when no line that matches `what` is in a loop, or has one behind it in the same function. Invariant: where that is
 * hard to tell, the answer is true.
 */
export function mayPrecedeLoop(lines: Lines, what: RegExp): boolean {
  return !lines || lines.some(({ code }, at) => what.test(code) && (isInLoop(lines, at) || precedesLoop(lines, at)));
}

/** What is looked for, and where: in the block of a loop of its function, in certain classes, or outside them. */
export interface WantedLine {
  readonly what: RegExp;
  readonly within?: 'loop';
  /** Headers of classes. */
  readonly inside?: RegExp;
  readonly outside?: RegExp;
}

/** False only when no line is as it is wanted. Invariant: where that is hard to tell, the answer is true. */
export function mayHoldLine(lines: Lines, { what, within, inside, outside }: WantedLine): boolean {
  if (!lines) return true;
  return lines.some(
    ({ code }, at) =>
      what.test(code) &&
      (!within || isInLoop(lines, at)) &&
      (!inside || isInside(lines, at, inside)) &&
      !(outside && isInside(lines, at, outside)),
  );
}

const ELSE = /^(?:else|elif|except|finally)\b/;

/** The lines above that hold a line as their block, innermost first. */
function* headersOf(lines: readonly Line[], at: number): Generator<Line> {
  // What stands behind a colon is in the block of the same line.
  let limit = (lines[at] as Line).indent + 1;
  for (let above = at; above >= 0 && limit > 0; above -= 1) {
    const line = lines[above] as Line;
    if (line.indent >= limit) continue;
    // What ends a loop or a condition belongs to the header above that is as far in.
    limit = ELSE.test(line.code) ? line.indent + 1 : line.indent;
    yield line;
  }
}

function isInLoop(lines: readonly Line[], at: number): boolean {
  for (const { code } of headersOf(lines, at)) {
    if (LOOP.test(code)) return true;
    if (DEFINITION.test(code)) return false;
  }
  return false;
}

function precedesLoop(lines: readonly Line[], at: number): boolean {
  let owner = -1;
  for (const { code, indent } of headersOf(lines, at))
    if (DEFINITION.test(code)) {
      owner = indent;
      break;
    }
  for (const { code, indent } of lines.slice(at + 1)) {
    if (indent <= owner) return false;
    if (LOOP.test(code)) return true;
  }
  return false;
}
