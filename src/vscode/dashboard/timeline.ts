/** Energy by local day, of stretches of time that may overlap: each moment counts once, whoever measured it. */
import type { Range } from '../../core/units/quantity';

export interface GridFigure {
  /** gCO2e per kWh. */
  readonly value: number;
  readonly zone: string;
  readonly year: number;
}

/** Energy in kWh that was used evenly from `from` to `to`, on the wall clock in milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly energy: Range;
  readonly isLowerBound: boolean;
  readonly grid: GridFigure | null;
  /** `live` readings are finer than the mean of a run and win where both say something. */
  readonly of: 'live' | 'run';
}

/** What a day amounts to. */
export interface DaySum {
  readonly energy: Range;
  /** Null where no part of the energy has a grid. */
  readonly emissions: Range | null;
  readonly grids: readonly string[];
  readonly quality: 'measured' | 'modelled' | 'mixed';
  readonly isLowerBound: boolean;
  readonly coveredHours: number;
}

/** Start of the local day of a moment, and of the next one: a day may have 23 or 25 hours. */
export function dayOf(at: number): { readonly start: number; readonly end: number } {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { start: new Date(year, month, day).getTime(), end: new Date(year, month, day + 1).getTime() };
}

/** "2026-11-27" of the local day. */
export function dayName(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** By the start of the day. Only what lies between `from` and `to` counts. */
export function energyByDay(
  stretches: readonly Stretch[],
  window: { readonly from: number; readonly to: number },
): ReadonlyMap<number, DaySum> {
  const days = new Map<number, Sum>();
  for (const { from, to, stretch } of piecesOf(stretches, window)) {
    const { start } = dayOf(from);
    const sum = days.get(start) ?? new Sum();
    days.set(start, sum);
    sum.add(stretch, to - from);
  }
  return new Map([...days].map(([start, sum]) => [start, sum.total()]));
}

interface Piece {
  readonly from: number;
  readonly to: number;
  /** The one that counts there. */
  readonly stretch: Stretch;
}

/** Cut wherever a stretch begins or ends and at every midnight. */
function* piecesOf(stretches: readonly Stretch[], window: { from: number; to: number }): Iterable<Piece> {
  const inside = stretches.filter(({ from, to }) => to > from && to > window.from && from < window.to);
  const starting = [...inside].sort((a, b) => a.from - b.from);
  const cuts = cutsOf(inside, window);
  let next = 0;
  let open: Stretch[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index] ?? 0, cuts[index + 1] ?? 0];
    open = open.filter((stretch) => stretch.to > from);
    for (let stretch = starting[next]; stretch && stretch.from <= from; stretch = starting[(next += 1)]) {
      if (stretch.to > from) open.push(stretch);
    }
    const [first, ...others] = open;
    if (first) yield { from, to, stretch: others.reduce(better, first) };
  }
}

function cutsOf(stretches: readonly Stretch[], window: { from: number; to: number }): readonly number[] {
  const cuts = new Set<number>();
  for (const { from, to } of stretches) {
    const [first, last] = [Math.max(from, window.from), Math.min(to, window.to)];
    cuts.add(first).add(last);
    for (let { end } = dayOf(first); end < last; { end } = dayOf(end)) cuts.add(end);
  }
  return [...cuts].sort((a, b) => a - b);
}

/** Of two that measured the same moment: the live one, or else the one that saw more of the machine. */
function better(a: Stretch, b: Stretch): Stretch {
  if (a.of !== b.of) return a.of === 'live' ? a : b;
  return powerOf(b) > powerOf(a) ? b : a;
}

const powerOf = ({ energy, from, to }: Stretch): number => energy.typical / (to - from);

class Sum {
  private readonly energy = { low: 0, typical: 0, high: 0 };
  private readonly emissions = { low: 0, typical: 0, high: 0 };
  private readonly grids = new Set<string>();
  private readonly kinds = new Set<'measured' | 'modelled'>();
  private isLowerBound = false;
  private covered = 0;
  private hasEmissions = false;

  add(stretch: Stretch, lasted: number): void {
    const share = lasted / (stretch.to - stretch.from);
    const { grid, energy } = stretch;
    for (const end of ['low', 'typical', 'high'] as const) {
      this.energy[end] += energy[end] * share;
      if (grid) this.emissions[end] += energy[end] * share * grid.value;
    }
    this.hasEmissions ||= grid !== null;
    this.grids.add(grid ? gridName(grid) : NO_GRID);
    this.kinds.add(energy.low === energy.high ? 'measured' : 'modelled');
    this.isLowerBound ||= stretch.isLowerBound;
    this.covered += lasted;
  }

  total(): DaySum {
    const [kind] = this.kinds;
    return {
      energy: { ...this.energy },
      emissions: this.hasEmissions ? { ...this.emissions } : null,
      grids: [...this.grids],
      quality: this.kinds.size > 1 ? 'mixed' : (kind ?? 'measured'),
      isLowerBound: this.isLowerBound,
      coveredHours: this.covered / 3_600_000,
    };
  }
}

/** Emissions of a sum leave such a part out, and say so. */
export const NO_GRID = 'a part without a known grid left out';

/** "France, 2024". */
export function gridName({ zone, year }: Pick<GridFigure, 'zone' | 'year'>): string {
  return `${zone}, ${year}`;
}
