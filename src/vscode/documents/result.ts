/** One analysis with everything placed in the editor. */
import type { Analysis, Engine, PricedFinding } from '../../core/engine-types';
import type { WorkloadEstimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import type { Span } from '../../core/text/span';
import type { EditorPlace, Snapshot, Subject } from './subject';

export interface PlacedFinding {
  readonly finding: PricedFinding;
  readonly place: EditorPlace;
  readonly related: readonly { readonly place: EditorPlace; readonly message: string }[];
}

export interface PlacedWorkload {
  readonly workload: Workload;
  readonly estimate: WorkloadEstimate;
  readonly place: EditorPlace;
}

export interface Result {
  readonly engine: Engine;
  readonly subject: Subject;
  /** Of the texts that were analysed; the result is stale as soon as the subject has another. */
  readonly stamp: string;
  readonly analysis: Analysis;
  readonly findings: readonly PlacedFinding[];
  readonly workloads: readonly PlacedWorkload[];
  /** Places a module span, as long as the engine holds the analysed text. */
  place(span: Span): EditorPlace | undefined;
}

type Analysed = Pick<Result, 'engine' | 'subject' | 'analysis'>;

export function buildResult({ engine, subject, analysis }: Analysed, snapshot: Snapshot): Result {
  const place = (span: Span): EditorPlace | undefined => {
    const found = engine.place(subject.key, span);
    return found && snapshot.locate(found);
  };
  return {
    engine,
    subject,
    stamp: snapshot.stamp,
    analysis,
    findings: analysis.findings.flatMap((finding) => placedFinding(finding, place)),
    workloads: analysis.estimates.flatMap((estimate) => placedWorkload(analysis, estimate, place)),
    place,
  };
}

type Placer = (span: Span) => EditorPlace | undefined;

function placedFinding(finding: PricedFinding, place: Placer): PlacedFinding[] {
  const at = place(finding.span);
  if (!at) return [];
  const related = finding.related.flatMap(({ span, message }) => {
    const where = place(span);
    return where ? [{ place: where, message }] : [];
  });
  return [{ finding, place: at, related }];
}

function placedWorkload(analysis: Analysis, estimate: WorkloadEstimate, place: Placer): PlacedWorkload[] {
  const workload = analysis.workloads.find(({ id }) => id === estimate.workload);
  const at = place(estimate.span);
  return workload && at ? [{ workload, estimate, place: at }] : [];
}
