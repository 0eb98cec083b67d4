/** The groups of the rule index: what somebody wants to do, told from a rule's category and its first framework. */
import type { Category, RuleMeta } from '../../src/core/rules/rule';

export interface Group {
  readonly title: string;
  /** One sentence under the title. */
  readonly says: string;
}

const TEXT: Group = {
  title: 'I fine-tune a language model',
  says: 'Trainers of Hugging Face, tokenizers, attention and adapters.',
};
const TABLES: Group = {
  title: 'I use tabular data',
  says: 'Boosting, support vector machines, cross-validation and the rest of scikit-learn.',
};

const BY_CATEGORY: Readonly<Record<Category, Group>> = {
  search: { title: 'My search takes days', says: 'Grids, random searches and trials that run to the end.' },
  stopping: { title: 'My training does not know when to stop', says: 'Epochs after the model has stopped improving.' },
  precision: {
    title: 'My GPU computes in full precision',
    says: 'Arithmetic at a fraction of the rate of the hardware.',
  },
  data: { title: 'My GPU waits for data', says: 'Loaders and pipelines that keep the accelerator idle.' },
  loop: { title: 'Each step of my loop is slow', says: 'Work in training and evaluation loops that nobody needs.' },
  'jax-tensorflow': {
    title: 'I write my own steps in JAX or TensorFlow',
    says: 'Steps that nothing compiles, or that are compiled again and again.',
  },
  transfer: {
    title: 'I build on a trained network',
    says: 'Backbones, frozen layers and what is trained for nothing.',
  },
  attention: TEXT,
  inference: {
    title: 'I predict with a trained model',
    says: 'Bulk predictions, and models that are loaded too often.',
  },
  placement: { title: 'I choose where and when it runs', says: 'Machines, regions and runs that cannot pause.' },
  classical: TABLES,
  hygiene: { title: 'I repeat and record experiments', says: 'The same work twice, and what watches it.' },
};

const TABULAR = new Set(['sklearn', 'xgboost', 'lightgbm', 'catboost', 'pandas']);

/** Every rule has a group: that of its category, unless its first framework says more. */
export function groupOf({ category, frameworks: [first] }: Pick<RuleMeta, 'category' | 'frameworks'>): Group {
  if (first === 'huggingface' && /^(data|precision|stopping|transfer)$/.test(category)) return TEXT;
  if (first !== undefined && TABULAR.has(first) && /^(stopping|hygiene|data)$/.test(category)) return TABLES;
  return BY_CATEGORY[category];
}

/** In the order of the index. */
export const GROUPS: readonly Group[] = [...new Set([...Object.values(BY_CATEGORY)])];
