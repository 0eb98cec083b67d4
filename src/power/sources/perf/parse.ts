/** Lines of `perf stat -x, -I --per-socket` for the energy events: joules of one socket in one stretch of time. */
import { watts, type Watts } from '../../../core/units/quantity';

export interface EnergyLine {
  readonly scope: 'cpu' | 'memory';
  /** `package-0`, as RAPL calls the same thing; `dram-0`. */
  readonly device: string;
  /** Null for `<not counted>` and `<not supported>`. */
  readonly joules: number | null;
  /** How long the counter ran in this stretch: a line before it may have been lost. */
  readonly seconds: number;
}

/**
 * `1.001048308,S0,1,19.63,Joules,power/energy-pkg/,1001203266,100.00,,`: time, socket, counters in it, count, unit, event,
 * nanoseconds that they ran together. Some versions write `S0-D0` for a die.
 */
const LINE = /^ *\d+\.\d+,S(\d+)(?:-D(\d+))?,(\d+),([^,]*),(?:Joules)?,power\/energy-(pkg|ram)\/[^,]*,(\d{1,15}),/;
/** What no package exceeds. */
const MOST_WATTS = 1000;
/** A stretch this short says nothing: the counter is refreshed every millisecond. */
const SHORTEST = 0.01;

/** Null for what is no such line: comments, messages, other events. */
export function parseLine(line: string): EnergyLine | null {
  const [, socket, die, counters, value, event, nanoseconds] = LINE.exec(line) ?? [];
  if (socket === undefined || value === undefined) return null;
  const place = die === undefined || die === '0' ? socket : `${socket}-die-${die}`;
  const joules = /^\d{1,9}(\.\d{1,9})?$/.test(value.trim()) ? Number(value) : null;
  const isMemory = event === 'ram';
  return {
    scope: isMemory ? 'memory' : 'cpu',
    device: `${isMemory ? 'dram' : 'package'}-${place}`,
    joules,
    seconds: Number(nanoseconds) / 1e9 / Math.max(1, Number(counters)),
  };
}

/** Mean power of the stretch; null, never 0, when the counter did not count. */
export function powerOf({ joules, seconds }: EnergyLine): Watts | null {
  if (joules === null || joules <= 0 || seconds < SHORTEST) return null;
  const power = joules / seconds;
  return power <= MOST_WATTS ? watts(power) : null;
}

/** The events to count, given the names in the directory of the power events. */
export function eventsOf(names: readonly string[]): readonly string[] {
  return ['energy-pkg', 'energy-ram'].filter((name) => names.includes(name)).map((name) => `power/${name}/`);
}
