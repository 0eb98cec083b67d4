/**
 * The hover of a finding in Markdown: what is wasted, what the fix saves and on what evidence, what the run costs.
 * The editor shows the message of the problem above it.
 */
import type { PricedFinding } from '../../core/engine-types';
import { costText, GRADES, savingSum, shareText } from '../estimates/wording';
import { citation, commandLink, escaped } from '../markdown';
import { assumptionsBlock, blocksOf, linksBlock, observedBlock, runBlock, type RunDetail } from './run-text';

export interface FindingDetail {
  readonly finding: PricedFinding;
  /** The rule's sentence about the waste; undefined when the rule is not known. */
  readonly summary: string | undefined;
  /** The run whose cost the saving is a share of. */
  readonly run: RunDetail | undefined;
}

export function findingText({ finding, summary, run }: FindingDetail): string {
  return blocksOf([
    summary === undefined ? '' : escaped(summary),
    savingBlock(finding, run),
    runBlock(run),
    observedBlock(run),
    notesBlock(finding.notes),
    linksBlock([commandLink(`About ${finding.rule}`, 'carbonHints.explainRule', [finding.rule])], run),
    assumptionsBlock(run),
  ]);
}

function savingBlock({ saving, savingEstimate }: PricedFinding, run: RunDetail | undefined): string {
  if (!saving || saving.grade === 'N') {
    const why = saving ? ` ${citation(saving.source)}` : '';
    return `**Saving:** not quantified.${why}`;
  }
  const amount = savingEstimate ? `${escaped(costText(savingEstimate))}: ` : '';
  const whole = run?.estimate.estimate;
  const sum = savingEstimate && whole ? `; ${escaped(savingSum(savingEstimate, whole))}` : '';
  const evidence = `${escaped(GRADES[saving.grade])}: ${citation(saving.source)}`;
  return `**Saving:** ${amount}${escaped(shareText(saving))} (${evidence})${sum}`;
}

function notesBlock(notes: readonly string[]): string {
  return notes.map((note) => `- ${escaped(note)}`).join('\n');
}
