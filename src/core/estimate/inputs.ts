/** Turns the factors of an estimate into the inputs that a person reads, widest first. */
import { varianceOf, type Factor } from './spread';
import type { Input } from './types';

/**
 * `factors` make the energy; `grid` only the emissions. Shares of the variance of ln(energy) are rounded down to four digits,
 * so that they sum to at most 1 and the same input always gives the same text.
 */
export function inputsOf(factors: readonly Factor[], grid: Factor): readonly Input[] {
  const total = factors.reduce((sum, factor) => sum + varianceOf(factor), 0);
  const inputs = [...factors, grid].map((factor) => ({
    name: factor.name,
    value: factor.value,
    origin: factor.origin,
    source: factor.source,
    widens: factor === grid || total === 0 ? 0 : Math.floor((varianceOf(factor) / total) * 10_000) / 10_000,
  }));
  return inputs
    .map((input, index) => ({ input, index }))
    .sort((a, b) => b.input.widens - a.input.widens || a.index - b.index)
    .map(({ input }) => input);
}
