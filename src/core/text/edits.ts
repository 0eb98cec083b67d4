/** Applying, ordering and finding text edits; spans always refer to the text before any of the edits. */
import type { Span, TextEdit } from './span';

/** In order of position; edits at the same place keep the order they were given in. */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order)
    .map(({ edit }) => edit);
}

/** True when no two edits touch a common character and no insertion lies inside a replaced span. */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  const sorted = sortEdits(edits);
  return sorted.every((edit, index) => {
    const next = sorted[index + 1];
    return !next || edit.span.end <= next.span.start;
  });
}

/** True when applying both would be ambiguous: they overlap, or both insert at one place. */
export function conflict(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start && a.span.end === a.span.start && b.span.end === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Undefined when the edits overlap or lie outside the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const { span, newText } of sortEdits(edits)) {
    if (span.start < at || span.end < span.start || span.end > text.length) return undefined;
    parts.push(text.slice(at, span.start), newText);
    at = span.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/**
 * The one edit that turns `before` into `after`, as small as a common prefix and suffix make it; undefined when the
 * texts are equal. It never splits a `\r\n` or a surrogate pair of either text.
 */
export function minimalEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shared = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shared && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix += 1;
  while (splitsPair(before, prefix) || splitsPair(after, prefix)) prefix -= 1;
  let suffix = 0;
  const limit = shared - prefix;
  while (
    suffix < limit &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix += 1;
  }
  while (suffix > 0 && (splitsPair(before, before.length - suffix) || splitsPair(after, after.length - suffix)))
    suffix -= 1;
  return {
    span: { start: prefix, end: before.length - suffix },
    newText: after.slice(prefix, after.length - suffix),
  };
}

/** True when `offset` lies between the halves of a `\r\n` or of a surrogate pair. */
export function splitsPair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  if (before === 13 && after === 10) return true;
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/**
 * Where a span lies after an edit. A span that the edit touches is stretched or cut to what is left around it, so it
 * stays inside the text; an insertion at its start moves it, an insertion at its end leaves it.
 */
export function shiftSpan(span: Span, edit: TextEdit): Span {
  const delta = edit.newText.length - (edit.span.end - edit.span.start);
  if (edit.span.end <= span.start) return { start: span.start + delta, end: span.end + delta };
  if (edit.span.start >= span.end) return span;
  const start = Math.min(span.start, edit.span.start);
  const end = Math.max(span.end, edit.span.end) + delta;
  return { start, end };
}
