/** Energy from power samples: trapezoids between samples that belong together, and a reported gap everywhere else. */
import { joules, millis, type Joules, type Millis, type Range, type Watts } from '../core/units/quantity';
import { exactly } from '../core/units/range';

/** Further apart than this many intervals, two samples say nothing about the time between them. */
const LONGEST_STRETCH = 5;
/** The wall clock and the monotonic clock drift by milliseconds; more is a suspend or a clock that was set. */
const CLOCK_JUMP = 2000;
/** Older gaps are kept as a count and a duration only. */
const GAPS_KEPT = 100;

export type GapReason = 'silence' | 'clock jump' | 'unknown' | 'asleep';

/** A stretch for which no energy was counted. */
export interface Gap {
  /** Wall clock. */
  readonly from: Millis;
  readonly lasted: Millis;
  readonly reason: GapReason;
}

export interface PowerPoint {
  /** Monotonic clock. */
  readonly at: Millis;
  readonly wall: Millis;
  /** Null when unknown. */
  readonly power: Range<Watts> | null;
  /** Why the power is unknown; ignored where it is known. */
  readonly missing: 'unknown' | 'asleep';
  /** The interval at which samples are expected now. */
  readonly cadence: Millis;
}

export interface Energy {
  /** The range is that of modelled power; equal ends where it was measured. */
  readonly joules: Range<Joules>;
  /** Time for which energy was counted. */
  readonly covered: Millis;
  /** The latest ones. */
  readonly gaps: readonly Gap[];
  readonly gapCount: number;
  readonly gapTime: Millis;
}

/** The energy of one device, or of a total, from its first point on. */
export class Integrator {
  private readonly sum = { low: 0, typical: 0, high: 0 };
  private covered = 0;
  private readonly gaps: Gap[] = [];
  private gapCount = 0;
  private gapTime = 0;
  private last: PowerPoint | null = null;
  /** The point from which on nothing is known, while that is so. */
  private lost: PowerPoint | null = null;

  /** Points that do not advance the monotonic clock are ignored. */
  add(point: PowerPoint): void {
    const { last } = this;
    if (last !== null && point.at <= last.at) return;
    if (point.power === null) {
      // The stretch before it is lost as well: its end is unknown.
      this.lost ??= last === null ? point : { ...last, missing: point.missing };
    } else if (this.lost !== null) {
      this.addGap(this.lost, point, this.lost.missing);
      this.lost = null;
    } else if (last !== null) this.addStretch(last, point);
    this.last = point;
  }

  /** The same as `energy().covered`, without copying anything. */
  get coveredTime(): Millis {
    return millis(this.covered);
  }

  energy(): Energy {
    const open = this.lost !== null && this.last !== null ? lengthOf(this.lost, this.last, this.lost.missing) : 0;
    const gap = this.lost !== null && open > 0 ? [toGap(this.lost, open, this.lost.missing)] : [];
    return {
      joules: { low: joules(this.sum.low), typical: joules(this.sum.typical), high: joules(this.sum.high) },
      covered: millis(this.covered),
      gaps: [...this.gaps, ...gap],
      gapCount: this.gapCount + gap.length,
      gapTime: millis(this.gapTime + open),
    };
  }

  private addStretch(from: PowerPoint, to: PowerPoint): void {
    const time = to.at - from.at;
    const jump = Math.abs(to.wall - from.wall - time);
    if (jump > CLOCK_JUMP) return this.addGap(from, to, 'clock jump');
    if (time > LONGEST_STRETCH * Math.max(from.cadence, to.cadence)) return this.addGap(from, to, 'silence');
    if (from.power === null || to.power === null) return;
    for (const end of ['low', 'typical', 'high'] as const) {
      this.sum[end] += ((from.power[end] + to.power[end]) / 2) * (time / 1000);
    }
    this.covered += time;
  }

  private addGap(from: PowerPoint, to: PowerPoint, reason: GapReason): void {
    const lasted = lengthOf(from, to, reason);
    this.gaps.push(toGap(from, lasted, reason));
    if (this.gaps.length > GAPS_KEPT) this.gaps.shift();
    this.gapCount += 1;
    this.gapTime += lasted;
  }
}

/** A machine that slept counted no monotonic time on some systems; its wall clock did. */
function lengthOf(from: PowerPoint, to: PowerPoint, reason: GapReason): number {
  const monotonic = to.at - from.at;
  return reason === 'clock jump' ? Math.max(monotonic, to.wall - from.wall) : monotonic;
}

function toGap(from: PowerPoint, lasted: number, reason: GapReason): Gap {
  return { from: from.wall, lasted: millis(lasted), reason };
}

/** A sample's power with its range; a measured one has equal ends. */
export function powerRange(sample: {
  readonly watts: Watts | null;
  readonly range: { readonly low: Watts; readonly high: Watts } | null;
}): Range<Watts> | null {
  if (sample.watts === null) return null;
  return sample.range === null
    ? exactly(sample.watts)
    : { low: sample.range.low, typical: sample.watts, high: sample.range.high };
}
