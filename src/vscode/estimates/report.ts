/** The runs of an open document as a report, for the pages and exports that the command line has, too. */
import { workspace, type Uri } from 'vscode';
import type { Range as EditorRange } from 'vscode';
import type { Total } from '../../core/estimate/total';
import type { EstimateReport } from '../../report/estimate/report';
import type { ReportRange } from '../../report/report';
import type { PlacedWorkload, Result } from '../documents/result';

/** Of one document: all its runs, or those that start on a line (0-based). */
export function estimateReport(
  result: Result,
  sumOf: SumOf,
  at?: { readonly uri: Uri; readonly line: number },
): EstimateReport {
  const { subject } = result;
  const runs = result.workloads.filter(
    ({ place }) =>
      at === undefined || (place.document.uri.toString() === at.uri.toString() && place.range.start.line === at.line),
  );
  const documents = subject.documents();
  const workloads = runs.map(({ workload, estimate: { estimate, missing }, place }) => ({
    workload,
    estimate,
    missing,
    cell: subject.kind === 'notebook' ? documents.indexOf(place.document) : null,
    range: reportRange(place.range),
  }));
  return {
    path: workspace.asRelativePath(subject.uri, false),
    workloads,
    models: [],
    total: sumOf(runs.map(({ estimate }) => estimate)),
  };
}

type SumOf = (estimates: readonly PlacedWorkload['estimate'][]) => Total | null;

function reportRange({ start, end }: EditorRange): ReportRange {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
