/** The power of this moment as the page shows it. */
import type { Intensity } from '../../core/estimate/types';
import { exactly } from '../../core/units/range';
import type { SourceStatus } from '../../power/ladder';
import type { DeviceReading, Reading } from '../../power/reading';
import type { Amount, Device, Grid, Live } from '../../webview/messages';

export interface LiveParts {
  /** Undefined while live power is switched off or starting. */
  readonly now: { readonly reading: Reading; readonly sources: readonly SourceStatus[] } | undefined;
  readonly isEnabled: boolean;
  readonly place: 'local' | 'remote';
  readonly host: string;
  readonly intensity: Intensity | undefined;
  readonly today: Amount | null;
  readonly exceeded: readonly string[];
  readonly at: number;
}

export function liveMessage({ now, isEnabled, place, host, intensity, today, exceeded, at }: LiveParts): Live {
  const shared = {
    type: 'live',
    place,
    grid: gridOf(intensity),
    gridSource: intensity?.source ?? '',
    today,
    exceeded,
  } as const;
  if (!now) {
    const state = isEnabled ? 'starting' : 'off';
    return { ...shared, ...NOTHING, state, host, at };
  }
  const { reading, sources } = now;
  return {
    ...shared,
    state: reading.state,
    at: reading.at,
    host: reading.host,
    total: reading.total,
    isLowerBound: reading.isLowerBound,
    quality: reading.quality,
    provenance: reading.provenance,
    devices: reading.devices.map(deviceOf),
    overhead: reading.overhead.share,
    sensors: sources.map(({ id, name, scope, quality, status, why, help }) => ({
      id,
      name,
      scope,
      quality,
      status,
      why,
      help,
    })),
  };
}

const NOTHING = {
  total: null,
  isLowerBound: false,
  quality: 'unknown',
  provenance: '',
  devices: [],
  overhead: null,
  sensors: [],
} as const;

function deviceOf({
  source,
  device,
  label,
  scope,
  sensor,
  quality,
  state,
  watts,
  range,
  age,
  isCounted,
}: DeviceReading): Device {
  const known = watts === null ? null : range === null ? exactly(watts) : { ...range, typical: watts };
  return { id: `${source}/${device}`, label, scope, sensor, quality, state, watts: known, ageMs: age, isCounted };
}

export function gridOf(intensity: Intensity | undefined): Grid | null {
  return intensity ? { value: intensity.value, zone: intensity.zone, year: intensity.year } : null;
}
