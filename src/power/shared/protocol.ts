/** What the windows say to each other, one JSON object a line; whatever is not exactly that is ignored. */
import { millis, watts, type Millis } from '../../core/units/quantity';
import type { Rung } from '../ladder';
import type { SensorState } from '../sensor-state';
import type { Available, DeviceSample, PowerScope, PowerSource, Unavailable } from '../types';

/** What the one that samples knows of its sensors. */
export interface StateMessage {
  readonly type: 'state';
  readonly rungs: readonly Rung[];
  readonly running: readonly string[];
  readonly failing: readonly (readonly [string, string])[];
  readonly spoken: readonly string[];
}

/** Clocks of two processes differ, so samples carry their age. */
export interface TickMessage {
  readonly type: 'tick';
  readonly source: string;
  readonly cadence: Millis;
  readonly samples: readonly (Omit<DeviceSample, 'at'> & { readonly age: Millis })[];
}

export interface LostMessage {
  readonly type: 'lost';
  readonly source: string;
  readonly devices: readonly string[];
}

export type FromLeader = StateMessage | TickMessage | LostMessage;

/** How often a window wants samples; null for not at all. `again` asks to look for sensors once more. */
export interface WantMessage {
  readonly type: 'want';
  readonly interval: Millis | null;
  readonly again: boolean;
}

const SCOPES: readonly PowerScope[] = ['system', 'cpu', 'gpu', 'memory'];
const MOST_WATTS = 100_000;
const LONGEST_INTERVAL = 3_600_000;
/** No machine has more of anything. */
const MOST_ENTRIES = 512;
const LONGEST_TEXT = 4000;

export function stateMessage(state: SensorState): string {
  const rungs = state.rungs.map(({ source, found }) => {
    const { id, name, scope, quality, covers, rank, minimumInterval } = source;
    return { source: { id, name, scope, quality, covers, rank, minimumInterval }, found };
  });
  const failing = [...state.faults];
  return JSON.stringify({ type: 'state', rungs, running: [...state.runs], failing, spoken: [...state.spoken] });
}

export function tickMessage(
  source: PowerSource,
  samples: readonly DeviceSample[],
  cadence: Millis,
  now: Millis,
): string {
  const aged = samples.map(({ at, ...sample }) => ({ ...sample, age: Math.max(0, now - at) }));
  return JSON.stringify({ type: 'tick', source: source.id, cadence, samples: aged });
}

export function lostMessage(source: PowerSource, devices: readonly string[]): string {
  return JSON.stringify({ type: 'lost', source: source.id, devices });
}

export function wantMessage(interval: Millis | null, again: 'again' | 'as before'): string {
  return JSON.stringify({ type: 'want', interval, again: again === 'again' });
}

/** Null for anything else. */
export function parseFromLeader(line: string): FromLeader | null {
  const message = objectOf(line);
  if (message?.['type'] === 'state') return stateOf(message);
  if (message?.['type'] === 'tick') return tickOf(message);
  if (message?.['type'] !== 'lost') return null;
  const [source, devices] = [textOf(message['source']), textsOf(message['devices'])];
  return source === null || devices === null ? null : { type: 'lost', source, devices };
}

export function parseWant(line: string): WantMessage | null {
  const message = objectOf(line);
  if (message?.['type'] !== 'want') return null;
  const interval = message['interval'] === null ? null : numberOf(message['interval'], 1, LONGEST_INTERVAL);
  if (interval === null && message['interval'] !== null) return null;
  return { type: 'want', interval: interval === null ? null : millis(interval), again: message['again'] === true };
}

function stateOf(message: Fields): StateMessage | null {
  const rungs = listOf(message['rungs'], rungOf);
  const [running, spoken] = [textsOf(message['running']), textsOf(message['spoken'])];
  const failing = listOf(message['failing'], pairOf);
  if (rungs === null || running === null || spoken === null || failing === null) return null;
  return { type: 'state', rungs, running, failing, spoken };
}

