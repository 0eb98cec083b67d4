/** The editor's settings for one document, read and made safe: what makes no sense counts as not set. */
import { workspace, type Uri, type WorkspaceConfiguration } from 'vscode';
import type { Config, RuleSetting } from '../../core/config/types';
import type { Severity } from '../../core/rules/rule';
import type { RunMode } from '../documents/tracker';
import type { EstimateStyle } from '../estimates/providers';

export type Preference = 'editorFirst' | 'filesystemFirst' | 'editorOnly';

const SEVERITIES: readonly string[] = ['default', 'warning', 'information', 'hint', 'off'];
const SECTION = 'carbonHints';

export function runMode(uri: Uri): RunMode {
  return oneOf(of(uri).get('run'), ['onType', 'onSave', 'manual']) ?? 'onType';
}

export function estimateStyle(uri: Uri): EstimateStyle {
  return oneOf(of(uri).get('estimates'), ['codeLens', 'inlay', 'off']) ?? 'codeLens';
}

export function preference(uri: Uri): Preference {
  return oneOf(of(uri).get('configurationPreference'), ['editorFirst', 'filesystemFirst', 'editorOnly']) ?? 'editorFirst';
}

/** Only what the user, the workspace or the folder set; a setting at its default says nothing. */
export function editorConfig(uri: Uri): Partial<Config> {
  const configuration = of(uri);
  const set = <T>(name: string, read: (value: unknown) => T | undefined): T | undefined =>
    isSet(configuration, name) ? read(configuration.get(name)) : undefined;
  return withoutUndefined({
    rules: set('rules', ruleSettings),
    minimumSeverity: set('minimumSeverity', (value) => oneOf(value, ['hint', 'information', 'warning'])),
    exclude: set('exclude', strings),
    region: set('region', text),
    hardware: set('hardware', text),
    pue: set('pue', (value) => numberFrom(value, 1)),
    hours: set('hours', (value) => numberFrom(value, Number.MIN_VALUE)),
  });
}

export interface PowerSettings {
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly budgetWatts: number | undefined;
}

export function powerSettings(): PowerSettings {
  const configuration = workspace.getConfiguration(SECTION);
  const interval = numberFrom(configuration.get('power.interval'), 1) ?? 2;
  return {
    enabled: configuration.get('power.enabled') !== false,
    intervalSeconds: Math.min(interval, 60),
    budgetWatts: numberFrom(configuration.get('power.budgetWatts'), Number.MIN_VALUE),
  };
}

function of(uri: Uri): WorkspaceConfiguration {
  return workspace.getConfiguration(SECTION, uri);
}

function isSet(configuration: WorkspaceConfiguration, name: string): boolean {
  const found = configuration.inspect(name);
  const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue, found?.globalLanguageValue];
  return [...values, found?.workspaceLanguageValue].some((value) => value !== undefined);
}

function ruleSettings(value: unknown): Record<string, RuleSetting> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).filter(([, severity]) => SEVERITIES.includes(severity as string));
  return Object.fromEntries(
    entries.map(([rule, severity]) => [rule, { severity: severity as Severity | 'default', options: {} }]),
  );
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function numberFrom(value: unknown, minimum: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= minimum ? value : undefined;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Defined<T>>;
}
