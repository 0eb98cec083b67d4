/** Finds loaders whose batches are copied to a CUDA device from memory that is not pinned. */
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import type { Rule, Saving } from '../rule';
import { loaderFinding } from '../shared/loader-finding';
import { loaderGroups } from '../shared/loader-groups';

/** One workload on an RTX 6000: -7.56 % emissions, -9.82 % time. */
const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.04,
  high: 0.1,
  grade: 'E',
  source: 'creedengo GCI102 specification: -7.56 % emissions, -9.82 % training time on one workload (RTX 6000)',
};

export const rule: Rule = {
  meta: {
    id: 'dataloader-unpinned-memory',
    summary: 'Batches that are copied to a CUDA device from pageable memory make the device wait for the copy.',
    category: 'data',
    severity: 'hint',
    frameworks: ['torch', 'lightning'],
    triggers: ['DataLoader'],
    requires: [[...ACCELERATOR_WORDS, 'lightning']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    for (const group of loaderGroups(model)) {
      if (group.problem !== 'unpinned') continue;
      yield loaderFinding(model, rule.meta, group, {
        message: 'Batches are copied to the accelerator from memory that is not pinned',
        notes: [],
        facts: { pinned: false },
        saving: SAVING,
      });
    }
  },
};
