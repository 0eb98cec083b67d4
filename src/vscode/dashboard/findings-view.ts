/** What the findings in the open documents would save a run, without counting two fixes of one run twice. */
import type { Analysis, PricedFinding } from '../../core/engine-types';
import type { Estimate, Intensity, SavingEstimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import type { Saving } from '../../core/rules/rule';
import type { Range } from '../../core/units/quantity';
import { CONFIDENCE } from '../../report/estimate/wording';
import type { Findings } from '../../webview/messages';
import { gridOf } from './live-view';

export interface AnalysedDocument {
  /** Relative to the workspace. */
  readonly file: string;
  readonly analysis: Pick<Analysis, 'workloads' | 'estimates'>;
  /** With the line from 1 at which the editor shows them. */
  readonly findings: readonly { readonly finding: PricedFinding; readonly line: number }[];
}

/** The core's `composeSavings`, which is loaded later than this. */
export type Compose = (savings: readonly Saving[], estimate: Estimate, workload: Workload) => SavingEstimate | null;

const MOST_ROWS = 200;

/** Rows are ordered by what they save; `places` has the document and finding of each row's id. */
export function findingsMessage(
  documents: readonly AnalysedDocument[],
  compose: Compose,
  intensity: Intensity | undefined,
): { readonly message: Findings; readonly places: readonly Place[] } {
  const all = documents.flatMap((document, index) =>
    document.findings.map(({ finding, line }) => ({ document, index, finding, line })),
  );
  all.sort((a, b) => worthOf(b.finding) - worthOf(a.finding));
  const shown = all.slice(0, MOST_ROWS);
  const message: Findings = {
    type: 'findings',
    documents: documents.length,
    rows: shown.map(({ document, finding, line }, id) => rowOf(document.file, finding, { id, line })),
    more: all.length - shown.length,
    total: totalOf(documents, compose),
    unquantified: all.filter(({ finding }) => finding.savingEstimate === null).length,
    grid: gridOf(intensity),
    basis: basisOf(documents),
  };
  return { message, places: shown.map(({ index, finding }) => ({ document: index, rule: finding.rule, finding })) };
}

export interface Place {
  /** Its place among the documents. */
  readonly document: number;
  readonly rule: string;
  readonly finding: PricedFinding;
}

function worthOf({ savingEstimate, saving }: PricedFinding): number {
  return savingEstimate?.energy.typical ?? (saving?.typical ?? 0) * 1e-9;
}

function rowOf(
  file: string,
  { rule, message, severity, saving, savingEstimate }: PricedFinding,
  at: { readonly id: number; readonly line: number },
): Findings['rows'][number] {
  const isKnown = saving !== null && saving.low !== null;
  return {
    ...at,
    file,
    rule,
    message,
    severity,
    share: isKnown ? { low: saving.low, typical: saving.typical, high: saving.high } : null,
    grade: saving?.grade ?? null,
    energy: savingEstimate?.energy ?? null,
    emissions: savingEstimate?.emissions ?? null,
  };
}

/** Workload by workload: on one run the remaining fractions multiply. */
function totalOf(documents: readonly AnalysedDocument[], compose: Compose): Findings['total'] {
  const parts = documents.flatMap(({ analysis, findings }) =>
    analysis.workloads.flatMap((workload) => {
      const estimate = analysis.estimates.find((one) => one.workload === workload.id)?.estimate;
      const savings = findings
        .filter(({ finding }) => finding.workload === workload.id)
        .flatMap(({ finding }) => finding.saving ?? []);
      const sum = estimate && savings.length > 0 ? compose(savings, estimate, workload) : null;
      return sum ? [sum] : [];
    }),
  );
  if (parts.length === 0) return null;
  return {
    energy: sumOf(parts.map(({ energy }) => energy)),
    emissions: sumOf(parts.map(({ emissions }) => emissions)),
  };
}

function sumOf(parts: readonly Range[]): Range {
  const sum = (pick: (part: Range) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  return { low: sum((part) => part.low), typical: sum((part) => part.typical), high: sum((part) => part.high) };
}

function basisOf(documents: readonly AnalysedDocument[]): string {
  const kinds = new Set(
    documents.flatMap(({ analysis }) => analysis.estimates.flatMap(({ estimate }) => estimate?.confidence ?? [])),
  );
  return [...kinds].map((kind) => CONFIDENCE[kind]).join('; ');
}
