/** `--format json`: one document, as the command-line contract in schemas/check.schema.json says. */
import type { ReportWriter } from '../report';
import { safeJson } from '../escape';
import { checkDocument } from '../document';

export const writer: ReportWriter = {
  id: 'json',
  extension: '.json',
  write: (report) => `${safeJson(checkDocument(report), 2)}\n`,
};
