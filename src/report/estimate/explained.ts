/** The page "Explain this estimate" as Markdown, for the editor. */
import type { EstimateContext } from '../../core/estimate/types';
import { compared } from './comparison';
import { explanationOf } from './explanation';
import { markdownOf } from './page';
import type { EstimateReport } from './report';

export function explainedMarkdown(report: EstimateReport, context: EstimateContext): string {
  return markdownOf(explanationOf(compared(report, context), 'editor'));
}
