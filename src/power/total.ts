/** The power of the machine from its parts: whole-machine sensors instead of parts, unknown parts as a lower bound. */
import type { Millis, Range, Watts } from '../core/units/quantity';
import { addRanges } from '../core/units/range';
import { rankOf } from './ladder';
import type { LatestSample } from './latest';
import { SCOPE_NAMES, type PowerSource } from './types';

/** A device with the source that serves for it now. */
export interface ServedSample extends LatestSample {
  readonly server: PowerSource;
}

export interface Total {
  readonly power: Range<Watts> | null;
  readonly isLowerBound: boolean;
  /** Devices that belong to the total, known or not. */
  readonly counted: ReadonlySet<ServedSample>;
}

/**
 * `pick` chooses the latest power or its mean. `missing` lists what draws power that nobody knows.
 * Invariant: a whole-machine sensor is never added to parts, since it contains them.
 */
export function totalOf(
  devices: readonly ServedSample[],
  missing: readonly string[],
  pick: (device: ServedSample) => Range<Watts> | null,
): Total {
  const whole = devices.filter(({ sample }) => sample.scope === 'system');
  const able = whole.filter((device) => pick(device) !== null).map(({ server }) => server);
  const best = [...able].sort((a, b) => rankOf(b) - rankOf(a))[0];
  const counted = best
    ? whole.filter(({ server }) => server === best)
    : devices.filter(({ sample }) => sample.scope !== 'system');
  const powers = counted.map(pick);
  const known = powers.filter((power) => power !== null);
  const isUnknown = counted.some((device) => pick(device) === null && device.sample.state !== 'asleep');
  return {
    power: known.length > 0 ? addRanges(...known) : null,
    isLowerBound: known.length > 0 && (isUnknown || (!best && missing.length > 0)),
    counted: new Set(counted),
  };
}

export function qualityOf(counted: Iterable<ServedSample>): 'measured' | 'modelled' | 'mixed' | 'unknown' {
  const known = [...counted].filter(({ power }) => power !== null).map(({ sample }) => sample.quality);
  const [first] = known;
  if (first === undefined) return 'unknown';
  return known.every((quality) => quality === first) ? first : 'mixed';
}

export function oldestOf(counted: Iterable<ServedSample>): Millis | null {
  const ages = [...counted].filter(({ power }) => power !== null).map(({ age }) => age);
  return ages.length === 0 ? null : ages.reduce((oldest, age) => (age > oldest ? age : oldest));
}

/** "CPU: RAPL powercap (measured); GPU: unknown. Not included: board, disks, fans, power supply." */
export function provenanceOf(total: Total, missing: readonly string[]): string {
  const parts = new Map<string, string>();
  for (const device of total.counted) {
    const { scope, quality } = device.sample;
    const line = `${SCOPE_NAMES[scope]}: ${device.server.name} (${quality})`;
    const state = stateOf(device);
    const key = `${line}${state}`;
    parts.set(key, state === '' ? line : `${SCOPE_NAMES[scope]}: ${state} (${device.server.name})`);
  }
  const isWhole = [...total.counted].some(({ sample }) => sample.scope === 'system');
  const lines = [...parts.values(), ...(isWhole ? [] : missing)];
  if (lines.length === 0) return 'No sensor has answered yet.';
  const text = `${total.isLowerBound ? 'At least: ' : ''}${lines.join('; ')}.`;
  return isWhole ? text : `${text} Not included: board, disks, fans, screen, power supply.`;
}

function stateOf({ sample, power }: ServedSample): string {
  if (power !== null) return '';
  return sample.state === 'asleep' ? 'asleep' : 'unknown';
}
