/** An estimate for people: each run with its ranges and the inputs they rest on, widest first. */
import { plain } from '../../core/estimate/facts';
import { observedText } from '../../core/estimate/observed';
import type { Estimate, Input } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { formatEmissions } from '../../core/units/format';
import { visible } from '../escape';
import { locationOf } from '../wording';
import { comparisonBlocks } from './comparison';
import { terminalOf } from './page';
import type { EstimateReport, ReportWorkload } from './report';
import { CONFIDENCE, rangesOf, sumsOf } from './wording';

const INDENT = '    ';

function title({ kind, framework, model, dataset }: Workload): string {
  const data = dataset === null ? '' : ` on ${dataset.value}`;
  return `${kind} with ${framework}${model === null ? '' : `: ${model.value}`}${data}`;
}

/** Shares below a percent do not help to decide what to find out first. */
function input({ name, value, origin, source, widens }: Input): string {
  const share = widens < 0.01 ? '' : `, ${Math.round(widens * 100)}% of the uncertainty`;
  return `${INDENT}${INDENT}${name}: ${value} (${source === null ? origin : `${origin}: ${source}`}${share})`;
}

/** What the notebook's own outputs say, and how to estimate from that. */
function observed({ workload, estimate }: ReportWorkload): string[] {
  const text = observedText(workload, estimate);
  if (text === null) return [];
  const seconds = workload.observedSeconds?.value;
  return [`${INDENT}${text}${seconds === undefined ? '' : `; --hours ${plain(seconds / 3600)} takes that time`}`];
}

function block(path: string, found: ReportWorkload): string {
  const head = `${locationOf(path, found)}: ${title(found.workload)}`;
  const beside = observed(found);
  if (found.estimate === null)
    return [head, `${INDENT}no estimate: ${found.missing ?? 'unknown'}`, ...beside].map(visible).join('\n');
  const { estimate } = found;
  const lines = [
    head,
    `${INDENT}${rangesOf(estimate)} (80% range; rests on ${CONFIDENCE[estimate.confidence]})`,
    `${INDENT}typically ${sumsOf(estimate).line}`,
    ...beside,
    ...embodied(estimate),
  ];
  const shown = [...lines, ...estimate.inputs.map(input)].map(visible).join('\n');
  const compared = found.comparison;
  return compared === undefined || compared === null
    ? shown
    : `${shown}\n\n${terminalOf(comparisonBlocks(compared)).trimEnd()}`;
}

function embodied({ embodied: made }: Estimate): readonly string[] {
  if (made === undefined) return [];
  if (made.missing !== null) return [`${INDENT}embodied carbon: not quantified, ${made.missing}`];
  return [`${INDENT}embodied carbon, apart: ${formatEmissions(made.emissions)} (${made.calculation}; ${made.source})`];
}

export function estimateText({ path, workloads, total }: EstimateReport): string {
  if (workloads.length === 0) return `${visible(path)}: no training run, search or bulk inference found.\n`;
  const blocks = workloads.map((found) => block(path, found));
  if (total !== null && workloads.length > 1) blocks.push(`total: ${rangesOf(total)}`);
  return `${blocks.join('\n\n')}\n`;
}
