/** The forms in which an estimate leaves the program; text for a terminal is in `text.ts`. */
import { safeJson } from '../escape';
import { codecarbonCsv } from './codecarbon';
import { estimateDocument } from './document';
import type { ExportFormat, Stamp } from './formats';
import { modelCard } from './model-card';
import type { EstimateReport } from './report';
import { sciLines } from './sci';
import { statement } from './statement';

const WRITERS: Record<ExportFormat, (report: EstimateReport, stamp: Stamp) => string> = {
  json: (report) => `${safeJson(estimateDocument(report), 2)}\n`,
  markdown: statement,
  'model-card': modelCard,
  sci: sciLines,
  'codecarbon-csv': codecarbonCsv,
};

export function exported(format: ExportFormat, report: EstimateReport, stamp: Stamp): string {
  return WRITERS[format](report, stamp);
}
