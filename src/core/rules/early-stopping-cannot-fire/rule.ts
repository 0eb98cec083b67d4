/** Finds early stopping that is written but can never end a run. */
import type { Model } from '../../model/model';
import type { Finding, Rule } from '../rule';
import { boostingDefects } from '../shared/stopping/boosting';
import type { Defect } from '../shared/stopping/defect';
import { huggingFaceDefects } from '../shared/stopping/hugging-face';
import { kerasDefects } from '../shared/stopping/keras';
import { lightningDefects } from '../shared/stopping/lightning';
import { STOPPING_SAVING } from '../shared/stopping-saving';

export const rule: Rule = {
  meta: {
    id: 'early-stopping-cannot-fire',
    summary: 'Early stopping is set up in a way that can never end the run, so all epochs run although it is wanted.',
    category: 'stopping',
    severity: 'warning',
    frameworks: ['keras', 'lightning', 'huggingface', 'xgboost', 'lightgbm'],
    triggers: ['EarlyStopping', 'early_stopping', 'n_iter_no_change'],
    requires: [
      ['keras', 'tensorflow', 'lightning', 'transformers', 'xgboost', 'lightgbm'],
      ['fit', 'train'],
    ],
    saving: STOPPING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const found of defectsOf(model)) yield findingOf(found);
  },
};

function* defectsOf(model: Model): Generator<Defect> {
  yield* kerasDefects(model);
  yield* lightningDefects(model);
  yield* huggingFaceDefects(model);
  yield* boostingDefects(model);
}

function findingOf({ level, ...rest }: Defect): Finding {
  return { rule: rule.meta.id, severity: level, saving: STOPPING_SAVING, ...rest };
}
