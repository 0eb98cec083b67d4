/** SARIF 2.1.0 for code-scanning services, with rule help and fixes. */
import type { Log, ReportingDescriptor, Run } from 'sarif';
import type { RuleMeta } from '../../core/rules/rule';
import type { Report, ReportError, ReportWriter } from '../report';
import { safeJson } from '../escape';
import { savingPhrase } from '../wording';
import { LEVELS, location, result } from './result';

function descriptor(meta: RuleMeta): ReportingDescriptor {
  const saving = savingPhrase(meta.saving) ?? 'saving not quantified';
  return {
    id: meta.id,
    shortDescription: { text: meta.summary },
    help: { text: `${meta.summary}\n\nFix: ${saving}. Source: ${meta.saving.source}` },
    defaultConfiguration: { level: LEVELS[meta.severity], enabled: meta.severity !== 'off' },
    properties: { tags: ['energy', meta.category, ...meta.frameworks] },
  };
}

function notification({ path, message }: ReportError) {
  return { level: 'error' as const, message: { text: message }, locations: [location(path, null)] };
}

function run(report: Report): Run {
  const indexes = new Map(report.rules.map((meta, index) => [meta.id, index]));
  return {
    tool: { driver: { name: 'Carbon Hints', semanticVersion: report.version, rules: report.rules.map(descriptor) } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.errors.map(notification) }],
    results: report.findings.map((found) => result(found, indexes.get(found.rule))),
  };
}

function write(report: Report): string {
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run(report)] };
  return `${safeJson(log, 2)}\n`;
}

export const writer: ReportWriter = { id: 'sarif', extension: '.sarif', write };
