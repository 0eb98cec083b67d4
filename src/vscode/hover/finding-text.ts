/**
 * The hover of a finding in Markdown: what is wasted, what the fix saves and on what evidence, what the run costs.
 * The editor shows the message of the problem above it.
 */
import { observedText } from '../../core/estimate/observed';
import type { WorkloadEstimate } from '../../core/estimate/types';
import type { PricedFinding } from '../../core/engine-types';
import type { Workload } from '../../core/model/workload';
import type { Finding } from '../../core/rules/rule';
import { confidence, shortAssumptions, totalsLine } from '../estimates/detail';
import { costText, GRADES, shareText } from '../estimates/wording';
import { citation, commandLink, escaped } from '../markdown';

export interface FindingDetail {
  readonly finding: PricedFinding;
  /** The rule's sentence about the waste; undefined when the rule is not known. */
  readonly summary: string | undefined;
  /** The run whose cost the saving is a share of. */
  readonly run: WorkloadEstimate | undefined;
  /** The run itself. */
  readonly workload?: Workload | undefined;
}

export function findingText({ finding, summary, run, workload }: FindingDetail): string {
  const blocks = [
    summary === undefined ? '' : escaped(summary),
    savingBlock(finding),
    runBlock(run),
    observedBlock(run, workload),
    notesBlock(finding.notes),
    linksBlock(finding),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function savingBlock({ saving, savingEstimate }: PricedFinding): string {
  if (!saving || saving.grade === 'N') {
    const why = saving ? ` ${citation(saving.source)}` : '';
    return `**Saving:** not quantified.${why}`;
  }
  const amount = savingEstimate ? `${escaped(costText(savingEstimate))}: ` : '';
  return `**Saving:** ${amount}${escaped(shareText(saving))} (${escaped(GRADES[saving.grade])}: ${citation(saving.source)})`;
}

function runBlock(run: WorkloadEstimate | undefined): string {
  if (!run) return '';
  if (!run.estimate) return `**Run:** not estimated: ${escaped(run.missing ?? 'unknown')}.`;
  const { estimate } = run;
  return [`**Run:** ${totalsLine(estimate)} ${confidence(estimate)}`, shortAssumptions(estimate)].join('\n\n');
}

/** What the notebook itself says of its last run. */
function observedBlock(run: WorkloadEstimate | undefined, workload: Workload | undefined): string {
  const text = workload && observedText(workload, run?.estimate ?? null);
  return text ? `**Stored output:** ${escaped(text)}.` : '';
}

function notesBlock(notes: readonly string[]): string {
  return notes.map((note) => `- ${escaped(note)}`).join('\n');
}

function linksBlock({ rule }: Finding): string {
  return [
    commandLink(`About ${rule}`, 'carbonHints.explainRule', [rule]),
    commandLink('Set region', 'carbonHints.setRegion'),
    commandLink('Set hardware', 'carbonHints.setHardware'),
    commandLink('Set hours', 'carbonHints.setHours'),
  ].join(' · ');
}
