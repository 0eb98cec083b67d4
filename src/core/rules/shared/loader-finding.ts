/** Turns a group of loaders into the finding of the one rule that it belongs to. */
import type { Model } from '../../model/model';
import { spanOf } from '../../text/span';
import type { Finding, RuleMeta, Saving } from '../rule';
import { loaderFixes, obstacle } from './loader-fix';
import type { LoaderGroup } from './loader-groups';
import type { JudgedLoader, Problem } from './loader-problems';
import { notes } from './notes';
import { workloadOf } from '../../model/workloads/workload-of';

/** What a rule says of its group besides what all loader rules say. */
export interface Wording {
  readonly message: string;
  readonly notes: readonly (string | false | null | undefined)[];
  readonly facts: Finding['facts'];
  readonly saving: Saving;
}

export function loaderFinding(model: Model, meta: RuleMeta, group: LoaderGroup, wording: Wording): Finding {
  const { anchor, members, problem } = group;
  const { readings } = anchor.loader;
  const reading = readings.find((one) => one.trains) ?? readings[0];
  const others = members.filter((one) => one.loader.call !== anchor.loader.call);
  return {
    rule: meta.id,
    severity: anchor.problems.get(problem) ?? 'hint',
    span: spanOf(anchor.loader.call),
    message: wording.message,
    notes: notes(
      ...wording.notes,
      anchor.device === 'unknown' && problem !== 'respawn' && 'nothing here says on which device the training runs',
      obstacle(model, group),
    ),
    related: others.map((one) => ({ span: spanOf(one.loader.call), message: saying(one) })),
    facts: { loaders: members.length, passes: anchor.passes, device: anchor.device, ...wording.facts },
    saving: wording.saving,
    workload: (reading && workloadOf(model, reading.node)?.id) ?? null,
    fixes: loaderFixes(model, group),
  };
}

const WORDS: Readonly<Record<Problem, string>> = {
  workers: 'no workers',
  respawn: 'workers that are started anew each epoch',
  unpinned: 'batches that are not pinned',
};

function saying({ problems }: JudgedLoader): string {
  return `The same here: ${[...problems.keys()].map((one) => WORDS[one]).join(', ')}`;
}
