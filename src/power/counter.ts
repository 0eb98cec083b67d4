/** What power two readings of an energy counter amount to: shared by every sensor that counts energy. */
import { watts, type Millis, type Watts } from '../core/units/quantity';

/** One reading. */
export interface Counter {
  readonly microjoules: number;
  readonly at: Millis;
}

export interface CounterLimits {
  /** Where the counter starts again, in microjoules; null where it does not or nobody says. */
  readonly range: number | null;
  /** What the device cannot exceed: more is a counter that was reset. */
  readonly mostWatts: number;
  /** A counter that stood still this long is not counting; where absent that of counters which hardware refreshes. */
  readonly standstill?: Millis;
}

/** Counters are refreshed about every millisecond; two readings closer than this say 0 W or nonsense. */
const SHORTEST_SPAN = 2;
/** Hardware refreshes its counters so often that one that stood still this long is not counting. */
const STANDSTILL = 100;

/** Null for anything that is not a whole number of microjoules. */
export function parseMicrojoules(text: string | undefined): number | null {
  const digits = text?.trim();
  if (digits === undefined || !/^\d{1,15}$/.test(digits)) return null;
  return Number(digits);
}

/**
 * Mean power between two readings. `too soon` when they are too close to tell; null when the counter stood still, was
 * reset, or may have wrapped more than once.
 */
export function powerBetween(before: Counter, after: Counter, limits: CounterLimits): Watts | 'too soon' | null {
  const span = after.at - before.at;
  if (span < SHORTEST_SPAN) return 'too soon';
  const joules = joulesBetween(before.microjoules, after.microjoules, span, limits);
  if (joules === null) return null;
  if (joules === 0) return span < (limits.standstill ?? STANDSTILL) ? 'too soon' : null;
  const power = joules / (span / 1000);
  return power <= limits.mostWatts ? watts(power) : null;
}

function joulesBetween(
  before: number,
  after: number,
  span: number,
  { range, mostWatts }: CounterLimits,
): number | null {
  if (range !== null && (span / 1000) * mostWatts >= range / 1e6) return null;
  const difference = after - before;
  if (difference >= 0) return difference / 1e6;
  return range !== null && difference + range >= 0 ? (difference + range) / 1e6 : null;
}

/** Remembers the last reading of one counter; its lifetime is one run of a source. */
export class CounterMeter {
  private last: Counter | null = null;

  constructor(private readonly limits: CounterLimits) {}

  /** The power since the reading before; null when unknown, as at the first one. */
  next(microjoules: number | null, at: Millis): Watts | 'too soon' | null {
    const before = this.last;
    if (microjoules === null || before === null) {
      this.last = microjoules === null ? null : { microjoules, at };
      return null;
    }
    const power = powerBetween(before, { microjoules, at }, this.limits);
    if (power !== 'too soon') this.last = { microjoules, at };
    return power;
  }
}
