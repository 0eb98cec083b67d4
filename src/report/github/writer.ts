/** Workflow commands that GitHub Actions shows as annotations on the changed lines. */
import type { Severity } from '../../core/rules/rule';
import type { ReportError, ReportFinding, ReportWriter } from '../report';
import { visible } from '../escape';
import { costPhrase } from '../wording';

const COMMANDS: Record<Exclude<Severity, 'off'>, string> = {
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions: what the runner unescapes again. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Line numbers of a notebook cell mean nothing in the file, so the message names the cell and the annotation the file. */
function finding(found: ReportFinding): string {
  const { start, end } = found.range;
  const place =
    found.cell === null
      ? `,line=${start.line},col=${start.column},endLine=${end.line}${start.line === end.line ? `,endColumn=${end.column}` : ''}`
      : '';
  const where = found.cell === null ? '' : `cell ${found.cell + 1}, line ${start.line}: `;
  const cost = costPhrase(found);
  const message = `${where}${found.message}${cost === null ? '' : ` (${cost})`}`;
  return `::${COMMANDS[found.severity]} file=${property(found.path)}${place},title=${property(found.rule)}::${data(message)}\n`;
}

function error({ path, message }: ReportError): string {
  return `::error file=${property(path)},title=not analysed::${data(message)}\n`;
}

export const writer: ReportWriter = {
  id: 'github',
  extension: '.txt',
  write: (report) => [...report.findings.map(finding), ...report.errors.map(error)].join(''),
};
