/** Applies every fix of every finding of one open document, each by itself and all together, and says what went wrong. */
import type { PricedFinding } from '../../src/core/engine-types';
import type { Fix } from '../../src/core/rules/rule';
import { applyEdits, shiftSpan, sortEdits } from '../../src/core/text/edits';
import { overlaps, type Span, type TextEdit } from '../../src/core/text/span';
import { chooseEdits, type Daring } from '../../src/cli/scan/choose';
import { edited, mend } from '../../src/cli/scan/mend';
import type { OpenDocument } from '../../src/cli/scan/scan';
import { changesElsewhere } from './elsewhere';
import type { Comparer } from './python';

/** One text that a fix, or a set of fixes, made. */
export interface Trial {
  readonly rule: string;
  /** For people: file, place and the title of the fix. */
  readonly what: string;
  /** Under which Python answers; null when there is no text to ask about. */
  readonly id: number | null;
  readonly wrong: readonly string[];
  /** All that the fix writes: comments in it are meant. */
  readonly written: string;
}

export interface FixChecks {
  readonly trials: readonly Trial[];
  /** Fixes that a rule offers but that cannot be made at that place, so no user sees them. */
  readonly withheld: number;
}

/** Leaves the document as it was. */
export function checkFixes(document: OpenDocument, comparer: Comparer): FixChecks {
  const { findings, text } = document.analysis;
  const offered = findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  if (offered.length === 0) return { trials: [], withheld: 0 };
  comparer.before(text);
  const trials = offered.map(({ finding, fix }) => apart(document, finding, fix, comparer));
  const made = trials.filter((trial) => trial !== undefined);
  const together = (['safe', 'review'] as const).map((daring) => allOf(document, daring, comparer));
  document.again(document.subject.source);
  return { trials: [...made, ...together], withheld: trials.length - made.length };
}

function apart(document: OpenDocument, finding: PricedFinding, fix: Fix, comparer: Comparer): Trial | undefined {
  const current = document.again(document.subject.source);
  const completed = current.complete(fix);
  if (completed === undefined) return undefined;
  const { edits } = completed;
  const trial = { rule: finding.rule, what: whatOf(document, finding, fix.title), written: writtenBy(edits) };
  const source = edited(document.subject.source, completed, (span) => document.where(span));
  if (source === undefined) return { ...trial, id: null, wrong: ['its edits overlap or cross cells'] };
  const next = current.again(source);
  const wrong = [
    ...(next.analysis.text === applyEdits(document.analysis.text, edits) ? [] : ['changes more than its spans']),
    ...(firesAgain(next, finding, edits) ? ['fires again'] : []),
    ...raised(finding.rule, document, next),
    ...next.analysis.problems,
    ...changesElsewhere(document.subject, source),
  ];
  return { ...trial, id: comparer.after(next.analysis.text), wrong };
}

function writtenBy(edits: readonly TextEdit[]): string {
  return edits.map((edit) => edit.newText).join('\n');
}

function firesAgain(next: OpenDocument, finding: PricedFinding, edits: readonly TextEdit[]): boolean {
  const place = sortEdits(edits).reduceRight((span: Span, edit) => shiftSpan(span, edit), finding.span);
  return next.analysis.findings.some(({ rule, span }) => rule === finding.rule && overlaps(span, place));
}

/** What a fix makes worth while: memory laid out for the units that compute in 16 bits is of no use before. */
const isSequel = (fixed: string, raised: string): boolean =>
  /-in-fp32$/.test(fixed) && raised === 'convnet-not-channels-last';

/** Rules that find more than before: a fix must not plant another finding. */
function raised(fixed: string, before: OpenDocument, after: OpenDocument): string[] {
  const count = (document: OpenDocument, rule: string): number =>
    document.analysis.findings.filter((finding) => finding.rule === rule).length;
  const found = [...new Set(after.analysis.findings.map(({ rule }) => rule))];
  const more = found.filter((rule) => !isSequel(fixed, rule) && count(after, rule) > count(before, rule));
  return more.map((rule) => `raises a finding of ${rule}`);
}

function allOf(document: OpenDocument, daring: Daring, comparer: Comparer): Trial {
  const mended = mend(document.again(document.subject.source), daring);
  const { source } = mended.document.subject;
  const wrong = [
    ...(chooseEdits(mended.document, daring).fixes > 0 ? ['does not come to an end'] : []),
    ...mended.document.analysis.problems,
    ...changesElsewhere(document.subject, source),
  ];
  const id = mended.fixes > 0 ? comparer.after(mended.document.analysis.text) : null;
  // What several passes write is not told apart from what was there: comments are compared for losses only.
  const written = mended.document.analysis.text;
  return { rule: 'together', what: `${document.file.shown}: all ${daring} fixes`, id, wrong, written };
}

function whatOf(document: OpenDocument, { rule, span }: PricedFinding, title: string): string {
  const { cell, range } = document.placer.nearest(span);
  const place = cell === null ? `${range.start.line}` : `cell ${cell}:${range.start.line}`;
  return `${document.file.shown}:${place} ${rule}: ${title}`;
}
