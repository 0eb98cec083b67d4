/** JUnit XML for CI servers: one test suite a file, one failed case a finding. */
import type { Report, ReportError, ReportFinding, ReportWriter } from '../report';
import { visible } from '../escape';
import { costPhrase, locationOf } from '../wording';

function xml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd');
}

function testcase(found: ReportFinding): string {
  const place = locationOf(found.path, found);
  const details = [costPhrase(found), ...found.notes].filter((line) => line !== null);
  const name = `${found.rule} at ${place}`;
  return [
    `    <testcase name="${xml(name)}" classname="${xml(found.path)}" file="${xml(found.path)}" line="${found.range.start.line}">`,
    `      <failure type="${xml(found.severity)}" message="${xml(found.message)}">${details.map(xml).join('\n')}</failure>`,
    '    </testcase>',
  ].join('\n');
}

function failed({ path, message }: ReportError): string {
  return [
    `    <testcase name="analysis" classname="${xml(path)}" file="${xml(path)}">`,
    `      <error message="${xml(message)}"></error>`,
    '    </testcase>',
  ].join('\n');
}

function suite(path: string, report: Report): string {
  const findings = report.findings.filter((found) => found.path === path);
  const errors = report.errors.filter((failure) => failure.path === path);
  return [
    `  <testsuite name="${xml(path)}" tests="${findings.length + errors.length}" failures="${findings.length}" errors="${errors.length}">`,
    ...findings.map(testcase),
    ...errors.map(failed),
    '  </testsuite>',
  ].join('\n');
}

function write(report: Report): string {
  const { findings, errors, summary } = report;
  const paths = [...new Set([...findings, ...errors].map((entry) => entry.path))];
  const totals = `tests="${findings.length + errors.length}" failures="${findings.length}" errors="${errors.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="carbon-hints" ${totals} time="${(summary.elapsedMs / 1000).toFixed(3)}">`,
    ...paths.map((path) => suite(path, report)),
    '</testsuites>',
    '',
  ].join('\n');
}

export const writer: ReportWriter = { id: 'junit', extension: '.xml', write };
