/** The indentation that a file uses, and that of one line. */
import { lastOf } from '../text/last-of';
import { dominantLineEnd, lineStart } from '../text/lines';

/** The white space before the first character of the line that holds `offset`; a byte order mark is none of it. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[\uFEFF]?([ \t\f]*)/.exec(text.slice(start, start + 400))?.[1] ?? '';
}

/** True when nothing but indentation stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^[\uFEFF \t\f]*$/.test(text.slice(lineStart(text, offset), offset));
}

const DEFAULT_UNIT = '    ';
/** Enough of a file to tell how it indents. */
const SAMPLE = 8_000;

/** One level of indentation: what most blocks at the start of the file add, four spaces for a file without blocks. */
export const indentUnit = lastOf(findUnit);

function findUnit(text: string): string {
  const counts = new Map<string, number>();
  // One way only to read `\r\n`: two would double the work with each blank line.
  const blocks =
    /^([ \t]*)[^\s#][^\r\n]*:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n))(?:[ \t]*(?:\r\n|\n|\r(?!\n)))*([ \t]+)(?=\S)/gm;
  for (const [, outer = '', inner = ''] of text.slice(0, SAMPLE).matchAll(blocks)) {
    if (!inner.startsWith(outer) || inner.length === outer.length) continue;
    const unit = inner.slice(outer.length);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let best = DEFAULT_UNIT;
  for (const [unit, count] of counts) if (count > (counts.get(best) ?? 0)) best = unit;
  return best;
}

/**
 * Writes a snippet at an indentation: snippets have `\n` line ends and four spaces a level, the result has the file's
 * line ends and levels. The first line is not indented.
 */
export function placed(text: string, snippet: string, indent: string): string {
  const unit = indentUnit(text);
  return snippet
    .split('\n')
    .map((line, index) => {
      if (line === '') return '';
      const levels = /^(?: {4})*/.exec(line)?.[0].length ?? 0;
      return (index === 0 ? '' : indent) + unit.repeat(levels / 4) + line.slice(levels);
    })
    .join(dominantLineEnd(text));
}
