/** Builds the reading of this moment from the latest samples of the sources that serve now. */
import type { Millis } from '../core/units/quantity';
import type { EnergyReading, DeviceReading, Reading } from './reading';
import type { Overhead } from './overhead';
import type { WallLine } from './wall/fit';
import { wallOf, wallSentence } from './wall/reading';
import { oldestOf, provenanceOf, qualityOf, totalOf, type ServedSample } from './total';

export interface SnapshotParts {
  readonly at: Millis;
  readonly state: Reading['state'];
  readonly host: string;
  readonly served: readonly ServedSample[];
  readonly missing: readonly string[];
  readonly energy: EnergyReading;
  readonly overhead: Overhead;
}

/** `line` leads to the wall where this machine was calibrated. */
export function snapshotOf(parts: SnapshotParts, line: WallLine | null): Reading {
  const reading = withoutWall(parts);
  const wall = wallOf(reading, line);
  return wall ? { ...reading, wall, provenance: `${reading.provenance} ${wallSentence(wall)}` } : reading;
}

function withoutWall(parts: SnapshotParts): Reading {
  const { served, missing } = parts;
  const total = totalOf(served, missing, ({ mean }) => mean);
  return {
    at: parts.at,
    state: parts.state,
    host: parts.host,
    devices: served.map((device) => deviceReading(device, total.counted.has(device) ? 'counted' : 'part')),
    total: total.power,
    isLowerBound: total.isLowerBound,
    quality: qualityOf(total.counted),
    provenance: provenanceOf(total, missing),
    age: oldestOf(total.counted),
    energy: parts.energy,
    overhead: parts.overhead,
  };
}

function deviceReading(device: ServedSample, role: 'counted' | 'part'): DeviceReading {
  const { sample, mean, age, isStale, server } = device;
  return {
    ...sample,
    watts: mean?.typical ?? null,
    range: mean && sample.quality === 'modelled' ? { low: mean.low, high: mean.high } : null,
    state: isStale ? 'unknown' : sample.state,
    sensor: server.name,
    age,
    isCounted: role === 'counted',
  };
}
