/** JSON of `rocm-smi --showpower --showmaxpower`: one object a card, with names of fields that versions change. */
import { watts, type Watts } from '../../../core/units/quantity';
import { fieldOf, toJson } from '../amd-smi/parse';

export interface Card {
  /** `card0`. */
  readonly name: string;
  readonly watts: Watts | null;
}

/** "Average" up to MI200 and Radeon, "Current Socket" from MI300 on. */
const POWER = ['Current Socket Graphics Package Power (W)', 'Average Graphics Package Power (W)'] as const;
const LIMIT = 'Max Graphics Package Power (W)';
const MOST_WATTS = 2800;

/**
 * The cards to add up. Second dies ("N/A (Secondary die)") are none: the first reports both. Nor is graphics without a
 * power limit: that of a processor reports the power of the whole chip.
 */
export function parseCards(text: string): readonly Card[] {
  const start = text.indexOf('{');
  const object = start < 0 ? null : toJson(text.slice(start));
  if (typeof object !== 'object' || object === null) return [];
  return Object.entries(object as Readonly<Record<string, unknown>>).flatMap(([name, fields]): readonly Card[] => {
    if (!/^card\d+$/.test(name)) return [];
    const texts = POWER.map((field) => fieldOf(fields, field)).filter((value) => typeof value === 'string');
    const limit = fieldOf(fields, LIMIT);
    if (texts.length === 0 || texts.some((value) => /secondary die/i.test(value))) return [];
    if (limit !== undefined && numberOf(limit) === null) return [];
    return [{ name, watts: texts.map(numberOf).find((power) => power !== null) ?? null }];
  });
}

/** Null, never 0. */
function numberOf(value: unknown): Watts | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,5}(\.\d{1,6})?$/.test(text.trim())) return null;
  const power = Number(text);
  return power > 0 && power <= MOST_WATTS ? watts(power) : null;
}
