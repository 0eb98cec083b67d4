/** The line that leads from what the sensors say to what a plug meter shows, from two readings of it and more. */
import { joules, watts, type Joules, type Millis, type Range, type Watts } from '../../core/units/quantity';
import { mapRange, range } from '../../core/units/range';

/** One reading of a plug meter, and what the sensors said meanwhile. */
export interface WallPoint {
  /** Wall clock. */
  readonly at: Millis;
  readonly host: string;
  /** Ids of the sources that were added up, in order: another set of sensors is another line. */
  readonly sensors: readonly string[];
  readonly parts: Watts;
  readonly wall: Watts;
  /** A battery sees the machine, but not what its charger loses. */
  readonly meter: 'plug' | 'battery';
}

/** wall = slope * parts + offset. */
export interface WallLine {
  readonly sensors: readonly string[];
  readonly slope: number;
  readonly offset: Watts;
  /** Of the relative error, one side of the 80 % interval. */
  readonly spread: number;
  /** What the sensors said in the readings it goes through: beyond them it is a guess. */
  readonly from: Watts;
  readonly to: Watts;
  /** Of the youngest reading. */
  readonly at: Millis;
  readonly meter: 'plug' | 'battery';
}

/** The 90th percentile over the median of the size of a normal error. */
const MEDIAN_TO_80 = 1.2816 / 0.6745;
/**
 * One fitted line a machine left a median error of 2.6 % with a GPU and of 4.0 % without one, leave one model out, over
 * 318 runs with a wall meter (raphischer/ai-energy-validation: i9-13900K and RTX 4090).
 */
const SPREAD = { gpu: 0.026 * MEDIAN_TO_80, cpu: 0.04 * MEDIAN_TO_80 } as const;
/** Closer together, two readings say more about the noise of the meter than about the line. */
const LEAST_SPAN = 5;
const LEAST_SHARE = 0.2;
/** Of the machines above, 1.11 with and 1.24 without a GPU; beyond these limits something was read wrongly. */
const SLOPES = { least: 0.7, most: 3 } as const;
const MOST_OFFSET = 5000;

/** Points of the same sensors and meter as the youngest one. The reason, for people, where they give no line. */
export function fitWall(points: readonly WallPoint[]): WallLine | { readonly why: string } {
  const youngest = points.reduce<WallPoint | null>(
    (last, one) => (last === null || one.at >= last.at ? one : last),
    null,
  );
  if (youngest === null) return { why: 'there is no reading yet' };
  const alike = points.filter(({ sensors, meter }) => meter === youngest.meter && isSame(sensors, youngest.sensors));
  const parts = alike.map((point) => point.parts);
  const [from, to] = [Math.min(...parts), Math.max(...parts)];
  if (alike.length < 2) return { why: 'one reading is no line: take another one while the machine works hard' };
  if (to - from < Math.max(LEAST_SPAN, LEAST_SHARE * to)) {
    return {
      why: `the readings are too close together (${from.toFixed(1)} and ${to.toFixed(1)} W by the sensors): take one idle and one while the machine works hard`,
    };
  }
  const { slope, offset, scatter } = leastSquares(alike);
  if (
    slope < SLOPES.least ||
    slope > SLOPES.most ||
    offset > MOST_OFFSET ||
    slope * from + offset < from * SLOPES.least
  ) {
    return { why: `the readings do not belong together: they give ${equation(slope, offset)}` };
  }
  const published = youngest.sensors.some((id) => GPU_SENSORS.test(id)) ? SPREAD.gpu : SPREAD.cpu;
  const line = { sensors: youngest.sensors, slope, offset: watts(offset), spread: Math.max(published, scatter) };
  return { ...line, from: watts(from), to: watts(to), at: youngest.at, meter: youngest.meter };
}

const GPU_SENSORS = /^(nvidia|amdgpu|amd-smi|rocm-smi|intel-gpu|prometheus-gpu)$/;

/** "1.11 x sensors + 50 W". */
export function equation(slope: number, offset: number): string {
  const sign = offset < 0 ? '-' : '+';
  return `${slope.toFixed(2)} x sensors ${sign} ${Math.abs(offset).toFixed(0)} W`;
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** `scatter` is what more than two readings say of the 80 % interval themselves. */
function leastSquares(points: readonly WallPoint[]): { slope: number; offset: number; scatter: number } {
  const mean = (pick: (point: WallPoint) => number): number =>
    points.reduce((sum, one) => sum + pick(one), 0) / points.length;
  const [x, y] = [mean(({ parts }) => parts), mean(({ wall }) => wall)];
  const slope = mean(({ parts, wall }) => (parts - x) * (wall - y)) / mean(({ parts }) => (parts - x) ** 2);
  const offset = y - slope * x;
  const squares = points.reduce((sum, { parts, wall }) => sum + ((slope * parts + offset) / wall - 1) ** 2, 0);
  return { slope, offset, scatter: points.length > 2 ? 1.2816 * Math.sqrt(squares / (points.length - 2)) : 0 };
}

/** Power at the wall; null where the sensors are not those of the line. */
export function powerAtWall(line: WallLine, parts: Range<Watts>): Range<Watts> {
  const at = mapRange(parts, (power) => watts(line.slope * power + line.offset));
  return range(watts(at.low * (1 - line.spread)), at.typical, watts(at.high * (1 + line.spread)));
}

/** Energy at the wall: the offset flows for as long as there were readings. */
export function energyAtWall(line: WallLine, parts: Range<Joules>, covered: Millis): Range<Joules> {
  const at = mapRange(parts, (energy) => joules(line.slope * energy + line.offset * (covered / 1000)));
  return range(joules(at.low * (1 - line.spread)), at.typical, joules(at.high * (1 + line.spread)));
}
