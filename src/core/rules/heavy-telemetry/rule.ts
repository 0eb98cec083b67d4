/** Finds training whose measurements cost much of it: histograms and pictures at every step, memory reports. */
import { spanOf } from '../../text/span';
import type { Rule } from '../rule';
import { isChosen } from '../shared/debug-context';
import { notes } from '../shared/notes';
import { telemetry } from '../shared/telemetry';
import { trainsSomething } from '../shared/trains-something';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'no measured figure found; the documentation of Keras and transformers warns of the cost',
);

export const rule: Rule = {
  meta: {
    id: 'heavy-telemetry',
    summary: 'Histograms, pictures or memory reports are taken so often that they cost a part of the training.',
    category: 'hygiene',
    severity: 'hint',
    frameworks: ['wandb', 'torch', 'keras', 'huggingface'],
    triggers: ['wandb', 'WandbLogger', 'TensorBoard', 'skip_memory_metrics', 'SummaryWriter', 'training_step'],
    requires: [
      [
        /\blog_freq\s*=|\bupdate_freq\s*=|\bwrite_images\s*=|\bskip_memory_metrics\s*=/,
        /\badd_(?:histogram|images?|figure|video|embedding|mesh)\s*\(/,
        /\b(?:Image|Histogram|Video)\s*\(/,
      ],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      steps: { default: 100, minimum: 2, description: 'Histograms of weights that are further apart are left alone.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const found = telemetry(model, options['steps'] ?? 100);
    if (found.length === 0 || !trainsSomething(model)) return;
    for (const { node, message, note, via, also, fixes, within } of found) {
      if (model.isIgnored(node) || isChosen(model, within ?? node)) continue;
      yield {
        rule: rule.meta.id,
        severity: 'hint',
        span: spanOf(node),
        message: via === null ? message : `By default ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
        notes: notes(note, via !== null && `${via} decides it`),
        related: also.map((one) => ({ span: spanOf(one), message: 'And this' })),
        facts: {},
        saving: SAVING,
        workload: model.workloads.find(({ kind }) => kind === 'train')?.id ?? null,
        fixes,
      };
    }
  },
};
