/** The CSV of typeperf for the Energy Meter counters of Windows 11: a header that names channels, then milliwatts. */
import { watts, type Watts } from '../../../core/units/quantity';

export interface Channel {
  /** In the CSV. */
  readonly column: number;
  readonly scope: 'cpu' | 'memory';
  /** `RAPL_Package0_PKG`. */
  readonly device: string;
}

/** No package draws more; a short interval gives spikes. */
const MOST_WATTS = 1000;

/**
 * The channels to add up. `PP0` and `PP1` lie inside a package, `_Total` reads 0; `DRAM` lies beside it. Null when the
 * line is no header.
 */
export function parseHeader(line: string): readonly Channel[] | null {
  const cells = cellsOf(line);
  if (cells?.[0]?.startsWith('(PDH-CSV') !== true) return null;
  return cells.flatMap((cell, column): readonly Channel[] => {
    const device = channelsIn(cell)[0];
    return device === undefined ? [] : [{ column, scope: device.endsWith('_DRAM') ? 'memory' : 'cpu', device }];
  });
}

/** Names of countable channels in any text that mentions counters. */
export function channelsIn(text: string): readonly string[] {
  return [...text.matchAll(/\\Energy Meter\((RAPL_Package\d+_(?:PKG|DRAM))\)\\Power/gi)].map((match) => match[1] ?? '');
}

/** Power of each channel; null for a line that is none. Blank cells, as in the first line, are unknown. */
export function parseLine(line: string, channels: readonly Channel[]): readonly (Watts | null)[] | null {
  const cells = cellsOf(line);
  if (cells === null || !/^\d/.test(cells[0] ?? '')) return null;
  if (channels.some(({ column }) => column >= cells.length)) return null;
  return channels.map(({ column }) => milliwatts(cells[column] ?? ''));
}

function milliwatts(text: string): Watts | null {
  // Some languages write the decimals with a comma.
  const digits = text.trim().replace(',', '.');
  if (!/^\d{1,9}(\.\d{1,12})?$/.test(digits)) return null;
  const power = Number(digits) / 1000;
  return power > 0 && power <= MOST_WATTS ? watts(power) : null;
}

/** Null for what is not a whole line of quoted cells. */
function cellsOf(line: string): readonly string[] | null {
  return /^"[^"]*"(,"[^"]*")+$/.test(line) ? line.slice(1, -1).split('","') : null;
}
