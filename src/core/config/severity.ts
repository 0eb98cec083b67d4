/** How loud a configuration makes a rule. */
import type { RuleMeta, Severity } from '../rules/rule';
import type { Config } from './types';

export function severityOf({ id, severity }: Pick<RuleMeta, 'id' | 'severity'>, config: Config): Severity {
  const setting = config.rules[id];
  return !setting || setting.severity === 'default' ? severity : setting.severity;
}
