/** Arithmetic on 80 % intervals; every function keeps low <= typical <= high. */
import type { Range } from './quantity';

/** The 90th percentile of the standard normal distribution. */
const Z90 = 1.2815515655446004;

/** Puts the three in order, so that the invariant holds whatever the caller computed. */
export function range<Q extends number>(low: Q, typical: Q, high: Q): Range<Q> {
  return { low: least(low, typical), typical, high: most(high, typical) };
}

/** A value known exactly. */
export function exactly<Q extends number>(value: Q): Range<Q> {
  return { low: value, typical: value, high: value };
}

/** `convert` may grow or fall with its argument, but must do one of them throughout. */
export function mapRange<P extends number, Q extends number>(of: Range<P>, convert: (value: P) => Q): Range<Q> {
  const ends = [convert(of.low), convert(of.high)] as const;
  return range(least(ends[0], ends[1]), convert(of.typical), most(ends[0], ends[1]));
}

export function scaleRange<Q extends number>(of: Range<Q>, factor: number): Range<Q> {
  return mapRange(of, (value) => (value * factor) as Q);
}

/** Adds end to end: exact for parts that are wrong together (same machine, same grid), wide for independent ones. */
export function addRanges<Q extends number>(...parts: readonly Range<Q>[]): Range<Q> {
  const sum = (pick: (part: Range<Q>) => number): Q =>
    parts.reduce<number>((total, part) => total + pick(part), 0) as Q;
  return { low: sum((part) => part.low), typical: sum((part) => part.typical), high: sum((part) => part.high) };
}

/**
 * The product of two independent positive quantities. Their distances from the typical value add in quadrature on a
 * log scale, which is exact for lognormals; where an end is not positive the ends are multiplied instead.
 */
export function multiplyRanges<P extends number, Q extends number, R extends number>(
  a: Range<P>,
  b: Range<Q>,
  convert: (product: number) => R,
): Range<R> {
  const typical = a.typical * b.typical;
  if (!(a.low > 0 && b.low > 0)) {
    return range(convert(a.low * b.low), convert(typical), convert(a.high * b.high));
  }
  const below = Math.hypot(Math.log(a.typical / a.low), Math.log(b.typical / b.low));
  const above = Math.hypot(Math.log(a.high / a.typical), Math.log(b.high / b.typical));
  return range(convert(typical * Math.exp(-below)), convert(typical), convert(typical * Math.exp(above)));
}

/** 10th percentile, median and 90th percentile of a lognormal; `sigma` is the deviation of its logarithm. */
export function lognormal<Q extends number>(median: Q, sigma: number): Range<Q> {
  const spread = Math.exp(Z90 * Math.abs(sigma));
  return range((median / spread) as Q, median, (median * spread) as Q);
}

/** The `sigma` for which `lognormal` gives this low and high. Zero for a value known exactly or not positive. */
export function sigmaOf(of: Range): number {
  return of.low > 0 && of.high > of.low ? Math.log(of.high / of.low) / (2 * Z90) : 0;
}

function least<Q extends number>(a: Q, b: Q): Q {
  return a <= b ? a : b;
}

function most<Q extends number>(a: Q, b: Q): Q {
  return a >= b ? a : b;
}
