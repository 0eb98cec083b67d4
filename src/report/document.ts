/** The machine-readable form of a check: exactly the keys of the command-line contract, shared by JSON and JSON Lines. */
import type { Range } from '../core/units/quantity';
import type { Report, ReportEstimate, ReportFinding, ReportFix, ReportRange } from './report';

/** Version of the shape below; grows only when a reader of the old one would break. */
export const SCHEMA = 1;

export const range = ({ start, end }: ReportRange) => ({
  start: { line: start.line, column: start.column },
  end: { line: end.line, column: end.column },
});

/** More digits than any estimate holds, and few enough that the last one does not depend on the machine. */
const DIGITS = 6;

const rounded = (value: number) => Number(value.toPrecision(DIGITS));

export function quantity(unit: string, { low, typical, high }: Range) {
  return { unit, low: rounded(low), typical: rounded(typical), high: rounded(high) };
}

function fix({ title, safety, reason, edits }: ReportFix) {
  return {
    title,
    safety,
    reason,
    edits: edits.map((edit) => ({ cell: edit.cell, range: range(edit.range), newText: edit.newText })),
  };
}

function estimate(value: ReportEstimate | null) {
  if (value === null) return null;
  return { energy: quantity('kWh', value.energy), emissions: quantity('gCO2e', value.emissions) };
}

export function findingDocument(finding: ReportFinding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    path: finding.path,
    cell: finding.cell,
    range: range(finding.range),
    message: finding.message,
    facts: finding.facts,
    saving: finding.saving,
    estimate: estimate(finding.estimate),
    fixes: finding.fixes.map(fix),
  };
}

export function checkDocument(report: Report) {
  const { files, parsed, findings, elapsedMs } = report.summary;
  return {
    schema: SCHEMA,
    version: report.version,
    summary: { files, parsed, findings, elapsedMs },
    findings: report.findings.map(findingDocument),
    errors: report.errors.map(({ path, message }) => ({ path, message })),
  };
}
