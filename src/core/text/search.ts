/** Looks for words and patterns in a text that is being edited, reading again only the lines that an edit touched. */
import { lineEnd, lineStart } from './lines';
import type { Span } from './span';

interface Replaced {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A word or pattern that is looked for, with the first match as it is now. */
export interface Sought {
  readonly word: string | RegExp;
  readonly found: Span | undefined;
}

/** Invariant: an answer is what a search of the whole text gives, for patterns that match inside a few lines. */
export class TextSearch {
  #text: string;
  /** By pattern as written. */
  readonly #known = new Map<string, { readonly word: string | RegExp; found: Span | undefined }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** What is known of a word or pattern, from now on in every version. Patterns are without `g` and `y`. */
  seek(word: string | RegExp): Sought {
    const key = keyOf(word);
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = { word, found: firstIn(this.#text, word, 0) }));
    return known;
  }

  /** Answers the part of the new text that was read again. */
  edited(text: string, region: Replaced): Span {
    this.#text = text;
    const from = linesBefore(text, region.start);
    const to = linesBehind(text, region.newEnd);
    const touched = { from, to, lines: text.slice(from, to), delta: region.newEnd - region.oldEnd };
    for (const known of this.#known.values()) known.found = this.#again(known.word, known.found, touched);
    return { start: from, end: to };
  }

  #again(word: string | RegExp, found: Span | undefined, touched: Touched): Span | undefined {
    if (found && found.end < touched.from) return found;
    if (found && found.start < touched.from) return firstIn(this.#text, word, 0);
    const inside = firstIn(touched.lines, word, touched.from);
    if (inside) return inside;
    if (!found) return undefined;
    const { delta } = touched;
    // A match behind the touched lines is still the first; of one inside them the end may lie behind, or it is gone.
    if (found.start + delta > touched.to) return { start: found.start + delta, end: found.end + delta };
    return firstIn(this.#text.slice(touched.from), word, touched.from);
  }
}

/** Patterns by what they say. Each is written out once: a pattern of a rule is asked for after every edit. */
export function keyOf(word: string | RegExp): string {
  if (typeof word === 'string') return word;
  let key = KEYS.get(word);
  if (key === undefined) KEYS.set(word, (key = `\0${String(word)}`));
  return key;
}

const KEYS = new WeakMap<RegExp, string>();

interface Touched {
  readonly from: number;
  readonly to: number;
  readonly lines: string;
  /** By how much the text behind moved. */
  readonly delta: number;
}

/** Patterns may match across line ends where they allow white space; no pattern crosses more lines. */
const MARGIN = 3;

function linesBefore(text: string, offset: number): number {
  let at = lineStart(text, offset);
  for (let count = 0; count < MARGIN && at > 0; count += 1) at = lineStart(text, endOfCode(text, at));
  return at;
}

/** The offset behind the last character before `offset` that is not white space. */
function endOfCode(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && WHITE.test(text.charAt(at - 1))) at -= 1;
  return at;
}

function linesBehind(text: string, offset: number): number {
  let at = lineEnd(text, offset);
  for (let count = 0; count < MARGIN && at < text.length; count += 1) {
    while (at < text.length && WHITE.test(text.charAt(at))) at += 1;
    at = lineEnd(text, at);
  }
  return at;
}

const WHITE = /\s/;

/** The first match, moved by `offset`. */
export function firstIn(text: string, word: string | RegExp, offset = 0): Span | undefined {
  if (typeof word === 'string') {
    const at = text.indexOf(word);
    return at < 0 ? undefined : { start: offset + at, end: offset + at + word.length };
  }
  const match = word.exec(text);
  return match ? { start: offset + match.index, end: offset + match.index + match[0].length } : undefined;
}
