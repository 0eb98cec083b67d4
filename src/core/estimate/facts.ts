/** Reads numbers out of workload facts: bounded, with where they come from, or a prior that says so. */
import type { Fact } from '../model/workload';
import { halfWidth, type Factor } from './spread';
import type { InputOrigin } from './types';

/** A number that the code, bundled data or a prior gives. `sigma` is the standard deviation of its logarithm. */
export interface Known {
  readonly value: number;
  readonly sigma: number;
  readonly origin: InputOrigin;
  readonly source: string | null;
}

/** Largest values that make sense; beyond them a fact is treated as a mistake. */
export const LIMITS = {
  epochs: 1e7,
  samples: 1e14,
  steps: 1e12,
  batch: 1e8,
  count: 1e9,
  pixels: 65_536,
  tokens: 1e8,
} as const;

/** The number of a fact when it is finite, positive and at most `limit`. */
export function numberOf(fact: Fact<number> | undefined, limit: number): Known | null {
  if (fact === null || fact === undefined) return null;
  const value = fact.value;
  if (!Number.isFinite(value) || value <= 0 || value > limit) return null;
  return { value, sigma: 0, origin: ORIGINS[fact.certainty], source: fact.note };
}

const ORIGINS: Readonly<Record<NonNullable<Fact<number>>['certainty'], InputOrigin>> = {
  known: 'code',
  default: 'code default',
  observed: 'observed',
};

/** True when the code states a number that cannot be meant: negative, zero, not finite, astronomically large. */
export function isAbsurd(fact: Fact<number> | undefined, limit: number): boolean {
  return fact !== null && fact !== undefined && numberOf(fact, limit) === null;
}

export function fromData(value: number, source: string): Known {
  return { value, sigma: 0, origin: 'bundled data', source };
}

export function fromPrior(value: number, sigma: number, source: string): Known {
  return { value, sigma, origin: 'prior', source };
}

/** The factor `value^exponent` of a product. */
export function factorOf(name: string, known: Known, exponent: number, shown?: string): Factor {
  const half = halfWidth(known.sigma) * Math.abs(exponent);
  return {
    name,
    value: shown ?? plain(known.value),
    origin: known.origin,
    source: known.source,
    ln: exponent * Math.log(known.value),
    down: half,
    up: half,
  };
}

/** An input that is shown but multiplies nothing by itself. */
export function noted(name: string, value: string, origin: InputOrigin, source: string | null): Factor {
  return { name, value, origin, source, ln: 0, down: 0, up: 0 };
}

/** A number for people: 1,281,167 or 0.31 or 2.1e12. */
export function plain(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e12) return value.toExponential(1).replace('e+', 'e');
  // From here on three digits round to a thousand.
  if (size >= 999.5)
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return String(Number(value.toPrecision(3)));
}
