/** What the machine draws when nothing trains: the median of the last quiet minute. */
import type { Range, Watts } from '../../core/units/quantity';
import { watts } from '../../core/units/quantity';
import type { Reading } from '../reading';

const MINUTE = 60_000;
/** A baseline of this morning says nothing of tonight. */
const OLDEST = 15 * MINUTE;
/** Fewer readings, or ones closer together, are no minute. */
const FEWEST = 3;
const SHORTEST = 15_000;

interface Quiet {
  readonly at: number;
  readonly power: Range<Watts>;
}

/** Fed with every reading of the meter; while runs are counted as `busy`, readings are not quiet. */
export class IdleBaseline {
  private readings: readonly Quiet[] = [];
  private runs = 0;

  /** A run begins. Returns what ends it. */
  busy(): () => void {
    this.runs += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.runs -= 1;
      isOver = true;
    };
  }

  add({ at, total, state }: Pick<Reading, 'at' | 'total' | 'state'>): void {
    if (this.runs > 0 || total === null || state !== 'running') return;
    const last = this.readings.at(-1);
    // A clock that was set back begins anew.
    const before = last !== undefined && at < last.at ? [] : this.readings;
    this.readings = [...before.filter((reading) => at - reading.at <= MINUTE), { at, power: total }];
  }

  /** Null where the machine was not watched for long enough before. */
  at(now: number): Range<Watts> | null {
    const [first, last] = [this.readings[0], this.readings.at(-1)];
    if (first === undefined || last === undefined) return null;
    if (this.readings.length < FEWEST || last.at - first.at < SHORTEST || now - last.at > OLDEST) return null;
    const median = (end: 'low' | 'typical' | 'high'): Watts => middle(this.readings.map(({ power }) => power[end]));
    return { low: median('low'), typical: median('typical'), high: median('high') };
  }
}

function middle(values: readonly number[]): Watts {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return watts(((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2);
}
