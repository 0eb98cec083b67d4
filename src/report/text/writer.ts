/** Plain text for people: findings by file, each with a location that editors and terminals can follow. */
import type { Report, ReportError, ReportFinding, ReportNotice, ReportWriter } from '../report';
import { visible } from '../escape';
import { foldedPhrase, foldHints } from '../fold';
import { costPhrase, counted, fixMark, locationOf, summaryPhrase } from '../wording';
import { painter, type Paint } from './paint';
import { wrap } from './wrap';

const INDENT = '    ';

/** A path at the start of a line; one that starts like a workflow command would be obeyed in a log of GitHub Actions. */
function shownPath(path: string): string {
  return visible(path).replace(/^(?=\s*::)/, './');
}

function finding(found: ReportFinding, paint: Paint, width: number | null): string[] {
  const place = shownPath(locationOf(found.path, found));
  const mark = fixMark(found);
  const head = `${place}: ${found.severity} ${found.rule}${mark === '' ? '' : ` ${mark}`}`;
  const painted = head
    .replace(found.severity, paint.severity(found.severity))
    .replace(found.rule, paint.strong(found.rule))
    .replace(mark, mark === '' ? '' : paint.faint(mark));
  const cost = costPhrase(found);
  const details = [found.message, ...(cost === null ? [] : [cost]), ...found.notes].map(visible);
  return [painted, ...details.flatMap((line) => wrap(line, width, INDENT))];
}

function error({ path, message }: ReportError, paint: Paint): string {
  return `${shownPath(path)}: ${paint.severity('error')} ${visible(message)}`;
}

function notice({ path, line, message }: ReportNotice): string {
  return `${shownPath(line === null ? path : `${path}:${line}`)}: note ${visible(message)}`;
}

function groups(findings: readonly ReportFinding[]): ReportFinding[][] {
  const byPath = new Map<string, ReportFinding[]>();
  for (const found of findings) {
    const group = byPath.get(found.path);
    if (group === undefined) byPath.set(found.path, [found]);
    else group.push(found);
  }
  return [...byPath.values()];
}

/** Reports for machines name every hint; a person gets the largest and a line for the rest. */
function block(group: readonly ReportFinding[], paint: Paint, width: number | null): string {
  const { shown, folded } = foldHints(group, ({ severity, estimate }) => ({
    severity,
    emissions: estimate?.emissions ?? null,
  }));
  const lines = shown.flatMap((found) => finding(found, paint, width));
  const [first] = folded;
  if (first) {
    const rest = `${foldedPhrase(folded.map(({ rule }) => rule))} (--format json lists them)`;
    lines.push(`${shownPath(first.path)}: ${paint.severity('hint')}`, ...wrap(rest, width, INDENT));
  }
  return lines.join('\n');
}

function summary({ summary: totals, findings, errors }: Report): string {
  const mendable = findings.filter((found) => fixMark(found) === '[fix]').length;
  const reviewable = findings.filter((found) => fixMark(found) === '[review fix]').length;
  const parts = [summaryPhrase(totals)];
  if (mendable > 0) parts.push(`${mendable} fixable with --fix`);
  if (reviewable > 0) parts.push(`${reviewable}${mendable > 0 ? ' more' : ' fixable'} with --review-fixes`);
  if (errors.length > 0) parts.push(counted(errors.length, 'error'));
  return `${parts.join('; ')}.`;
}

function write(report: Report): string {
  const paint = painter(report.terminal);
  const { width } = report.terminal;
  const blocks = groups(report.findings).map((group) => block(group, paint, width));
  if (report.notices.length > 0) blocks.push(report.notices.map(notice).join('\n'));
  if (report.errors.length > 0) blocks.push(report.errors.map((failure) => error(failure, paint)).join('\n'));
  blocks.push(summary(report));
  return `${blocks.join('\n\n')}\n`;
}

export const writer: ReportWriter = { id: 'text', extension: '.txt', write };
