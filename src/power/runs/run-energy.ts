/** Sums of what was counted of a run: the stretches between reloads, and the ends that lie between two samples. */
import type { LineGap } from '../../core/estimate/calibration/import/history-line';
import { joules, millis, type Joules, type Millis, type Range, type Watts } from '../../core/units/quantity';
import { addRanges, mapRange, scaleRange } from '../../core/units/range';
import type { Gap } from '../accounting';
import type { RunDevice, RunEnergy } from './run';

/** More than the latest of these would make lines of the history long. */
const MOST_GAPS = 20;
/** Ends longer than this many intervals say that the sensors were silent. */
const LONGEST_END = 5;

const NO_ENERGY: Range<Joules> = { low: joules(0), typical: joules(0), high: joules(0) };

export const NOTHING: RunEnergy = {
  joules: NO_ENERGY,
  covered: millis(0),
  partly: millis(0),
  gaps: [],
  gapTime: millis(0),
  elapsed: millis(0),
  devices: [],
};

/** Time before the first and after the last sample of a stretch. */
export interface End {
  /** Wall clock. */
  readonly from: Millis;
  readonly lasted: number;
  /** Between the two samples next to it; null without any. */
  readonly power: Range<Watts> | null;
}

/** The ends draw what was drawn next to them; where they are long, nothing is known of them. */
export function withEnds(energy: RunEnergy, ends: readonly End[], interval: Millis): RunEnergy {
  const isShort = ({ lasted, power }: End): boolean => power !== null && lasted <= LONGEST_END * interval;
  const short = ends.filter(isShort);
  const long = ends.filter((end) => end.lasted > 0 && !isShort(end));
  const all = addRanges(energy.joules, ...short.map(({ power, lasted }) => scaleRange(asJoules(power), lasted / 1000)));
  const factor = energy.joules.typical > 0 ? all.typical / energy.joules.typical : 1;
  const [added, lost] = [short, long].map((some) => some.reduce((sum, { lasted }) => sum + lasted, 0)) as [
    number,
    number,
  ];
  return {
    joules: all,
    covered: millis(energy.covered + added),
    partly: energy.partly,
    gaps: kept([...energy.gaps, ...long.map((end) => gapOf(end.from, end.lasted, 'silence'))]),
    gapTime: millis(energy.gapTime + lost),
    elapsed: millis(energy.elapsed + added + lost),
    devices: energy.devices.map((device) => ({ ...device, joules: scaleRange(device.joules, factor) })),
  };
}

/** Of a second. */
function asJoules(power: Range<Watts> | null): Range<Joules> {
  return power === null ? NO_ENERGY : mapRange(power, (value) => joules(value));
}

/** The later one begins where the earlier one ended. */
export function joined(earlier: RunEnergy, later: RunEnergy): RunEnergy {
  return {
    joules: addRanges(earlier.joules, later.joules),
    covered: millis(earlier.covered + later.covered),
    partly: millis(earlier.partly + later.partly),
    gaps: kept([...earlier.gaps, ...later.gaps]),
    gapTime: millis(earlier.gapTime + later.gapTime),
    elapsed: millis(earlier.elapsed + later.elapsed),
    devices: joinedDevices(earlier.devices, later.devices),
  };
}

/** Time that passed while nobody looked. */
export function withGap(energy: RunEnergy, from: Millis, lasted: number, reason: string): RunEnergy {
  return {
    ...energy,
    gaps: kept([...energy.gaps, gapOf(from, lasted, reason)]),
    gapTime: millis(energy.gapTime + lasted),
    elapsed: millis(energy.elapsed + lasted),
  };
}

export function lineGap({ from, lasted, reason }: Gap): LineGap {
  return gapOf(from, lasted, reason);
}

function gapOf(from: Millis, lasted: number, reason: string): LineGap {
  return { from: new Date(from).toISOString(), seconds: Number((lasted / 1000).toFixed(1)), reason };
}

function kept(gaps: readonly LineGap[]): readonly LineGap[] {
  return gaps.slice(-MOST_GAPS);
}

function joinedDevices(earlier: readonly RunDevice[], later: readonly RunDevice[]): readonly RunDevice[] {
  const isSame = (one: RunDevice, other: RunDevice): boolean =>
    one.source === other.source && one.device === other.device;
  const continued = earlier.map((device) => {
    const next = later.find((one) => isSame(one, device));
    return next
      ? { ...next, joules: addRanges(device.joules, next.joules), counted: device.counted || next.counted }
      : device;
  });
  return [...continued, ...later.filter((device) => !earlier.some((one) => isSame(one, device)))];
}
