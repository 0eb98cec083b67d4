/** A number read from the code, with how sure it is: the arithmetic of candidates, folds and fits. */
import type { Value } from '../values';

export interface Count {
  readonly value: number;
  readonly certainty: 'known' | 'default';
  /** How a default is overridden, `--folds`; null for a known count. */
  readonly via: string | null;
}

export function known(value: number): Count {
  return { value, certainty: 'known', via: null };
}

/** Product; null when a factor is. A default anywhere makes the whole a default. */
export function product(...factors: readonly (Count | null)[]): Count | null {
  return combine(factors, (a, b) => a * b, 1);
}

/** Sum; null when a term is. */
export function sum(...terms: readonly (Count | null)[]): Count | null {
  return combine(terms, (a, b) => a + b, 0);
}

function combine(
  parts: readonly (Count | null)[],
  join: (a: number, b: number) => number,
  start: number,
): Count | null {
  let result: Count = known(start);
  for (const part of parts) {
    if (!part) return null;
    const soft = result.certainty === 'default' || part.certainty === 'default';
    result = {
      value: join(result.value, part.value),
      certainty: soft ? 'default' : 'known',
      via: result.via ?? part.via,
    };
  }
  return result;
}

/** The smallest of several counts, the cautious reading of a conditional; null when one is unknown. */
export function least(counts: readonly (Count | null)[]): Count | null {
  const all = counts.filter((count) => count !== null);
  if (all.length === 0 || all.length < counts.length) return null;
  return all.reduce((a, b) => (b.value < a.value ? b : a));
}

/** The count that a value stands for with the number `value`; null for an unknown value. */
export function countFrom(source: Value, value: number | null): Count | null {
  if (source.certainty === 'unknown' || value === null) return null;
  return { value, certainty: source.certainty, via: source.via };
}
