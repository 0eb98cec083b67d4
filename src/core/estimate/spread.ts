/** Uncertain factors on a log scale: a median and two 80 % half-widths, and how they combine. */
import type { InputOrigin, Repeats } from './types';

/**
 * One factor of a product. `ln` is the logarithm of its median; `down` and `up` are the distances, in logarithms, to the 10th
 * and the 90th percentile (both >= 0). A factor that is known has both 0.
 */
export interface Factor {
  readonly name: string;
  /** As shown to a person: "90", "0.15 of 15.7 TFLOP/s". */
  readonly value: string;
  readonly origin: InputOrigin;
  readonly source: string | null;
  readonly ln: number;
  readonly down: number;
  readonly up: number;
  /** Of the factor that repeats the training. */
  readonly repeats?: Repeats;
}

/** 10th, 50th and 90th percentile of a logarithm. */
export interface LogRange {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** The 90th percentile of the standard normal distribution. */
export const Z90 = 1.2815515655446004;

/** Half-width of the 80 % interval for a standard deviation of the logarithm. */
export function halfWidth(sigma: number): number {
  return Z90 * sigma;
}

/** The product of independent factors: medians add up in logarithms, half-widths in squares, each side on its own. */
export function product(factors: readonly Factor[]): LogRange {
  let middle = 0;
  let down = 0;
  let up = 0;
  for (const factor of factors) {
    middle += factor.ln;
    down += factor.down ** 2;
    up += factor.up ** 2;
  }
  return { low: middle - Math.sqrt(down), middle, high: middle + Math.sqrt(up) };
}

/** A factor's part of the variance, as the square of its mean half-width. */
export function varianceOf(factor: Factor): number {
  return ((factor.down + factor.up) / 2) ** 2;
}

/** A candidate of a maximum: normal in logarithms. */
export interface Candidate {
  readonly mean: number;
  /** At least a hair above 0, so that the distribution function exists. */
  readonly sigma: number;
}

/**
 * Percentiles of the largest of independent candidates: the distribution function of a maximum is the product of the
 * candidates', solved by bisection. Invariant: every percentile rises when any candidate's mean rises.
 */
export function largest(candidates: readonly Candidate[]): LogRange {
  const only = candidates.length === 1 ? candidates[0] : undefined;
  if (only !== undefined) {
    return { low: only.mean - Z90 * only.sigma, middle: only.mean, high: only.mean + Z90 * only.sigma };
  }
  const at = (share: number): number => quantile(candidates, share);
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}

function quantile(candidates: readonly Candidate[], share: number): number {
  let below = Math.max(...candidates.map((one) => one.mean - 8 * one.sigma));
  let above = Math.max(...candidates.map((one) => one.mean + 8 * one.sigma));
  for (let step = 0; step < 40; step += 1) {
    const middle = (below + above) / 2;
    let probability = 1;
    for (const one of candidates) probability *= normalCdf((middle - one.mean) / one.sigma);
    if (probability < share) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** The chance that each candidate is the largest, by their order in a Gaussian approximation; sums to 1. */
export function shares(candidates: readonly Candidate[]): readonly number[] {
  const raw = candidates.map((one, index) =>
    candidates.reduce((product, other, at) => {
      if (at === index) return product;
      return product * normalCdf((one.mean - other.mean) / Math.hypot(one.sigma, other.sigma));
    }, 1),
  );
  const total = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => (total > 0 ? one / total : 1 / raw.length));
}

/** Standard normal distribution function; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = 0.3989422804014327 * Math.exp((-x * x) / 2);
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
