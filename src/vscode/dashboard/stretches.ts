/** Stretches of measured time: those of the runs in the history, and those of this window's own readings. */
import { joulesToKilowattHours, type Joules } from '../../core/units/quantity';
import { mapRange, scaleRange } from '../../core/units/range';
import type { Reading } from '../../power/reading';
import type { RunRecord } from './records';
import type { GridFigure, Stretch } from './timeline';

/** A run's energy lies in the time that was counted, so its gaps stay free for whoever did measure then. */
export function stretchesOf(run: RunRecord): readonly Stretch[] {
  const { energy, start, end, partial, intensity } = run;
  if (energy === null) return [];
  const free = partsWithout(run.gaps, start, end);
  const covered = free.reduce((sum, [from, to]) => sum + to - from, 0);
  const parts = covered > 0 ? free : [[start, end] as const];
  const length = covered > 0 ? covered : end - start;
  return parts.map(([from, to]) => ({
    from,
    to,
    energy: scaleRange(energy, (to - from) / length),
    isLowerBound: partial,
    grid: intensity,
    of: 'run',
  }));
}

function partsWithout(gaps: RunRecord['gaps'], start: number, end: number): (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  let from = start;
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const to = Math.min(end, gap.from);
    if (to > from) parts.push([from, to]);
    from = Math.max(from, gap.from + gap.seconds * 1000);
  }
  if (end > from) parts.push([from, end]);
  return parts;
}

/** Readings are kept by the minute; a day has 1,440 of them. */
const BUCKET = 60_000;
const KEPT = 2 * 86_400_000;
/** The wall clock is read a little after the sample. */
const SLACK = 1500;

/** Energy that the meter of this window counted, as stretches of at most a minute. */
export class LiveStretches {
  #stretches: Stretch[] = [];
  #last: { readonly energy: Reading['energy'] } | undefined;

  get all(): readonly Stretch[] {
    return this.#stretches;
  }

  /** `grid` is that of now; what was counted before keeps its own. */
  add({ at, energy, isLowerBound }: Pick<Reading, 'at' | 'energy' | 'isLowerBound'>, grid: GridFigure | null): void {
    const before = this.#last?.energy;
    this.#last = { energy };
    // A meter that was started again counts from nothing.
    const isNew = before === undefined || energy.covered < before.covered;
    const covered = energy.covered - (isNew ? 0 : before.covered);
    if (covered <= 0) return;
    const used = mapRange(energy.joules, (value: Joules) => joulesToKilowattHours(value));
    const earlier = isNew ? null : mapRange(before.joules, (value: Joules) => joulesToKilowattHours(value));
    const gained = {
      low: used.low - (earlier?.low ?? 0),
      typical: used.typical - (earlier?.typical ?? 0),
      high: used.high - (earlier?.high ?? 0),
    };
    this.#append({ from: at - covered, to: at, energy: gained, isLowerBound, grid, of: 'live' });
  }

  /** The meter ends; the next one counts from nothing. */
  restart(): void {
    this.#last = undefined;
  }

  #append(next: Stretch): void {
    const last = this.#stretches.at(-1);
    if (last && belongs(last, next)) this.#stretches[this.#stretches.length - 1] = joined(last, next);
    else this.#stretches.push(next);
    const oldest = next.to - KEPT;
    if ((this.#stretches[0]?.to ?? 0) < oldest) this.#stretches = this.#stretches.filter(({ to }) => to >= oldest);
  }
}

function belongs(last: Stretch, next: Stretch): boolean {
  const gap = next.from - last.to;
  const sameMinute = Math.floor(last.from / BUCKET) === Math.floor(next.from / BUCKET);
  const same = last.grid === next.grid && last.isLowerBound === next.isLowerBound;
  return same && sameMinute && gap >= -SLACK && gap <= SLACK;
}

function joined(last: Stretch, next: Stretch): Stretch {
  const energy = {
    low: last.energy.low + next.energy.low,
    typical: last.energy.typical + next.energy.typical,
    high: last.energy.high + next.energy.high,
  };
  return { ...last, to: Math.max(last.to, next.to), energy };
}
