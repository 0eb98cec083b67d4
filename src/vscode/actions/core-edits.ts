/** Edits of the analysed program that the adapter offers: fixes with their imports, ignore comments, their removal. */
import type { UnusedSuppression } from '../../core/engine-types';
import type { Finding, Fix } from '../../core/rules/rule';
import { conflict } from '../../core/text/edits';
import { lineEnd, lineStart, nextLine } from '../../core/text/lines';
import type { Span, TextEdit } from '../../core/text/span';
import type { Result } from '../documents/result';

/** The edits of a fix with the imports it needs; undefined when they cannot be made here. */
export function completedEdits({ engine, subject }: Result, fix: Fix): readonly TextEdit[] | undefined {
  return engine.completeFix(subject.key, fix);
}

/** Every safe fix that fits beside those before it; an import that two of them need is added once. */
export function safeEdits(result: Result): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { finding } of result.findings) {
    const fix = finding.fixes.find(({ safety }) => safety === 'safe');
    const edits = fix && completedEdits(result, fix);
    if (!edits) continue;
    const fresh = edits.filter((edit) => !taken.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => taken.some((other) => conflict(edit, other)))) continue;
    taken.push(...fresh);
  }
  return taken;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

export function suppressionEdits(result: Result, { rule, span }: Finding, reason: string): readonly TextEdit[] {
  return result.engine.insertSuppression(result.subject.key, { rule, span, reason }) ?? [];
}

/** Removes the whole comment, with its line when nothing else is on it; or one rule out of several. */
export function suppressionRemoval({ analysis: { text } }: Result, { span }: UnusedSuppression): readonly TextEdit[] {
  if (text.charAt(span.start) !== '#') return [{ span: withComma(text, span), newText: '' }];
  const start = lineStart(text, span.start);
  const before = text.slice(start, span.start);
  if (before.trim() === '' && span.end === lineEnd(text, span.end)) {
    return [{ span: { start, end: nextLine(text, span.end) }, newText: '' }];
  }
  return [{ span: { start: start + before.trimEnd().length, end: span.end }, newText: '' }];
}

/** `a, b` loses the comma on the side of the neighbour that stays. */
function withComma(text: string, { start, end }: Span): Span {
  const after = /^\s*,[ \t]*/.exec(text.slice(end));
  if (after) return { start, end: end + after[0].length };
  const before = /[ \t]*,\s*$/.exec(text.slice(Math.max(0, start - 80), start));
  return { start: start - (before?.[0].length ?? 0), end };
}
