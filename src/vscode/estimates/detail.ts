/** An estimate spelled out in Markdown: the ranges, what they rest on, and what would narrow them. */
import { narrowings, type Remedy } from '../../core/estimate/narrow';
import type { Estimate, Input } from '../../core/estimate/types';
import { CONFIDENCE, rangesOf, sumsOf } from '../../report/estimate/wording';
import { citation, commandLink, escaped, table, type LinkableCommand } from '../markdown';

/** Inputs that make up less than this share of the uncertainty are left out of a short list. */
const NOTABLE = 0.02;
const SHORT_LIST = 5;
/** These are named even when they are certain: the reader chose them, or should. */
const ALWAYS = new Set(['hardware', 'grid']);

/** The ranges and the sum behind the typical values, in one line because a hover is small. */
export function totalsLine(estimate: Estimate): string {
  return escaped(`${rangesOf(estimate)} (80 % range); typically ${sumsOf(estimate).line}.`);
}

const COMMANDS: Record<Exclude<Remedy, 'pue'>, readonly [string, LinkableCommand]> = {
  hours: ['Set hours', 'carbonHints.setHours'],
  hardware: ['Set hardware', 'carbonHints.setHardware'],
  region: ['Set region', 'carbonHints.setRegion'],
};

/** The input that widens the range most, and the command that replaces it. */
export function widest(estimate: Estimate): string {
  const [first] = narrowings(estimate);
  if (!first) return '';
  const of = first.remedy === 'region' ? ' of the emissions' : '';
  const [label, command, ...args] =
    first.remedy === 'pue'
      ? (['Set the PUE', 'carbonHints.openSettings', 'carbonHints.pue'] as const)
      : COMMANDS[first.remedy];
  const share = escaped(`${first.input} (${Math.round(first.share * 100)} % of the width${of})`);
  return `**Widest:** ${share}: ${commandLink(label, command, args)}`;
}

/** The assumptions that widen the range most, for a hover. */
export function shortAssumptions(estimate: Estimate): string {
  const notable = estimate.inputs.filter(({ widens }) => widens >= NOTABLE).slice(0, SHORT_LIST);
  const certain = estimate.inputs.filter((input) => ALWAYS.has(input.name) && !notable.includes(input));
  return assumptions([...notable, ...certain]);
}

function assumptions(inputs: readonly Input[]): string {
  return table(['Assumption', 'Value', 'From', 'Share of the width'], inputs.map(row));
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
