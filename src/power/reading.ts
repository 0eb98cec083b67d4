/** What the meter says at one moment, as plain data for the status bar, the dashboard and the command line. */
import type { Joules, Millis, Range, Watts } from '../core/units/quantity';
import { joulesToKilowattHours } from '../core/units/quantity';
import { mapRange } from '../core/units/range';
import type { Gap } from './accounting';
import type { Overhead } from './overhead';
import type { DeviceSample } from './types';
import type { WallReading } from './wall/reading';

/** A sample whose watts and range are means over ten seconds: unknown or asleep is null, never 0. */
export interface DeviceReading extends DeviceSample {
  /** As shown: "RAPL powercap". */
  readonly sensor: string;
  readonly age: Millis;
  /** Counted in the total; parts of a laptop are not when its battery measures the whole. */
  readonly isCounted: boolean;
}

/** Energy since the meter, or a measurement, started. */
export interface EnergyReading {
  readonly joules: Range<Joules>;
  readonly covered: Millis;
  /** Part of `covered` in which something that draws power was unknown, so that the energy is a lower bound. */
  readonly partly: Millis;
  readonly gaps: readonly Gap[];
  readonly gapCount: number;
  readonly gapTime: Millis;
}

export interface Reading {
  /** Wall clock. */
  readonly at: Millis;
  readonly state: 'starting' | 'running' | 'paused' | 'stopped';
  readonly host: string;
  readonly devices: readonly DeviceReading[];
  /** Null when nothing is known; equal ends where everything was measured. */
  readonly total: Range<Watts> | null;
  /** Something that draws power is unknown: the total is a lower bound. */
  readonly isLowerBound: boolean;
  /** Of what is counted in the total. */
  readonly quality: 'measured' | 'modelled' | 'mixed' | 'unknown';
  /** What the total amounts to at the plug, where that was calibrated for these sensors. */
  readonly wall?: WallReading;
  /** What the total is made of and what is not in it, for people. */
  readonly provenance: string;
  /** Of the oldest sample in the total. */
  readonly age: Millis | null;
  readonly energy: EnergyReading;
  readonly overhead: Overhead;
}

/** One line of `carbon-hints power --format json`; watts are rounded to a tenth, energy to a millionth of a watt-hour. */
export function readingToJson(reading: Reading): Readonly<Record<string, unknown>> {
  const { energy, overhead } = reading;
  return {
    schema: 1,
    at: new Date(reading.at).toISOString(),
    host: reading.host,
    state: reading.state,
    total: reading.total && { unit: 'W', ...mapRange(reading.total, tenths) },
    lowerBound: reading.isLowerBound,
    quality: reading.quality,
    provenance: reading.provenance,
    ...(reading.wall ? { wall: wallToJson(reading.wall) } : {}),
    ageMs: reading.age === null ? null : Math.round(reading.age),
    devices: reading.devices.map(deviceToJson),
    energy: { unit: 'kWh', ...mapRange(energy.joules, (value) => round(joulesToKilowattHours(value), 9)) },
    coveredSeconds: round(energy.covered / 1000, 1),
    gapSeconds: round(energy.gapTime / 1000, 1),
    gaps: energy.gapCount,
    ownCpuSeconds: round(overhead.own, 3),
    toolCpuSeconds: overhead.tools === null ? null : round(overhead.tools, 3),
  };
}

function wallToJson({ power, energy, label }: WallReading): Readonly<Record<string, unknown>> {
  const kilowattHours = mapRange(energy, (value) => round(joulesToKilowattHours(value), 9));
  return { unit: 'W', ...mapRange(power, tenths), energy: { unit: 'kWh', ...kilowattHours }, label };
}

function deviceToJson(device: DeviceReading): Readonly<Record<string, unknown>> {
  return {
    device: device.device,
    label: device.label,
    scope: device.scope,
    sensor: device.sensor,
    watts: device.watts === null ? null : tenths(device.watts),
    low: device.range === null ? null : tenths(device.range.low),
    high: device.range === null ? null : tenths(device.range.high),
    state: device.state,
    quality: device.quality,
    ageMs: Math.round(device.age),
    counted: device.isCounted,
  };
}

const tenths = (value: number): number => round(value, 1);

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
