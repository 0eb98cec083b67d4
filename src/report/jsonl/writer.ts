/** One JSON object a line: findings, then errors, then the summary, each with its `kind`. */
import { checkDocument } from '../document';
import type { ReportWriter } from '../report';
import { safeJson } from '../escape';

export const writer: ReportWriter = {
  id: 'jsonl',
  extension: '.jsonl',
  write(report) {
    const { findings, errors, summary, schema, version } = checkDocument(report);
    const lines = [
      ...findings.map((finding) => ({ kind: 'finding', ...finding })),
      ...errors.map((error) => ({ kind: 'error', ...error })),
      { kind: 'summary', schema, version, ...summary },
    ];
    return lines.map((line) => `${safeJson(line, 0)}\n`).join('');
  },
};
