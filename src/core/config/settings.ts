/** Checks configuration values key by key: what is right applies, what is wrong is reported with its path. */
import * as v from 'valibot';
import type { RuleId, RuleMeta } from '../rules/rule';
import { nearestId } from '../text/nearest';
import { optionSchema, PROPERTIES, RULE_SEVERITIES, SCHEMAS, SEVERITY, type PlainKey } from './schema';
import type { Config, RuleSetting } from './types';

/** What one place configures; an absent property leaves that of the place before. */
export type Settings = Partial<Config>;

/** What the check must know of a rule. */
export type RuleOptions = Pick<RuleMeta, 'id' | 'options'>;

/** A problem with the keys that lead to it, outermost first. */
export interface SettingProblem {
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion: string | null;
}

export interface CheckedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

/** `table` has the keys of a configuration file (`minimum-severity`); it may hold anything. */
export function checkSettings(table: unknown, rules: readonly RuleOptions[]): CheckedSettings {
  const problems: SettingProblem[] = [];
  if (!isTable(table)) {
    return { settings: {}, problems: [{ path: [], message: 'the configuration must be a table', suggestion: null }] };
  }
  const settings: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(table)) {
    if (key === 'rules') settings['rules'] = checkRules(value, rules, problems);
    else if (isPlainKey(key)) checkPlain(key, value, { settings, problems });
    else problems.push(unknown([key], 'key', nearestId(key, ['rules', ...Object.keys(SCHEMAS)])));
  }
  return { settings, problems };
}

interface Sink {
  readonly settings: Record<string, unknown>;
  readonly problems: SettingProblem[];
}

function checkPlain(key: PlainKey, value: unknown, sink: Sink): void {
  const result = v.safeParse(SCHEMAS[key], value);
  if (result.success) sink.settings[PROPERTIES[key]] = result.output;
  else sink.problems.push(invalid([key], value, result.issues[0].message, nearestSeverity(key, value)));
}

function nearestSeverity(key: string, value: unknown): string | null {
  return key.endsWith('severity') && typeof value === 'string' ? nearestId(value, RULE_SEVERITIES) : null;
}

function checkRules(
  table: unknown,
  rules: readonly RuleOptions[],
  problems: SettingProblem[],
): Record<RuleId, RuleSetting> {
  const checked: Record<RuleId, RuleSetting> = {};
  if (!isTable(table)) {
    problems.push(invalid(['rules'], table, 'must be a table of rule names', null));
    return checked;
  }
  for (const [id, value] of Object.entries(table)) {
    const rule = rules.find((one) => one.id === id);
    if (rule) checked[id] = checkRule(rule, value, problems);
    else
      problems.push(
        unknown(
          ['rules', id],
          'rule',
          nearestId(
            id,
            rules.map((one) => one.id),
          ),
        ),
      );
  }
  return checked;
}

function checkRule(rule: RuleOptions, value: unknown, problems: SettingProblem[]): RuleSetting {
  const path = ['rules', rule.id];
  if (!isTable(value)) return { severity: checkSeverity(path, value, problems), options: {} };
  let severity: RuleSetting['severity'] = 'default';
  const options: Record<string, number> = {};
  for (const [name, given] of Object.entries(value)) {
    const at = [...path, name];
    const spec = Object.hasOwn(rule.options, name) ? rule.options[name] : undefined;
    if (name === 'severity') severity = checkSeverity(at, given, problems);
    else if (!spec) problems.push(unknown(at, 'option', nearestId(name, ['severity', ...Object.keys(rule.options)])));
    else {
      const result = v.safeParse(optionSchema(spec.minimum), given);
      if (result.success) options[name] = result.output;
      else problems.push(invalid(at, given, result.issues[0].message, null));
    }
  }
  return { severity, options };
}

function checkSeverity(path: readonly string[], value: unknown, problems: SettingProblem[]): RuleSetting['severity'] {
  const result = v.safeParse(SEVERITY, value);
  if (result.success) return result.output;
  problems.push(invalid(path, value, result.issues[0].message, nearestSeverity('severity', value)));
  return 'default';
}

function invalid(path: readonly string[], value: unknown, message: string, suggestion: string | null): SettingProblem {
  return { path, message: `"${path.join('.')}" ${message}, not ${shown(value)}`, suggestion };
}

function unknown(path: readonly string[], what: string, suggestion: string | null): SettingProblem {
  const meant = suggestion === null ? '' : `; did you mean "${suggestion}"?`;
  return { path, message: `there is no ${what} "${path.at(-1) ?? ''}"${meant}`, suggestion };
}

const LONGEST_SHOWN = 40;

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return value instanceof Date ? 'a date' : 'a table';
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isPlainKey(key: string): key is PlainKey {
  return Object.hasOwn(SCHEMAS, key);
}
