/** What the files of Linux' powercap tree mean: which zones count, and what power two counter readings amount to. */
import { watts, type Millis, type Watts } from '../../../core/units/quantity';

export interface Zone {
  /** Entry in /sys/class/powercap, `intel-rapl:0` or `intel-rapl:0:2`. */
  readonly entry: string;
  /** Contents of its `name` file. */
  readonly name: string;
}

export interface CountedZone {
  readonly entry: string;
  readonly scope: 'cpu' | 'memory';
  /** Zone name for packages, `dram-0` for the memory of package 0. */
  readonly device: string;
}

/** One reading of `energy_uj`. */
export interface Counter {
  readonly microjoules: number;
  readonly at: Millis;
}

/** The counter is refreshed about every millisecond; two readings closer than this say 0 W or nonsense. */
const SHORTEST_SPAN = 2;
/** Counters refresh so often that one that stood still this long is not counting. */
const STANDSTILL = 100;
/** What no package exceeds; ml-energy/zeus polls on the same assumption (zeus/device/cpu/rapl.py). */
const MOST_WATTS = 1000;

/**
 * The zones to add up: packages and their separate memory. Cores and the graphics unit lie inside a package, `psys`
 * around it, and `intel-rapl-mmio` repeats it; counting any of them would count joules twice.
 */
export function countedZones(zones: readonly Zone[]): readonly CountedZone[] {
  const packages = zones.filter(({ entry, name }) => /^intel-rapl:\d+$/.test(entry) && /^package-\d+/.test(name));
  const names = new Set(packages.map(({ name }) => name));
  const whole = packages.filter(({ name }) => !isDieOf(name, names));
  const memory = zones.filter(({ entry, name }) => /^intel-rapl:\d+:\d+$/.test(entry) && name === 'dram');
  return [
    ...whole.map(({ entry, name }): CountedZone => ({ entry, scope: 'cpu', device: name })),
    ...memory.map(({ entry }): CountedZone => ({ entry, scope: 'memory', device: `dram-${entry.split(':')[1]}` })),
  ];
}

/** Dies are zones of their own only where the package is none. */
function isDieOf(name: string, packages: ReadonlySet<string>): boolean {
  const whole = /^(package-\d+)-die-\d+$/.exec(name)?.[1];
  return whole !== undefined && packages.has(whole);
}

/** Null for anything that is not a whole number of microjoules. */
export function parseMicrojoules(text: string | undefined): number | null {
  const digits = text?.trim();
  if (digits === undefined || !/^\d{1,15}$/.test(digits)) return null;
  return Number(digits);
}

/**
 * Mean power between two readings. `too soon` when they are too close to tell; null when the counter stood still, was
 * reset, or may have wrapped more than once. `range` is `max_energy_range_uj`, where the counter starts again.
 */
export function powerBetween(before: Counter, after: Counter, range: number | null): Watts | 'too soon' | null {
  const span = after.at - before.at;
  if (span < SHORTEST_SPAN) return 'too soon';
  const joules = joulesBetween(before.microjoules, after.microjoules, span, range);
  if (joules === null) return null;
  if (joules === 0) return span < STANDSTILL ? 'too soon' : null;
  const power = joules / (span / 1000);
  return power <= MOST_WATTS ? watts(power) : null;
}

function joulesBetween(before: number, after: number, span: number, range: number | null): number | null {
  if (range !== null && (span / 1000) * MOST_WATTS >= range / 1e6) return null;
  const difference = after - before;
  if (difference >= 0) return difference / 1e6;
  return range !== null && difference + range >= 0 ? (difference + range) / 1e6 : null;
}
