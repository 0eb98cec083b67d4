/** What processors of each class draw idle, with one busy core and with all of them, and who says so. */
import { watts, type Range, type Watts } from '../../../core/units/quantity';
import { range, scaleRange } from '../../../core/units/range';

/** Watts of the processor and its memory as a function of load: `idle + (max - idle) * load ^ exponent`. */
export interface LoadCurve {
  readonly idle: Range<Watts>;
  readonly max: Range<Watts>;
  /** `low` belongs to the lowest power, so it is the largest exponent. */
  readonly exponent: { readonly low: number; readonly typical: number; readonly high: number };
  /** As shown: "desktop processor of the 65 W class". */
  readonly title: string;
  readonly source: string;
}

/** One machine of raphischer/metaqure: scikit-learn training, measured with CodeCarbon, which adds a guess for memory. */
interface MeasuredMachine {
  readonly ratedWatts: number;
  readonly threads: number;
  readonly oneCore: readonly [number, number];
  readonly allCores: readonly [number, number];
}

const I7_6700: MeasuredMachine = { ratedWatts: 65, threads: 8, oneCore: [29, 32], allCores: [50, 70] };
const I9_13900K: MeasuredMachine = { ratedWatts: 125, threads: 32, oneCore: [74, 94], allCores: [240, 340] };
/** Limited by its package power from the first busy core on. */
const I7_10610U: MeasuredMachine = { ratedWatts: 15, threads: 8, oneCore: [26, 28], allCores: [26, 28] };

const METAQURE = 'raphischer/metaqure (scikit-learn runs under CodeCarbon)';
const CLOUD = 'Cloud Carbon Footprint methodology, watts per vCPU; 2 to 4 W loaded in published tables';

/** CodeCarbon's load model takes a tenth of the rated power when idle; machines differ by more than that is worth. */
const IDLE_SHARE = range(0.25 * 0.1, 0.1, 3 * 0.1);

const idleOf = (rated: number): Range<Watts> => scaleRange(IDLE_SHARE as Range<Watts>, rated);
const between = (low: number, typical: number, high: number): Range<Watts> =>
  range(watts(low), watts(typical), watts(high));
const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2;

/** The exponent that leads through one busy core and all of them. */
function exponentThrough(machine: MeasuredMachine, oneCore: number, allCores: number): number {
  const idle = machine.ratedWatts * IDLE_SHARE.typical;
  return Math.log((oneCore - idle) / (allCores - idle)) / Math.log(1 / machine.threads);
}

function exponentsOf(machine: MeasuredMachine): LoadCurve['exponent'] {
  const { oneCore, allCores } = machine;
  return {
    low: exponentThrough(machine, oneCore[0], allCores[1]),
    typical: exponentThrough(machine, middle(oneCore), middle(allCores)),
    high: exponentThrough(machine, oneCore[1], allCores[0]),
  };
}

/** What Intel lists as the most for its 15 W parts (i7-1265U). */
const MOST_OF_15_WATT_PARTS = 55;

/** Laptops with a U, P or Y suffix. */
export function thinLaptop(): LoadCurve {
  const highest = exponentThrough(I7_10610U, I7_10610U.oneCore[1], MOST_OF_15_WATT_PARTS);
  return {
    idle: idleOf(I7_10610U.ratedWatts),
    max: between(I7_10610U.ratedWatts, middle(I7_10610U.allCores), MOST_OF_15_WATT_PARTS),
    exponent: { ...exponentsOf(I7_6700), high: highest },
    title: 'laptop processor of the 15 W class',
    source: `${METAQURE}; Intel specification of the i7-1265U`,
  };
}

/** Laptops with an H suffix: 45 W sustained, up to 115 W (Intel i7-12700H); nothing says where between. */
export function strongLaptop(): LoadCurve {
  return {
    idle: idleOf(45),
    max: between(45, Math.sqrt(45 * 115), 115),
    exponent: exponentsOf(I7_6700),
    title: 'laptop processor of the 45 W class',
    source: `Intel specification of the i7-12700H; shape from ${METAQURE}`,
  };
}

/** Grows with the threads up to what Intel lists as the most for a 65 W part, 180 W (i7-12700). */
export function desktop(threads: number): LoadCurve {
  const [low, high] = I7_6700.allCores;
  const size = threads / I7_6700.threads;
  return {
    idle: idleOf(I7_6700.ratedWatts),
    max: between(
      low * Math.min(1, size),
      middle([low, high]) * Math.min(2, size),
      Math.min(180, high * Math.max(1, size)),
    ),
    exponent: exponentsOf(I7_6700),
    title: 'desktop processor of the 65 W class',
    source: `${METAQURE}; Intel specification of the i7-12700`,
  };
}

/** Never below its 125 W rating when all cores work, and up to its 253 W turbo limit whatever its size. */
export function strongDesktop(threads: number): LoadCurve {
  const [low, high] = I9_13900K.allCores;
  const size = Math.min(1, threads / I9_13900K.threads);
  const rated = I9_13900K.ratedWatts;
  return {
    idle: idleOf(rated),
    max: between(Math.max(rated, low * size), Math.max(rated, middle([low, high]) * size), Math.max(253, high * size)),
    exponent: exponentsOf(I9_13900K),
    title: 'desktop processor of the 125 W class',
    source: `${METAQURE}; Intel specification of the i9-13900K`,
  };
}

/** Linear as in Cloud Carbon Footprint; at most as steep as the desktop that was measured. */
export function server(threads: number): LoadCurve {
  return {
    idle: scaleRange(between(0.71, 0.74, 0.78), threads),
    max: scaleRange(between(2, 3.5, 4.26), threads),
    exponent: { low: 1, typical: 1, high: exponentsOf(I9_13900K).typical },
    title: `server processor, ${threads} vCPU`,
    source: CLOUD,
  };
}

/** `chipWatts` covers graphics, too; the processor's own part is not published, so it is half to all of it. */
export function apple(chip: string, chipWatts: number): LoadCurve {
  return {
    idle: idleOf(chipWatts),
    max: between(chipWatts / 2, chipWatts / Math.SQRT2, chipWatts),
    exponent: exponentsOf(I7_6700),
    title: `Apple ${chip}`,
    source: 'chip power from @huggingface/tasks 0.21.54; shape from raphischer/metaqure',
  };
}

/** From a server's 2 W to the measured desktop's 10.6 W per thread; 4 W is CodeCarbon's guess. */
export function unknownProcessor(threads: number): LoadCurve {
  const strongest = I9_13900K.allCores[1] / I9_13900K.threads;
  return {
    idle: idleOf(4 * threads),
    max: scaleRange(between(2, 4, strongest), threads),
    exponent: { ...exponentsOf(I9_13900K), low: 1 },
    title: `unknown processor, ${threads} threads`,
    source: `CodeCarbon (4 W a core); bounds from ${METAQURE} and server tables`,
  };
}
