/** The rule.ts that a new rule starts from: it finds calls of one function, which the author replaces. */

/** What the rule is about until its author says so; no real package has this name. */
export function placeholder(id: string): string {
  return id.replaceAll('-', '_');
}

export function ruleTemplate(id: string, version: string): string {
  const name = placeholder(id);
  return `/** Finds calls of example.${name}: say here in one sentence what the rule finds. */
import { spanOf } from '../../text/span';
import type { Rule, Saving } from '../rule';

/** Canonical names; the model resolves imports and aliases to them. */
const CALLS = ['example.${name}'] as const;

/** Grade N until a measured figure with its source is known. */
const SAVING: Saving = { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: 'not quantified' };

export const rule: Rule = {
  meta: {
    id: '${id}',
    summary: 'A call of example.${name} wastes energy.',
    category: 'hygiene',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['${name}'],
    saving: SAVING,
    fixes: 'never',
    since: '${version}',
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
`;
}
