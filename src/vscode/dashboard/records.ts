/** The lines of the history as the dashboard reads them: of any text, what makes sense of it, and what cannot be read by line. */
import { HISTORY_SCHEMA, type HistoryLine, type RunDetails } from '../../core/estimate/calibration/import/history-line';
import type { Range } from '../../core/units/quantity';

/** Energies in kWh, times on the wall clock in milliseconds. Texts are as they stand in the file, only shortened. */
export interface RunRecord {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly hours: number;
  readonly script: string | null;
  readonly commit: string | null;
  readonly startedBy: RunDetails['startedBy'] | null;
  readonly machine: string;
  readonly sensors: readonly string[];
  /** "Training resnet50 (torch)" from the facts of the run. */
  readonly workload: string | null;
  readonly scope: HistoryLine['scope'] | null;
  readonly energy: Range | null;
  readonly partial: boolean;
  readonly intensity: { readonly value: number; readonly zone: string; readonly year: number } | null;
  readonly exit: number;
  readonly coveredHours: number | null;
  readonly gaps: readonly { readonly from: number; readonly seconds: number; readonly reason: string }[];
  readonly devices: readonly RecordDevice[];
  readonly idleWatts: number | null;
  readonly aboveIdle: Range | null;
  readonly attributed: { readonly energy: Range; readonly how: string } | null;
  readonly estimate: {
    readonly energy: Range;
    readonly hours: Range;
    readonly confidence: 'calibrated' | 'prior';
  } | null;
}

export interface RecordDevice {
  readonly label: string;
  readonly sensor: string;
  readonly quality: 'measured' | 'modelled' | 'unknown';
  readonly energy: Range;
  readonly isCounted: boolean;
}

const LONGEST_TEXT = 300;
/** Nothing that ran longer was measured by us; its energy would fill every day of the chart. */
const LONGEST_HOURS = 24 * 366;
const MOST_PARTS = 200;
const MILLIS_PER_HOUR = 3_600_000;

type Fields = Readonly<Record<string, unknown>>;

/** The record, or why the line is none. `line` counts from 1 and stands in for an id. */
export function recordOf(text: string, line: number): RunRecord | string {
  const fields = parsed(text);
  if (fields === null) return 'is not a JSON object';
  const schema = fields['schema'];
  if (schema !== HISTORY_SCHEMA) return `has schema ${schemaText(schema)}; this version reads ${HISTORY_SCHEMA}`;
  const end = timeOf(fields['at']);
  const hours = numberOf(fields['hours']);
  if (end === null) return 'says not when the run ended';
  if (hours === null || hours <= 0 || hours > LONGEST_HOURS) return 'has no plausible duration';
  return {
    ...timesOf(end, hours),
    ...placeOf(fields),
    ...energiesOf(fields),
    id: textOf(fields['id']) ?? `line ${line}`,
    exit: numberOf(fields['exit']) ?? 0,
    coveredHours: numberOf(fields['coveredHours']),
    gaps: listOf(fields['gaps'], gapOf),
    devices: listOf(fields['devices'], deviceOf),
    estimate: estimateOf(objectOf(fields['estimate'])),
  };
}

function schemaText(schema: unknown): string {
  return typeof schema === 'number' || typeof schema === 'string' ? String(schema).slice(0, 20) : 'none';
}

function timesOf(end: number, hours: number): Pick<RunRecord, 'start' | 'end' | 'hours'> {
  return { start: end - hours * MILLIS_PER_HOUR, end, hours };
}

function placeOf(
  fields: Fields,
): Pick<RunRecord, 'script' | 'commit' | 'startedBy' | 'machine' | 'sensors' | 'workload' | 'scope' | 'intensity'> {
  return {
    script: textOf(fields['script']),
    commit: textOf(fields['commit']),
    startedBy: oneOf(fields['startedBy'], ['command line', 'terminal', 'task', 'debugger', 'notebook']),
    machine: textOf(fields['machine']) ?? '',
    sensors: listOf(fields['sensors'], textOf),
    workload: workloadOf(objectOf(fields['workload'])),
    scope: oneOf(fields['scope'], ['devices', 'parts', 'plug']),
    intensity: intensityOf(objectOf(fields['intensity'])),
  };
}

function energiesOf(fields: Fields): Pick<RunRecord, 'energy' | 'partial' | 'aboveIdle' | 'idleWatts' | 'attributed'> {
  const share = objectOf(fields['attributed']);
  const energy = rangeOf(share?.['energy']);
  return {
    energy: rangeOf(fields['energy']),
    partial: fields['partial'] === true,
    aboveIdle: rangeOf(fields['aboveIdle']),
    idleWatts: numberOf(fields['idleWatts']),
    attributed: energy && { energy, how: textOf(share?.['how']) ?? '' },
  };
}

function gapOf(value: unknown): RunRecord['gaps'][number] | null {
  const gap = objectOf(value);
  const from = timeOf(gap?.['from']);
  const seconds = numberOf(gap?.['seconds']);
  if (from === null || seconds === null || seconds < 0) return null;
  return { from, seconds, reason: textOf(gap?.['reason']) ?? 'unknown' };
}

function deviceOf(value: unknown): RecordDevice | null {
  const device = objectOf(value);
  const energy = rangeOf(device?.['energy']);
  if (device === null || energy === null) return null;
  return {
    label: textOf(device['label']) ?? 'unnamed device',
    sensor: textOf(device['sensor']) ?? 'unknown sensor',
    quality: oneOf(device['quality'], ['measured', 'modelled']) ?? 'unknown',
    energy,
    isCounted: device['counted'] !== false,
  };
}

function estimateOf(estimate: Fields | null): RunRecord['estimate'] {
  const energy = rangeOf(estimate?.['energy']);
  const hours = rangeOf(estimate?.['hours']);
  const confidence = oneOf(estimate?.['confidence'], ['calibrated', 'prior']);
  return energy && hours && { energy, hours, confidence: confidence ?? 'prior' };
}

function intensityOf(grid: Fields | null): RunRecord['intensity'] {
  const value = numberOf(grid?.['value']);
  const year = numberOf(grid?.['year']);
  const zone = textOf(grid?.['zone']);
  return value === null || value < 0 || year === null || zone === null ? null : { value, zone, year };
}

function workloadOf(facts: Fields | null): string | null {
  const framework = textOf(facts?.['framework']);
  if (facts === null || framework === null) return null;
  return [textOf(facts['kind']), textOf(facts['model']), `(${framework})`].filter((part) => part !== null).join(' ');
}

/** Invariant: low <= typical <= high, and nothing is negative. */
function rangeOf(value: unknown): Range | null {
  const fields = objectOf(value);
  const [low, typical, high] = ['low', 'typical', 'high'].map((end) => numberOf(fields?.[end]));
  if (typeof low !== 'number' || typeof typical !== 'number' || typeof high !== 'number') return null;
  return low >= 0 && low <= typical && typical <= high ? { low, typical, high } : null;
}

function parsed(text: string): Fields | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, LONGEST_TEXT) : null;
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | null {
  return allowed.find((one) => one === value) ?? null;
}

function listOf<T>(value: unknown, read: (item: unknown) => T | null): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MOST_PARTS)
    .map(read)
    .filter((item) => item !== null);
}
