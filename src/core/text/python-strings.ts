/** Where Python string tokens end, f-strings with nested quotes included, for code that must not touch their inside. */
import { lastOf } from './last-of';

/** The offset after the string whose quote is at `at`; where it is not closed, the end of its line or of the text. */
export function stringEnd(text: string, at: number): number {
  const closed = closedStringEnd(text, at);
  if (closed !== undefined) return closed;
  if (isTriple(text, at)) return text.length;
  const end = /[\r\n]/.exec(text.slice(at))?.index;
  return end === undefined ? text.length : at + end;
}

/** Undefined when the string is not closed, or the braces of an f-string are not. */
export function closedStringEnd(text: string, at: number, depth = 0): number | undefined {
  if (depth > MAX_NESTING) return undefined;
  const quote = isTriple(text, at) ? text.slice(at, at + 3) : (text[at] ?? '"');
  const isFormatted = /(?:^|\W)(?:[rR]?[fFtT]|[fFtT][rR])$/.test(text.slice(Math.max(0, at - 3), at));
  let i = at + quote.length;
  while (i < text.length) {
    const character = text[i];
    if (text.startsWith(quote, i)) return i + quote.length;
    if (isLineEnd(character) && quote.length === 1) return undefined;
    if (character === '\\') i += text.startsWith('\r\n', i + 1) ? 3 : 2;
    else if (character !== '{' || !isFormatted) i += 1;
    else if (text[i + 1] === '{') i += 2;
    else {
      const end = fieldEnd(text, i, { quote, depth });
      if (end === undefined) return undefined;
      i = end;
    }
  }
  return undefined;
}

/** The f-string around a field: its quotes, and how many strings are around it. */
interface Around {
  readonly quote: string;
  readonly depth: number;
}

/** Deeper than anybody nests strings in f-strings. */
const MAX_NESTING = 20;

/** The offset after a replacement field `{...}` of an f-string in `quote`s. */
function fieldEnd(text: string, at: number, around: Around): number | undefined {
  if (around.depth > MAX_NESTING) return undefined;
  let open = 0;
  for (let i = at; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (isLineEnd(character) && around.quote.length === 1) return undefined;
    if (character === '"' || character === "'") {
      const end = closedStringEnd(text, i, around.depth + 1);
      if (end === undefined) return undefined;
      i = end - 1;
    }
    if ('([{'.includes(character)) open += 1;
    if (')]}'.includes(character)) open -= 1;
    if (open === 0) return i + 1;
    if (character === ':' && open === 1) return formatEnd(text, i, around);
  }
  return undefined;
}

/** The offset after a format specification `:...}`, which may hold fields itself. */
function formatEnd(text: string, at: number, around: Around): number | undefined {
  const { quote, depth } = around;
  let i = at + 1;
  while (i < text.length && !text.startsWith(quote, i) && !(isLineEnd(text[i]) && quote.length === 1)) {
    if (text[i] === '}') return i + 1;
    const end = text[i] === '{' ? fieldEnd(text, i, { quote, depth: depth + 1 }) : i + 1;
    if (end === undefined) return undefined;
    i = end;
  }
  return undefined;
}

function isTriple(text: string, at: number): boolean {
  return text.startsWith((text[at] ?? '"').repeat(3), at);
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

/** Enough of a file to tell which quotes it prefers. */
const SAMPLE = 20_000;

/** True when the start of a text has more strings in single quotes than in double ones. */
export const prefersSingleQuotes = lastOf((text: string): boolean => {
  const sample = text.slice(0, SAMPLE);
  const singles = sample.match(/'(?:[^'\n\\"]*)'/g)?.length ?? 0;
  const doubles = sample.match(/"(?:[^"\n\\']*)"/g)?.length ?? 0;
  return singles > doubles;
});
