/** Markdown for pull-request comments and job summaries: a summary and one table. */
import type { Report, ReportFinding, ReportWriter } from '../report';
import { visible } from '../escape';
import { costPhrase, fixMark, locationOf, summaryPhrase } from '../wording';

/** Plain text inside a table cell: nothing in it is read as Markdown or HTML. */
function cell(text: string): string {
  return visible(text).replace(/[\\`*_[\]<>|#~@!]/g, '\\$&');
}

function row(found: ReportFinding): string {
  const columns = [
    cell(locationOf(found.path, found)),
    found.severity,
    cell(found.rule),
    cell(found.message),
    cell(costPhrase(found) ?? ''),
    fixMark(found).replace(/[[\]]/g, ''),
  ];
  return `| ${columns.join(' | ')} |`;
}

function table(findings: readonly ReportFinding[]): string[] {
  if (findings.length === 0) return [];
  const head = ['| Where | Severity | Rule | Finding | Cost | Fix |', '| --- | --- | --- | --- | --- | --- |'];
  return [...head, ...findings.map(row), ''];
}

function write(report: Report): string {
  const errors = report.errors.map(({ path, message }) => `- ${cell(path)}: ${cell(message)}`);
  const failures = errors.length === 0 ? [] : ['### Not analysed', '', ...errors, ''];
  return ['## Carbon Hints', '', `${summaryPhrase(report.summary)}.`, '', ...table(report.findings), ...failures].join(
    '\n',
  );
}

export const writer: ReportWriter = { id: 'markdown', extension: '.md', write };
