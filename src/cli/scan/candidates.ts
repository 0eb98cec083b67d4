/** The rules that could fire in a file, as its text tells. */
import type { Config, RuleSetting } from '../../core/config/types';
import { rules } from '../../core/rules/registry';
import type { RuleId } from '../../core/rules/rule';

/** `all` where it cannot be told. */
export type Candidates = 'all' | ReadonlySet<RuleId>;

export const isNone = (candidates: Candidates): boolean => candidates !== 'all' && candidates.size === 0;

export const isCandidate = (candidates: Candidates, rule: RuleId): boolean =>
  candidates === 'all' || candidates.has(rule);

const OFF: RuleSetting = { severity: 'off', options: {} };

/** The configuration without the rules that would be asked for nothing. */
export function onlyCandidates(config: Config, candidates: Candidates): Config {
  if (candidates === 'all') return config;
  const others = rules.flatMap(({ meta }) => (candidates.has(meta.id) ? [] : [[meta.id, OFF] as const]));
  return { ...config, rules: { ...config.rules, ...Object.fromEntries(others) } };
}
