/** What a reading says at the wall: the sensors through the line that was fitted for this machine. */
import type { Joules, Millis, Range, Watts } from '../../core/units/quantity';
import { watts } from '../../core/units/quantity';
import { formatPower } from '../../core/units/format';
import type { DeviceReading, Reading } from '../reading';
import { energyAtWall, equation, isSame, powerAtWall, type WallLine } from './fit';

export interface WallReading {
  readonly power: Range<Watts>;
  /** Of the session. */
  readonly energy: Range<Joules>;
  /** "wall, calibrated 2026-11-27 with a plug meter: 1.11 x sensors + 50 W". */
  readonly label: string;
  readonly calibratedAt: Millis;
}

/** Power of everything but whole-machine sensors, and who says so; null when a part of it is unknown. */
export function partsOf(
  devices: readonly DeviceReading[],
): { readonly watts: Watts; readonly sensors: readonly string[] } | null {
  const parts = devices.filter(({ scope, state }) => scope !== 'system' && state !== 'asleep');
  if (parts.length === 0 || parts.some((device) => device.watts === null)) return null;
  const sum = parts.reduce((total, device) => total + (device.watts ?? 0), 0);
  return { watts: watts(sum), sensors: [...new Set(parts.map(({ source }) => source))].sort() };
}

/** Undefined where the line is not for what this reading adds up: other sensors, parts unknown, or the whole measured. */
export function wallOf(reading: Reading, line: WallLine | null): WallReading | undefined {
  const { total, devices, isLowerBound, energy } = reading;
  if (line === null || total === null || isLowerBound) return undefined;
  if (devices.some(({ scope, isCounted }) => scope === 'system' && isCounted)) return undefined;
  const parts = partsOf(devices);
  if (parts === null || !isSame(parts.sensors, line.sensors)) return undefined;
  const isBeyond = parts.watts > line.to * 1.25 || parts.watts < line.from * 0.75;
  const day = new Date(line.at).toISOString().slice(0, 10);
  const label = `wall, calibrated ${day} with a ${line.meter === 'plug' ? 'plug meter' : 'battery'}: ${equation(line.slope, line.offset)}`;
  return {
    power: powerAtWall(line, total),
    energy: energyAtWall(line, energy.joules, energy.covered),
    label: isBeyond ? `${label}; beyond the readings it was calibrated with` : label,
    calibratedAt: line.at,
  };
}

/** "About 412 W at the wall (calibrated ...)." */
export function wallSentence({ power, label }: WallReading): string {
  return `About ${formatPower(power.typical)} at the wall (${label}).`;
}
