/** One line of `macmon pipe`: a JSON object whose fields ending in `_power` are watts. */
import { watts, type Watts } from '../../../core/units/quantity';
import type { PowerScope } from '../../types';

export interface Part {
  readonly device: string;
  readonly label: string;
  readonly scope: PowerScope;
  readonly watts: Watts | null;
}

const PARTS = [
  { field: 'sys_power', label: 'Whole Mac', scope: 'system' },
  { field: 'cpu_power', label: 'CPU (estimate of the firmware)', scope: 'cpu' },
  { field: 'gpu_power', label: 'GPU (estimate of the firmware)', scope: 'gpu' },
  { field: 'ane_power', label: 'Neural Engine (estimate of the firmware)', scope: 'gpu' },
  { field: 'ram_power', label: 'Memory (estimate of the firmware)', scope: 'memory' },
] as const;

/** No Mac's power supply gives more. */
const MOST_WATTS = 2000;

/** Null for what is no such line. Parts that the line does not name are left out; whole-Mac power needs its sensor. */
export function parseLine(line: string): readonly Part[] | null {
  const object = toObject(line);
  if (object === null) return null;
  const parts = PARTS.flatMap(({ field, label, scope }): readonly Part[] => {
    const value = object[field];
    if (value === undefined || (scope === 'system' && value === 0)) return [];
    return [{ device: field.replace('_power', ''), label, scope, watts: powerOf(value) }];
  });
  return parts.some(({ device }) => device === 'cpu') ? parts : null;
}

/** Here 0 is a reading: the firmware switches idle units off and says so. */
function powerOf(value: unknown): Watts | null {
  return typeof value === 'number' && value >= 0 && value <= MOST_WATTS ? watts(value) : null;
}

function toObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
