/** What is said about each run of a document, and at which line. */
import type { TextDocument } from 'vscode';
import type { Result } from '../documents/result';
import type { ShownEstimate } from './lens-memory';
import { narrowings } from '../../core/estimate/narrow';
import type { Estimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { CONFIDENCE, nameOf, rangesOf, sumsOf } from '../../report/estimate/wording';
import { inlayText, lensText } from './wording';

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
    const tooltip = found ? tooltipOf(workload, found) : nameOf(workload);
    lines.set(line, { line, text, tooltip });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

/** The editor shows it as plain text. */
function tooltipOf(workload: Workload, estimate: Estimate): string {
  const [first] = narrowings(estimate);
  const widest = first
    ? `\nWidest: ${first.input} (set ${first.remedy === 'pue' ? 'the PUE' : `the ${first.remedy}`})`
    : '';
  const head = `${nameOf(workload)}: ${rangesOf(estimate)} (80 % range; ${CONFIDENCE[estimate.confidence]})`;
  return `${head}\nTypically ${sumsOf(estimate).line}${widest}\nSelect to explain this estimate`;
}
