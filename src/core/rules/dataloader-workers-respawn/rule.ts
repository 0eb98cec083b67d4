/** Finds loaders whose worker processes are started anew in every epoch. */
import type { Model } from '../../model/model';
import { asNumber } from '../../model/values';
import type { Finding, Rule } from '../rule';
import { loaderFinding } from '../shared/loader-finding';
import { isReadByEpoch, loaderGroups, type LoaderGroup } from '../shared/loader-groups';
import { FEW_EPOCHS } from '../shared/loader-problems';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('load');

export const rule: Rule = {
  meta: {
    id: 'dataloader-workers-respawn',
    summary: 'A loader with workers but without persistent_workers starts its processes anew in every epoch.',
    category: 'data',
    severity: 'information',
    frameworks: ['torch', 'lightning'],
    triggers: ['Loader', 'loader'],
    requires: [['torch', 'monai', 'lightning']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: FEW_EPOCHS, minimum: 2, description: 'Runs of fewer epochs are left alone.' },
    },
  },
  *check(model, { options }) {
    const least = options['epochs'] ?? FEW_EPOCHS;
    for (const group of loaderGroups(model)) {
      const { passes } = group.anchor;
      if (group.problem === 'respawn' && (passes === null || passes >= least)) yield findingOf(model, group);
    }
  },
};

function findingOf(model: Model, group: LoaderGroup): Finding {
  const { workers } = group.anchor;
  const count = workers.expression ? asNumber(model.value(workers.expression)) : undefined;
  const many =
    count === undefined ? 'The worker processes' : count === 1 ? 'The worker process' : `All ${count} worker processes`;
  return loaderFinding(model, rule.meta, group, {
    message: `${many} ${count === 1 ? 'is' : 'are'} started anew in every ${isReadByEpoch(model, group.anchor) ? 'epoch' : 'pass'}`,
    notes: [
      workers.overridable && `${workers.via ?? 'an option'} sets the number of workers`,
      workers.count === 'mixed' && 'some paths use no workers',
    ],
    facts: { workers: count ?? null },
    saving: SAVING,
  });
}
