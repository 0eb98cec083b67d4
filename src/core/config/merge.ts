/** The defaults, and how configuration from several places becomes one. */
import type { RuleId } from '../rules/rule';
import type { Settings } from './settings';
import type { Config, RuleSetting } from './types';

export const DEFAULT_CONFIG: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
  embodied: false,
};

/**
 * Later places win, key by key: usually the file, then the editor. Rules merge by name and their options by name, with
 * `default` leaving the severity of the place before; exclusions add up.
 */
export function mergeConfig(defaults: Config, ...places: readonly Settings[]): Config {
  return places.reduce<Config>(
    (config, place) => ({
      ...config,
      ...place,
      rules: mergeRules(config.rules, place.rules ?? {}),
      exclude: [...new Set([...config.exclude, ...(place.exclude ?? [])])],
    }),
    defaults,
  );
}

type Rules = Readonly<Record<RuleId, RuleSetting>>;

function mergeRules(before: Rules, after: Rules): Rules {
  const merged: Record<RuleId, RuleSetting> = { ...before };
  for (const [id, setting] of Object.entries(after)) {
    const old = merged[id];
    const severity = setting.severity === 'default' ? (old?.severity ?? 'default') : setting.severity;
    merged[id] = { severity, options: { ...old?.options, ...setting.options } };
  }
  return merged;
}
