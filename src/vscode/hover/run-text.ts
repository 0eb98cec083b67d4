/** What a hover says about a run, in Markdown: the ranges, the sum, what they rest on, and what to set. */
import type { Embodied, WorkloadEstimate } from '../../core/estimate/types';
import { formatEmissions } from '../../core/units/format';
import { confidence, shortAssumptions, totalsLine, widest } from '../estimates/detail';
import { citation, commandLink, escaped } from '../markdown';

export interface RunDetail {
  readonly estimate: WorkloadEstimate;
  /** What the command that explains it takes: document and line. */
  readonly place: readonly [address: string, line: number];
}

/** The hover of the call that starts a run. */
export function runText(run: RunDetail): string {
  return [runBlock(run), linksBlock([], run)].join('\n\n');
}

export function runBlock(run: RunDetail | undefined): string {
  if (!run) return '';
  const { estimate, missing } = run.estimate;
  if (!estimate) return `**Run:** not estimated: ${escaped(missing ?? 'unknown')}.`;
  const blocks = [
    `**Run:** ${totalsLine(estimate)} ${confidence(estimate)}`,
    shortAssumptions(estimate),
    widest(estimate),
    embodiedBlock(estimate.embodied),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function embodiedBlock(embodied: Embodied | undefined): string {
  if (!embodied) return '';
  if (embodied.missing !== null) return `**Embodied carbon:** not quantified: ${escaped(embodied.missing)}.`;
  const amount = escaped(`${formatEmissions(embodied.emissions)}, not part of the above: ${embodied.calculation}`);
  return `**Embodied carbon:** ${amount} (${citation(embodied.source)})`;
}

export function linksBlock(first: readonly string[], run: RunDetail | undefined): string {
  const about = run?.estimate.estimate
    ? [
        commandLink('Explain this estimate', 'carbonHints.showEstimate', run.place),
        commandLink('Export', 'carbonHints.exportEstimate', run.place),
      ]
    : [];
  const settings = [
    commandLink('Set region', 'carbonHints.setRegion'),
    commandLink('Set hardware', 'carbonHints.setHardware'),
    commandLink('Set hours', 'carbonHints.setHours'),
  ];
  return [...first, ...about, ...settings].join(' · ');
}
