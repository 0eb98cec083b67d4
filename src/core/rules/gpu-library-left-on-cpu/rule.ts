/** Finds arguments that no longer put XGBoost on a GPU. */
import { removedGpu, type RemovedGpu } from '../../model/boosting/removed-gpu';
import { isAtLeast, isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { deviceEdits } from '../shared/gpu-argument-fix';
import type { Level } from '../shared/level';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('train', 'on small tables a GPU may take longer than the processor');

export const rule: Rule = {
  meta: {
    id: 'gpu-library-left-on-cpu',
    summary: 'An argument that put XGBoost on a GPU is gone from the library.',
    category: 'placement',
    severity: 'warning',
    frameworks: ['xgboost'],
    triggers: ['gpu_hist', 'gpu_id'],
    requires: [['xgboost']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || isBefore(model.version('xgboost'), 2, 0)) return;
    for (const one of removedGpu(model)) yield findingOf(model, one);
  },
};

function findingOf(model: Model, one: RemovedGpu): Finding {
  const version = model.version('xgboost');
  const warns = isBefore(version, 3, 1);
  const hasDevice = isAtLeast(version, 2, 0);
  const level: Level = isAtLeast(version, 3, 1) ? 'warning' : warns ? 'hint' : 'information';
  const edits = deviceEdits(model, one);
  const title = 'Use device';
  const fix: Fix | undefined =
    edits &&
    (hasDevice
      ? { title, safety: 'safe', edits, imports: [] }
      : {
          title,
          safety: 'review',
          reason: 'XGBoost has device since 2.0; older releases know only what is here.',
          edits,
          imports: [],
        });
  const what = one.method ? 'gpu_hist' : 'gpu_id';
  return {
    rule: rule.meta.id,
    severity: level,
    span: spanOf(one.method ?? one.card ?? one.call),
    message: warns
      ? `${what} is deprecated since XGBoost 2.0, and gone in 3.1`
      : `${what} is gone since XGBoost 3.1, where it is an error`,
    notes: notes(
      level === 'information' && 'the release of XGBoost is not known',
      !fix && 'device="cuda" takes its place',
    ),
    related:
      one.call === (one.method ?? one.card)?.parent?.parent
        ? []
        : [{ span: spanOf(one.call), message: 'It is trained here' }],
    facts: { method: one.method !== null, card: one.number },
    saving: SAVING,
    workload: workloadOf(model, one.call)?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}
