/** Edits of the analysed program that the adapter offers: fixes with their imports, ignore comments, their removal. */
import type { UnusedSuppression } from '../../core/engine-types';
import { joinFixes, type CompletedFix } from '../../core/fixes/completed';
import type { Finding, Fix } from '../../core/rules/rule';
import { lineEnd, lineStart, nextLine } from '../../core/text/lines';
import type { Span, TextEdit } from '../../core/text/span';
import type { Result } from '../documents/result';

/** All that a fix changes, with the imports it needs; undefined when it cannot be made here. */
export function completed({ engine, subject }: Result, fix: Fix): CompletedFix | undefined {
  return engine.completeFix(subject.key, fix);
}

/** Every safe fix that fits beside those before it. */
export function safeEdits(result: Result): CompletedFix {
  return joinFixes(
    result.findings.flatMap(({ finding }) => {
      const fix = finding.fixes.find(({ safety }) => safety === 'safe');
      return (fix && completed(result, fix)) ?? [];
    }),
  );
}

export function suppressionEdits(result: Result, { rule, span }: Finding, reason: string): CompletedFix {
  const edits = result.engine.insertSuppression(result.subject.key, { rule, span, reason }) ?? [];
  return { edits, metadata: [] };
}

/** Removes the whole comment, with its line when nothing else is on it; or one rule out of several. */
export function suppressionRemoval(result: Result, { span }: UnusedSuppression): CompletedFix {
  return { edits: [removalOf(result.analysis.text, span)], metadata: [] };
}

function removalOf(text: string, span: Span): TextEdit {
  if (text.charAt(span.start) !== '#') return { span: withComma(text, span), newText: '' };
  const start = lineStart(text, span.start);
  const before = text.slice(start, span.start);
  if (before.trim() === '' && span.end === lineEnd(text, span.end)) {
    return { span: { start, end: nextLine(text, span.end) }, newText: '' };
  }
  return { span: { start: start + before.trimEnd().length, end: span.end }, newText: '' };
}

/** `a, b` loses the comma on the side of the neighbour that stays. */
function withComma(text: string, { start, end }: Span): Span {
  const after = /^\s*,[ \t]*/.exec(text.slice(end));
  if (after) return { start, end: end + after[0].length };
  const before = /[ \t]*,\s*$/.exec(text.slice(Math.max(0, start - 80), start));
  return { start: start - (before?.[0].length ?? 0), end };
}
