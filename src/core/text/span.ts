/** Half-open spans and edits over a text, in UTF-16 code units; nothing here knows about files or editors. */

/** `start` inclusive, `end` exclusive, both in UTF-16 code units from the start of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text at `span` by `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export function spanOf(node: Span): Span {
  return { start: node.start, end: node.end };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
