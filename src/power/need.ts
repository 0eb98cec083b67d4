/** How often the meter samples: a function of who needs it now. */
import { millis, type Millis } from '../core/units/quantity';

/** `none`: no window of the editor is in use and nothing trains. */
export type Need = 'active' | 'training' | 'idle' | 'none';

export interface Intervals {
  /** While somebody looks or something trains. */
  readonly fast: Millis;
  readonly idle: Millis;
}

export const defaultIntervals: Intervals = { fast: millis(1000), idle: millis(10_000) };

/** Slowing down waits, because changing the pace restarts tools and people switch windows back and forth. */
export const LINGER = millis(30_000);

/** Remembers what is needed since when. */
export class Pace {
  private need: Need = 'active';
  private since = millis(Number.NEGATIVE_INFINITY);

  constructor(private readonly intervals: Intervals) {}

  get current(): Need {
    return this.need;
  }

  set(need: Need, now: Millis): void {
    if (need === this.need) return;
    const slower = this.need === 'active' || this.need === 'training';
    this.need = need;
    if (slower) this.since = now;
  }

  interval(now: Millis): Millis {
    const isSlow = (this.need === 'idle' || this.need === 'none') && now - this.since >= LINGER;
    return isSlow ? this.intervals.idle : this.intervals.fast;
  }
}
