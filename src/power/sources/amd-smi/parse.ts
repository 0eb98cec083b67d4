/** What amd-smi prints: the table of its watch mode, and JSON in both shapes that versions use. */
import { watts, type Watts } from '../../../core/units/quantity';

export interface Board {
  /** As amd-smi counts them. */
  readonly gpu: string;
  readonly watts: Watts | null;
}

/** Twice the largest board (MI355X, 1,400 W): more is an error value. */
const MOST_WATTS = 2800;
/** A cell is a number with or without a unit; `N/A` has none. */
const CELL = /N\/A|-?\d+(?:\.\d+)?(?: (?:[munk]?W|°C|%|[MGK]Hz|[KMG]B(?:\/s)?|mV|V))?(?= |$)/g;

/** Columns of a header such as `TIMESTAMP  GPU  XCP  POWER  PWR_CAP`; null for a line that is none. */
export function parseHeader(line: string): readonly string[] | null {
  const columns = line.trim().split(/\s+/);
  return columns.includes('GPU') && columns.includes('POWER') ? columns : null;
}

/**
 * One row of the table. Null for what is no row of these columns, and for graphics without a power limit: that of a
 * processor reports the power of the whole chip, and counting it would count the processor twice.
 */
export function parseRow(line: string, columns: readonly string[]): Board | null {
  const cells = line.trim().match(CELL) ?? [];
  if (cells.length !== columns.length || cells.join(' ') !== line.trim().replace(/ +/g, ' ')) return null;
  const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
  const gpu = cell('GPU') ?? '';
  if (!/^\d+$/.test(gpu) || cell('PWR_CAP') === 'N/A') return null;
  return { gpu, watts: powerIn(cell('POWER')) };
}

function powerIn(cell: string | undefined): Watts | null {
  const [, number = ''] = /^(\d+(?:\.\d+)?)(?: W)?$/.exec(cell ?? '') ?? [];
  return number === '' ? null : plausible(Number(number));
}

/** Null, never 0: the second die of a two-die board reports 0 or N/A because the first reports both. */
function plausible(power: number): Watts | null {
  return power > 0 && power <= MOST_WATTS ? watts(power) : null;
}

/** `amd-smi metric --power --json`: a list, or `{"gpu_data": [...]}`; lines before it are warnings. */
export function parseJson(text: string): readonly Board[] {
  const start = text.search(/^\s*[[{]/m);
  const value = start < 0 ? null : toJson(text.slice(start));
  const list = Array.isArray(value) ? (value as unknown[]) : fieldOf(value, 'gpu_data');
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): readonly Board[] => {
    const gpu = fieldOf(entry, 'gpu');
    if (typeof gpu !== 'number' && typeof gpu !== 'string') return [];
    const power = fieldOf(entry, 'power');
    const named = ['socket_power', 'current_socket_power', 'average_socket_power'];
    const known = named.map((name) => wattsIn(fieldOf(power, name))).find((one) => one !== null);
    return [{ gpu: String(gpu), watts: known ?? null }];
  });
}

/** `{"value": 142, "unit": "W"}`, a number, or "N/A". */
function wattsIn(value: unknown): Watts | null {
  if (typeof value === 'number') return plausible(value);
  const [unit, number] = [fieldOf(value, 'unit'), fieldOf(value, 'value')];
  return typeof number === 'number' && (unit === undefined || unit === 'W') ? plausible(number) : null;
}

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
