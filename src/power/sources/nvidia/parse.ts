/** What nvidia-smi prints: which fields it knows, and one line of a query, where anything unusual means unknown. */
import { watts, type Watts } from '../../../core/units/quantity';

/** Needed to say which device a line is about; every driver knows them. */
const REQUIRED = ['uuid', 'name', 'power.draw'] as const;
/** Asked for where the driver knows them: one unknown field fails the whole query. */
const OPTIONAL = [
  'power.draw.average',
  'power.draw.instant',
  'pci.bus_id',
  'utilization.gpu',
  'mig.mode.current',
] as const;

export type Field = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

export interface GpuLine {
  readonly uuid: string;
  readonly name: string;
  /** As in sysfs: `0000:01:00.0`; null when not given. */
  readonly busId: string | null;
  readonly watts: Watts | null;
  /** 0..100; null when unknown. */
  readonly utilization: number | null;
  /** Split into instances, none of which has a power of its own. */
  readonly isSplit: boolean;
}

/** Twice the largest board (B300, 1,400 W): more is a driver's error value. */
const MOST_WATTS = 2800;

/** The fields to ask for, given what `--help-query-gpu` printed; the required ones only when it printed nothing. */
export function fieldsToQuery(help: string): readonly Field[] {
  const known = new Set([...help.matchAll(/"([\w.]+)"/g)].map((match) => match[1]));
  return [...REQUIRED, ...OPTIONAL.filter((field) => known.has(field))];
}

/**
 * One line of `--format=csv,noheader,nounits`. Null for what is not a whole line of these fields: a torn line, a
 * message, a line of another query.
 */
export function parseLine(line: string, fields: readonly Field[]): GpuLine | null {
  const cells = line.split(',').map((cell) => cell.trim());
  if (cells.length !== fields.length) return null;
  const cell = (field: Field): string => cells[fields.indexOf(field)] ?? '';
  const uuid = cell('uuid');
  if (!/^(GPU|MIG)-[\w/-]+$/.test(uuid) || cell('name') === '') return null;
  return {
    uuid,
    name: cell('name'),
    busId: busIdOf(cell('pci.bus_id')),
    watts: powerOf(cell('power.draw.average'), cell('power.draw'), cell('power.draw.instant')),
    utilization: numberOf(cell('utilization.gpu')),
    isSplit: cell('mig.mode.current') === 'Enabled',
  };
}

/** The 1-s mean is worth most at 1 Hz: some boards look at their own power only a quarter of the time. */
function powerOf(...texts: readonly string[]): Watts | null {
  const power = texts.map(numberOf).find((value) => value !== null && value > 0 && value <= MOST_WATTS);
  // A powered board draws something: 0 is how some virtual and secondary devices say that they do not know.
  return power === undefined || power === null ? null : watts(power);
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[GPU requires reset]` and anything else that is no number: null. */
function numberOf(text: string): number | null {
  return /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

/** nvidia-smi writes the domain with eight digits and capitals, sysfs with four and small letters. */
function busIdOf(text: string): string | null {
  const parts = /^(?:[0-9a-f]{4})?([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/i.exec(text);
  return parts?.[1]?.toLowerCase() ?? null;
}
