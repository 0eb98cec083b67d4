/** Finds training loaders that decode or transform every item in the training process. */
import type { Model } from '../../model/model';
import type { Finding, Rule } from '../rule';
import { loaderFinding } from '../shared/loader-finding';
import { loaderGroups, type LoaderGroup } from '../shared/loader-groups';
import { trainerLoading } from '../shared/trainer-loading';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('load');

export const rule: Rule = {
  meta: {
    id: 'dataloader-single-process',
    summary: 'A loader without workers prepares each item in the training process while the accelerator waits.',
    category: 'data',
    severity: 'information',
    frameworks: ['torch', 'lightning', 'huggingface'],
    triggers: ['Loader', 'loader', 'TrainingArguments'],
    requires: [['torch', 'transformers', 'monai', 'lightning']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    for (const group of loaderGroups(model)) if (group.problem === 'workers') yield findingOf(model, group);
    yield* trainerLoading(model, rule.meta, SAVING);
  },
};

function findingOf(model: Model, group: LoaderGroup): Finding {
  const { anchor } = group;
  const { via, overridable } = anchor.workers;
  const work = anchor.work ?? 'prepares items';
  return loaderFinding(model, rule.meta, group, {
    message: overridable
      ? `By default no loader workers: the training process ${work}`
      : `No loader workers: the training process ${work}`,
    notes: [overridable && `${via ?? 'an option'} sets the number of workers, and is 0 unless it is given`],
    facts: { workers: 0, work },
    saving: SAVING,
  });
}