function tickOf(message: Fields): TickMessage | null {
  const samples = listOf(message['samples'], sampleOf);
  const [source, cadence] = [textOf(message['source']), numberOf(message['cadence'], 1, LONGEST_INTERVAL)];
  if (samples === null || source === null || cadence === null) return null;
  return { type: 'tick', source, cadence: millis(cadence), samples };
}

function sampleOf(value: unknown): TickMessage['samples'][number] | null {
  const fields = fieldsOf(value);
  const scope = SCOPES.find((one) => one === fields?.['scope']);
  const state = (['on', 'asleep', 'unknown'] as const).find((one) => one === fields?.['state']);
  const quality = (['measured', 'modelled'] as const).find((one) => one === fields?.['quality']);
  const [source, device, label] = ['source', 'device', 'label'].map((name) => textOf(fields?.[name]));
  const age = numberOf(fields?.['age'], 0, LONGEST_INTERVAL);
  const power = fields?.['watts'] === null ? null : numberOf(fields?.['watts'], 0, MOST_WATTS);
  const isPower = power !== null || fields?.['watts'] === null;
  const range = fields?.['range'] === null ? null : rangeOf(fields?.['range']);
  if (!fields || !scope || !state || !quality || !source || !device || !label || age === null) return null;
  if (!isPower || range === undefined) return null;
  const value1 = power === null ? null : watts(power);
  return { source, scope, device, label, watts: value1, state, quality, range, age: millis(age) };
}

function rangeOf(value: unknown): DeviceSample['range'] | undefined {
  const fields = fieldsOf(value);
  const [low, high] = [numberOf(fields?.['low'], 0, MOST_WATTS), numberOf(fields?.['high'], 0, MOST_WATTS)];
  return low === null || high === null || low > high ? undefined : { low: watts(low), high: watts(high) };
}

/** A source that another process reads: asked here, it has nothing. */
function rungOf(value: unknown): Rung | null {
  const fields = fieldsOf(fieldsOf(value)?.['source']);
  const found = foundOf(fieldsOf(value)?.['found']);
  const [id, name] = [textOf(fields?.['id']), textOf(fields?.['name'])];
  const scope = SCOPES.find((one) => one === fields?.['scope']);
  const quality = (['measured', 'modelled'] as const).find((one) => one === fields?.['quality']);
  if (!fields || !found || id === null || name === null || !scope || !quality) return null;
  const [covers, rank] = [textOf(fields['covers']), numberOf(fields['rank'], 0, 1000)];
  const minimum = numberOf(fields['minimumInterval'], 0, LONGEST_INTERVAL);
  const source: PowerSource = {
    ...{ id, name, scope, quality },
    ...(covers === null ? {} : { covers }),
    ...(rank === null ? {} : { rank }),
    ...(minimum === null ? {} : { minimumInterval: millis(minimum) }),
    probe: () => Promise.resolve(found),
    async *samples() {},
  };
  return { source, found };
}

function foundOf(value: unknown): Available | Unavailable | null {
  const fields = fieldsOf(value);
  if (fields?.['available'] === true) {
    const devices = textsOf(fields['devices']);
    return devices && { available: true, devices, note: textOf(fields['note']) };
  }
  const why = textOf(fields?.['why']);
  if (fields?.['available'] !== false || why === null) return null;
  const missing = textOf(fields['missing']);
  return { available: false, why, help: textOf(fields['help']), ...(missing === null ? {} : { missing }) };
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(line: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Null when one entry is not what it should be. */
function listOf<T>(value: unknown, entry: (of: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value) || value.length > MOST_ENTRIES) return null;
  const entries = value.map(entry);
  return entries.some((one) => one === null) ? null : (entries as T[]);
}

function textsOf(value: unknown): readonly string[] | null {
  return listOf(value, textOf);
}

function pairOf(value: unknown): readonly [string, string] | null {
  const [id, why, ...rest] = textsOf(value) ?? [];
  return id === undefined || why === undefined || rest.length > 0 ? null : [id, why];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : null;
}

function numberOf(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}
