/** Turns what the engine found in one document into report entries. */
import type { Analysis, PricedFinding } from '../../core/engine-types';
import type { Fix } from '../../core/rules/rule';
import { LineIndex } from '../../core/text/lines';
import type { MetadataEdit } from '../../core/text/notebook/metadata';
import { metadataEdits } from '../../core/text/notebook/write-metadata';
import type { ReportEdit, ReportFinding, ReportFix, ReportNotice, ReportRelated } from '../../report/report';
import { rangeOf, type Placer } from './placer';
import type { OpenDocument } from './scan';

/** Undefined when an edit crosses cells or the imports cannot be added: such a fix cannot be applied. */
function reportFix(fix: Fix, document: OpenDocument): ReportFix | undefined {
  const completed = document.complete(fix);
  if (completed === undefined) return undefined;
  const edits = fileEdits(document, completed.metadata);
  if (edits === undefined) return undefined;
  for (const edit of completed.edits) {
    const place = document.placer.place(edit.span);
    if (place === undefined) return undefined;
    edits.push({ ...place, newText: edit.newText });
  }
  if (edits.length === 0) return undefined;
  return { title: fix.title, safety: fix.safety, reason: fix.safety === 'review' ? fix.reason : null, edits };
}

/** Metadata lie in no cell: where they change is told in lines of the .ipynb file. */
function fileEdits({ subject }: OpenDocument, changes: readonly MetadataEdit[]): ReportEdit[] | undefined {
  if (changes.length === 0) return [];
  const { text } = subject.decoded;
  const lines = new LineIndex(text);
  return metadataEdits(text, changes)?.map(({ span, newText }) => ({
    cell: null,
    range: rangeOf(lines, span),
    newText,
  }));
}

function related(finding: PricedFinding, placer: Placer): ReportRelated[] {
  return finding.related.map(({ span, message }) => ({ ...placer.nearest(span), message }));
}

export function reportFindings(document: OpenDocument): ReportFinding[] {
  const { analysis, placer, file } = document;
  return analysis.findings.map((finding) => ({
    ...placer.nearest(finding.span),
    rule: finding.rule,
    severity: finding.severity,
    path: file.shown,
    message: finding.message,
    notes: finding.notes,
    facts: finding.facts,
    saving: finding.saving,
    estimate: finding.savingEstimate,
    fixes: finding.fixes.map((fix) => reportFix(fix, document)).filter((fix) => fix !== undefined),
    related: related(finding, placer),
  }));
}

export function reportNotices(analysis: Analysis, path: string, placer: Placer): ReportNotice[] {
  return analysis.unusedSuppressions.map(({ span, message }) => {
    const { cell, range } = placer.nearest(span);
    const where = cell === null ? '' : `cell ${cell + 1}, line ${range.start.line}: `;
    return { path, line: cell === null ? range.start.line : null, message: `${where}${message}` };
  });
}
