/** The file of readings of a plug meter: one JSON object a line, appended; lines that are none are left out. */
import { millis, watts } from '../../core/units/quantity';
import type { WallPoint } from './fit';

export function pointLine({ at, host, sensors, parts, wall, meter }: WallPoint): string {
  return JSON.stringify({
    schema: 1,
    at: new Date(at).toISOString(),
    host,
    sensors,
    partsWatts: parts,
    wallWatts: wall,
    meter,
  });
}

/** What came before it, of this machine, does not count any more. */
export function forgetLine(host: string, at: number): string {
  return JSON.stringify({ schema: 1, at: new Date(at).toISOString(), host, forget: true });
}

/** Readings of one machine: a home folder may be shared by several. */
export function pointsOf(text: string, host: string): readonly WallPoint[] {
  let points: WallPoint[] = [];
  for (const line of text.split('\n')) {
    const fields = fieldsOf(line);
    if (fields?.['schema'] !== 1 || fields['host'] !== host) continue;
    if (fields['forget'] === true) points = [];
    const point = pointOf(fields, host);
    if (point) points.push(point);
  }
  return points;
}

function pointOf(fields: Readonly<Record<string, unknown>>, host: string): WallPoint | null {
  const { at, sensors, partsWatts: parts, wallWatts: wall, meter } = fields;
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (!Number.isFinite(time) || !isPower(parts) || !isPower(wall)) return null;
  if (meter !== 'plug' && meter !== 'battery') return null;
  if (!Array.isArray(sensors) || !sensors.every((id) => typeof id === 'string')) return null;
  return { at: millis(time), host, sensors, parts: watts(parts), wall: watts(wall), meter };
}

function isPower(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 100_000;
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
