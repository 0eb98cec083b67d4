/** Brings the offsets in findings up to date after an edit elsewhere. */
import { movedAll, movedSpan, type Move } from '../model/answers';
import type { Finding, Fix } from './rule';
import type { Span } from '../text/span';

export function movedFindings(findings: readonly Finding[], move: Move): readonly Finding[] {
  return movedAll(findings, (finding) => movedFinding(finding, move));
}

function movedFinding(finding: Finding, move: Move): Finding {
  const spanned = <T extends { readonly span: Span }>(one: T): T => {
    const span = movedSpan(one.span, move);
    return span === one.span ? one : { ...one, span };
  };
  const fix = (one: Fix): Fix => {
    const edits = movedAll(one.edits, spanned);
    return edits === one.edits ? one : { ...one, edits };
  };
  const span = movedSpan(finding.span, move);
  const related = movedAll(finding.related, spanned);
  const fixes = movedAll(finding.fixes, fix);
  const workload = finding.workload === null ? null : move(finding.workload);
  const isSame =
    span === finding.span && related === finding.related && fixes === finding.fixes && workload === finding.workload;
  return isSame ? finding : { ...finding, span, related, fixes, workload };
}
