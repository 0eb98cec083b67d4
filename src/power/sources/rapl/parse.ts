/** What the files of Linux' powercap tree mean: which zones count. */

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

/** What no package exceeds; ml-energy/zeus polls on the same assumption (zeus/device/cpu/rapl.py). */
export const MOST_WATTS = 1000;

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
