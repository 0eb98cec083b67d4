/** Looks for punctuation and comments in and between the items of a bracket. */
import { stringEnd } from '../text/python-strings';
import type { Span } from '../text/span';

/** The offset of the first `wanted` in a gap (white space, punctuation, comments) that is not in a comment. */
export function findInGap(text: string, gap: Span, wanted: string): number | undefined {
  for (const at of codeOffsets(text, gap)) if (text[at] === wanted) return at;
  return undefined;
}

export function hasComment(text: string, gap: Span): boolean {
  return text.slice(gap.start, gap.end).includes('#');
}

export function isBlank(text: string, span: Span): boolean {
  return /^\s*$/.test(text.slice(span.start, span.end));
}

/** True when code, which may hold strings, holds a comment. */
export function hidesComment(text: string, code: Span): boolean {
  for (let at = code.start; at < code.end; at += 1) {
    const character = text[at];
    if (character === '#') return true;
    if (character === '"' || character === "'") at = stringEnd(text, at) - 1;
  }
  return false;
}

/** Offsets in a gap that are neither white space nor part of a comment. */
export function* codeOffsets(text: string, gap: Span): Generator<number> {
  for (let at = gap.start; at < gap.end; at += 1) {
    const character = text[at] ?? '';
    if (character === '#') {
      while (at < gap.end && text[at] !== '\n' && text[at] !== '\r') at += 1;
    } else if (!/\s/.test(character)) {
      yield at;
    }
  }
}
