/** One JSON document, the shape that schemas/check.schema.json describes. */
import type { ReportWriter } from '../report';
import { safeJson } from '../escape';
import { checkDocument } from '../document';

export const writer: ReportWriter = {
  id: 'json',
  extension: '.json',
  write: (report) => `${safeJson(checkDocument(report), 2)}\n`,
};
