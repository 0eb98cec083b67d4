/** The editor's settings, read and made safe: what makes no sense counts as not set. */
import { workspace, type Uri, type WorkspaceConfiguration } from 'vscode';
import type { RunMode } from '../documents/tracker';
import type { EstimateStyle } from '../estimates/providers';
import type { Budgets } from '../power/budgets';

export type Preference = 'editorFirst' | 'filesystemFirst' | 'editorOnly';

const SECTION = 'carbonHints';

/** Keys of a configuration file, and the settings that say the same. */
const KEYS: Readonly<Record<string, string>> = {
  rules: 'rules',
  'minimum-severity': 'minimumSeverity',
  exclude: 'exclude',
  region: 'region',
  hardware: 'hardware',
  pue: 'pue',
  hours: 'hours',
  embodied: 'estimate.embodied',
};

export function runMode(uri: Uri): RunMode {
  return oneOf(of(uri).get('run'), ['onType', 'onSave', 'manual']) ?? 'onType';
}

export function estimateStyle(uri: Uri): EstimateStyle {
  return oneOf(of(uri).get('estimates'), ['codeLens', 'inlay', 'off']) ?? 'codeLens';
}

export function preference(uri: Uri): Preference {
  return (
    oneOf(of(uri).get('configurationPreference'), ['editorFirst', 'filesystemFirst', 'editorOnly']) ?? 'editorFirst'
  );
}

/** By the keys of a configuration file, only what the user, the workspace or the folder set. */
export function editorTable(uri: Uri): Readonly<Record<string, unknown>> {
  const configuration = of(uri);
  const entries = Object.entries(KEYS).filter(([, name]) => isSet(configuration, name));
  return Object.fromEntries(
    entries.map(([key, name]) => [key, configuration.get<unknown>(name)]).filter(([, value]) => value !== null),
  ) as Readonly<Record<string, unknown>>;
}

export interface PowerSettings {
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly budgets: Budgets;
  /** Addresses of exporters that the user named. */
  readonly prometheus: readonly string[];
}

export function powerSettings(): PowerSettings {
  const configuration = workspace.getConfiguration(SECTION);
  const interval = numberFrom(configuration.get('power.interval'), 1) ?? 2;
  return {
    enabled: configuration.get('power.enabled') !== false,
    intervalSeconds: Math.min(interval, 60),
    budgets: {
      watts: numberFrom(configuration.get('power.budgetWatts'), Number.MIN_VALUE),
      run: numberFrom(configuration.get('power.budgetKilowattHoursPerRun'), Number.MIN_VALUE),
      day: numberFrom(configuration.get('power.budgetGramsPerDay'), Number.MIN_VALUE),
    },
    prometheus: stringsFrom(configuration.get('power.prometheus')),
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

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function numberFrom(value: unknown, minimum: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= minimum ? value : undefined;
}

function stringsFrom(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
