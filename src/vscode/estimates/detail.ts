/** An estimate spelled out in Markdown: the ranges, what they rest on, and what would narrow them. */
import { observedText } from '../../core/estimate/observed';
import type { Estimate, Input, WorkloadEstimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import { citation, escaped, table } from '../markdown';
import { CONFIDENCE } from './wording';

/** Inputs that make up less than this share of the uncertainty are left out of a short list. */
const NOTABLE = 0.02;
const SHORT_LIST = 5;
/** These are named even when they are certain: the reader chose them, or should. */
const ALWAYS = new Set(['hardware', 'grid']);

/** The totals as a small table. */
export function totals(estimate: Estimate): string {
  const rows = [
    ['Time', formatDuration(estimate.time), formatDuration(estimate.time.typical)],
    ['Energy', formatEnergy(estimate.energy), formatEnergy(estimate.energy.typical)],
    ['Emissions', formatEmissions(estimate.emissions), formatEmissions(estimate.emissions.typical)],
  ];
  return table(
    ['Per run', 'Range (80 %)', 'Typical'],
    rows.map((row) => row.map(escaped)),
  );
}

/** The totals in one line, because a hover is small. */
export function totalsLine(estimate: Estimate): string {
  const { time, energy, emissions } = estimate;
  const range = [formatDuration(time), formatEnergy(energy), formatEmissions(emissions)].join(', ');
  const typical = [formatDuration(time.typical), formatEnergy(energy.typical), formatEmissions(emissions.typical)];
  return escaped(`${range} (80 % range); typically ${typical.join(', ')}.`);
}

/** The assumptions that widen the range most, for a hover. */
export function shortAssumptions(estimate: Estimate): string {
  const notable = estimate.inputs.filter(({ widens }) => widens >= NOTABLE).slice(0, SHORT_LIST);
  const certain = estimate.inputs.filter((input) => ALWAYS.has(input.name) && !notable.includes(input));
  return assumptions([...notable, ...certain]);
}

export function assumptions(inputs: readonly Input[]): string {
  return table(['Assumption', 'Value', 'From', 'Share of the uncertainty'], inputs.map(row));
}

function row(input: Input): string[] {
  const origin = input.source === null ? escaped(input.origin) : `${escaped(input.origin)}: ${citation(input.source)}`;
  return [
    escaped(input.name),
    escaped(input.value),
    origin,
    input.widens < 0.005 ? '' : `${Math.round(input.widens * 100)} %`,
  ];
}

export function confidence(estimate: Estimate): string {
  return `Rests on ${CONFIDENCE[estimate.confidence]}.`;
}

/** A page about one run, or about every run of a file. */
export function estimatePage(
  entries: readonly { workload: Workload; estimate: WorkloadEstimate; line: number }[],
): string {
  const sections = entries.map(({ workload, estimate, line }) => {
    const heading = `## ${escaped(nameOf(workload))}, line ${line}`;
    const printed = observedText(workload, estimate.estimate);
    const beside = printed === null ? [] : [`Stored output: ${escaped(printed)}.`];
    const found = estimate.estimate;
    if (!found) return [heading, `Not estimated: ${escaped(estimate.missing ?? 'unknown')}.`, ...beside].join('\n\n');
    const rest = ['### Assumptions', assumptions(found.inputs)];
    return [heading, totals(found), confidence(found), ...beside, ...rest].join('\n\n');
  });
  const none = 'No training run, search or bulk inference was recognised in this file.';
  const how =
    'Every range holds four times out of five. The assumption at the top of each list widens it most: to narrow the range, say that one (`carbonHints.hours`, `carbonHints.hardware`, `carbonHints.region`).';
  return ['# Estimate', ...(sections.length > 0 ? [...sections, how] : [none])].join('\n\n');
}

/** "training resnet50 (torch)". */
export function nameOf(workload: Workload): string {
  const kinds = {
    train: 'Training',
    search: 'Search over',
    'cross-validation': 'Cross-validation of',
    inference: 'Inference with',
  };
  return `${kinds[workload.kind]} ${workload.model?.value ?? 'a model'} (${workload.framework})`;
}
