/** What a hover says about a run, in Markdown: the ranges, the sum, what they rest on, and what to set. */
import type { Embodied, WorkloadEstimate } from '../../core/estimate/types';
import { formatEmissions } from '../../core/units/format';
import { confidence, shortAssumptions, totalsLine, widest } from '../estimates/detail';
import { citation, commandLink, escaped } from '../markdown';

export interface RunDetail {
  readonly estimate: WorkloadEstimate;
  /** What the notebook itself says of its last run. */
  readonly observed: string | null;
  /** What the command that explains it takes: document and line. */
  readonly place: readonly [address: string, line: number];
}

/** The hover of the call that starts a run. */
export function runText(run: RunDetail): string {
  return blocksOf([runBlock(run), observedBlock(run), linksBlock([], run), assumptionsBlock(run)]);
}

export function blocksOf(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function runBlock(run: RunDetail | undefined): string {
  if (!run) return '';
  const { estimate, missing } = run.estimate;
  if (!estimate) return `**Run:** not estimated: ${escaped(missing ?? 'unknown')}.`;
  const line = `**Run:** ${totalsLine(estimate)} ${confidence(estimate)}`;
  return blocksOf([line, embodiedBlock(estimate.embodied), widest(estimate)]);
}

export function observedBlock(run: RunDetail | undefined): string {
  return run?.observed ? `**Stored output:** ${escaped(run.observed)}.` : '';
}

/** Below everything else, because a hover shows a few lines before one scrolls. */
export function assumptionsBlock(run: RunDetail | undefined): string {
  const estimate = run?.estimate.estimate;
  return estimate ? shortAssumptions(estimate) : '';
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
