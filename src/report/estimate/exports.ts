/** The forms in which an estimate leaves the program. */
import { safeJson } from '../escape';
import { codecarbonCsv } from './codecarbon';
import { estimateDocument } from './document';
import type { EstimateFormat, Stamp } from './formats';
import { modelCard } from './model-card';
import type { EstimateReport } from './report';
import { sciLines } from './sci';
import { statement } from './statement';
import { estimateText } from './text';

const WRITERS: Record<EstimateFormat, (report: EstimateReport, stamp: Stamp) => string> = {
  text: estimateText,
  json: (report) => `${safeJson(estimateDocument(report), 2)}\n`,
  markdown: statement,
  'model-card': modelCard,
  sci: sciLines,
  'codecarbon-csv': codecarbonCsv,
};

export function exported(format: EstimateFormat, report: EstimateReport, stamp: Stamp): string {
  return WRITERS[format](report, stamp);
}
