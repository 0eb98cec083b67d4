/** What each configuration key may hold: one valibot schema a key, so that one bad value leaves the others in force. */
import * as v from 'valibot';
import { MAX_HOURS, MAX_PUE } from './limits';
import type { Config } from './types';

/** The keys of a configuration file besides `rules`, with the property of `Config` that each sets. */
export type PlainKey = 'region' | 'hardware' | 'pue' | 'hours' | 'embodied' | 'exclude' | 'minimum-severity';

export const MINIMUM_SEVERITIES = ['hint', 'information', 'warning'] as const;
export const RULE_SEVERITIES = ['off', ...MINIMUM_SEVERITIES, 'default'] as const;

export { MAX_HOURS, MAX_PUE };
/** Thresholds are counts of epochs, rows, parameters and the like. */
export const MAX_OPTION = 1e12;

const finite = (message: string) => v.pipe(v.number(message), v.finite(message));

const PUE = `must be a number from 1 to ${MAX_PUE}`;
const HOURS = `must be a number of hours above 0 and up to ${MAX_HOURS.toLocaleString('en-US')}`;
const TEXT = 'must be a text that is not empty';

const text = v.pipe(v.string(TEXT), v.trim(), v.nonEmpty(TEXT), v.maxLength(200, 'is too long'));

export const SCHEMAS = {
  region: text,
  hardware: text,
  pue: v.pipe(finite(PUE), v.minValue(1, PUE), v.maxValue(MAX_PUE, PUE)),
  hours: v.pipe(finite(HOURS), v.gtValue(0, HOURS), v.maxValue(MAX_HOURS, HOURS)),
  embodied: v.boolean('must be true or false'),
  exclude: v.array(text, 'must be a list of glob patterns'),
  'minimum-severity': v.picklist(MINIMUM_SEVERITIES, `must be one of ${quotedList(MINIMUM_SEVERITIES)}`),
} satisfies Record<PlainKey, v.GenericSchema>;

export const SEVERITY = v.picklist(RULE_SEVERITIES, `must be one of ${quotedList(RULE_SEVERITIES)}`);

export const PROPERTIES = {
  region: 'region',
  hardware: 'hardware',
  pue: 'pue',
  hours: 'hours',
  embodied: 'embodied',
  exclude: 'exclude',
  'minimum-severity': 'minimumSeverity',
} as const satisfies Record<PlainKey, keyof Config>;

/** `minimum` is the rule's own. */
export function optionSchema(minimum: number) {
  const message = `must be a number from ${minimum} to ${MAX_OPTION.toLocaleString('en-US')}`;
  return v.pipe(finite(message), v.minValue(minimum, message), v.maxValue(MAX_OPTION, message));
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
