/** What is said about each run of a document, and at which line. */
import type { TextDocument } from 'vscode';
import type { Result } from '../documents/result';
import type { ShownEstimate } from './lens-memory';
import { nameOf } from './detail';
import { CONFIDENCE, fullText, inlayText, lensText } from './wording';

/** One a line: a search that runs a fit shows as the search. */
export function shownEstimates(result: Result, document: TextDocument, style: 'codeLens' | 'inlay'): ShownEstimate[] {
  const here = result.workloads.filter(({ place }) => place.document.uri.toString() === document.uri.toString());
  const lines = new Map<number, ShownEstimate>();
  for (const { workload, estimate, place } of here) {
    const { line } = style === 'codeLens' ? place.range.start : place.range.end;
    if (lines.has(line)) continue;
    const found = estimate.estimate;
    if (!found && style === 'inlay') continue;
    const text = found
      ? style === 'codeLens'
        ? lensText(found)
        : inlayText(found)
      : `not estimated: ${estimate.missing}`;
    const tooltip = found
      ? `${nameOf(workload)}: ${fullText(found)} (${CONFIDENCE[found.confidence]})`
      : nameOf(workload);
    lines.set(line, { line, text, tooltip });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}
