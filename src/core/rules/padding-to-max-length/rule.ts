/** Finds calls of example.padding_to_max_length: say here in one sentence what the rule finds. */
import { spanOf } from '../../text/span';
import type { Rule, Saving } from '../rule';

/** Canonical names; the model resolves imports and aliases to them. */
const CALLS = ['example.padding_to_max_length'] as const;

/** Grade N until a measured figure with its source is known. */
const SAVING: Saving = { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: 'not quantified' };

export const rule: Rule = {
  meta: {
    id: 'padding-to-max-length',
    summary: 'A call of example.padding_to_max_length wastes energy.',
    category: 'hygiene',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['padding_to_max_length'],
    saving: SAVING,
    fixes: 'never',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const { call, certainty } of model.callsOf(...CALLS)) {
      if (certainty === 'may' || model.isIgnored(call)) continue;
      yield {
        rule: rule.meta.id,
        severity: rule.meta.severity === 'off' ? 'hint' : rule.meta.severity,
        span: spanOf(call),
        message: 'Say the fact in at most 80 characters',
        notes: [],
        related: [],
        facts: {},
        saving: SAVING,
        workload: null,
        fixes: [],
      };
    }
  },
};
