/** The settings of the extension, with their defaults, limits and order. */
import type { Rule } from '../../core/rules/rule';

type Setting = Readonly<Record<string, unknown>>;
type Scope = 'resource' | 'window' | 'machine';

/** Left alone until the workspace is trusted: they decide which files outside of it are read, whether tools of the machine are started, and which addresses are asked. */
export const restrictedConfigurations = [
  'carbonHints.estimate.history',
  'carbonHints.power.enabled',
  'carbonHints.power.interval',
  'carbonHints.power.prometheus',
  'carbonHints.runs.record',
];

const SEVERITIES = ['default', 'warning', 'information', 'hint', 'off'];

/** A setting whose description is `%setting.NAME%`; its values' are `%setting.NAME.VALUE%`. */
function setting(name: string, scope: Scope, rest: Setting): Setting {
  const values = rest['enum'] as readonly string[] | undefined;
  const described = values && {
    markdownEnumDescriptions: values.map((value) => `%setting.${name}.${value}%`),
  };
  return { ...rest, ...described, scope, markdownDescription: `%setting.${name}%` };
}

const analysis: Record<string, Setting> = {
  run: setting('run', 'resource', { type: 'string', enum: ['onType', 'onSave', 'manual'], default: 'onType' }),
  minimumSeverity: setting('minimumSeverity', 'resource', {
    type: 'string',
    enum: ['hint', 'information', 'warning'],
    default: 'hint',
  }),
  exclude: setting('exclude', 'resource', { type: 'array', items: { type: 'string' }, default: [] }),
  configurationPreference: setting('configurationPreference', 'resource', {
    type: 'string',
    enum: ['editorFirst', 'filesystemFirst', 'editorOnly'],
    default: 'editorFirst',
  }),
};

const estimates: Record<string, Setting> = {
  estimates: setting('estimates', 'resource', {
    type: 'string',
    enum: ['codeLens', 'inlay', 'off'],
    default: 'codeLens',
  }),
  region: setting('region', 'resource', { type: ['string', 'null'], default: null }),
  hardware: setting('hardware', 'resource', { type: ['string', 'null'], default: null }),
  pue: setting('pue', 'resource', { type: ['number', 'null'], default: null, minimum: 1, maximum: 5 }),
  hours: setting('hours', 'resource', { type: ['number', 'null'], default: null, exclusiveMinimum: 0 }),
  'estimate.embodied': setting('estimate.embodied', 'resource', { type: 'boolean', default: false }),
  'estimate.history': setting('estimate.history', 'resource', {
    type: 'array',
    items: { type: 'string' },
    default: [],
  }),
};

const power: Record<string, Setting> = {
  'power.enabled': setting('power.enabled', 'machine', { type: 'boolean', default: true }),
  'power.interval': setting('power.interval', 'machine', { type: 'number', default: 2, minimum: 1, maximum: 60 }),
  'power.budgetWatts': budget('power.budgetWatts'),
  'power.budgetKilowattHoursPerRun': budget('power.budgetKilowattHoursPerRun'),
  'power.budgetGramsPerDay': budget('power.budgetGramsPerDay'),
  'power.prometheus': setting('power.prometheus', 'machine', {
    type: 'array',
    items: { type: 'string', pattern: '^https?://' },
    default: [],
  }),
};

const runs: Record<string, Setting> = {
  'runs.record': setting('runs.record', 'machine', { type: 'boolean', default: true }),
  'runs.summary': setting('runs.summary', 'machine', { type: 'boolean', default: true }),
};

function budget(name: string): Setting {
  return setting(name, 'machine', { type: ['number', 'null'], default: null, exclusiveMinimum: 0 });
}

export function configuration(rules: readonly Rule[]): readonly object[] {
  return [
    section('analysis', { rules: rulesSetting(rules), ...analysis }),
    section('estimates', estimates),
    section('power', power),
    section('runs', runs),
  ];
}

function section(name: string, settings: Readonly<Record<string, Setting>>): object {
  const entries = Object.entries(settings).map(([key, value], order): [string, object] => [
    `carbonHints.${key}`,
    { ...value, order },
  ]);
  return { id: `carbonHints.${name}`, title: `%section.${name}%`, properties: Object.fromEntries(entries) };
}

/** One severity a rule; unknown names are marked by the settings editor. */
function rulesSetting(rules: readonly Rule[]): Setting {
  const properties = rules.map(({ meta }): [string, object] => [
    meta.id,
    { type: 'string', enum: SEVERITIES, default: 'default', markdownDescription: `%rule.${meta.id}%` },
  ]);
  return setting('rules', 'resource', {
    type: 'object',
    default: {},
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  });
}
