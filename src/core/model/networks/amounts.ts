/** Sums and products of counts of which only bounds may be known. */
import { amountOf, asKind, exactly, type Amount, type Thing } from './things';

const ANY: Amount = { least: 0, most: Infinity };

export function times(...amounts: readonly Amount[]): Amount {
  const product = (values: readonly number[]): number => (values.includes(0) ? 0 : values.reduce((a, b) => a * b, 1));
  return { least: product(amounts.map(({ least }) => least)), most: product(amounts.map(({ most }) => most)) };
}

export function plus(...amounts: readonly Amount[]): Amount {
  return {
    least: amounts.reduce((sum, { least }) => sum + least, 0),
    most: amounts.reduce((sum, { most }) => sum + most, 0),
  };
}

/** The whole part of a quotient; of an unknown divisor nothing is known but that it is 1 or more. */
export function over(amount: Amount, divisor: Amount): Amount {
  const least = divisor.most === Infinity ? 0 : Math.floor(amount.least / Math.max(1, divisor.most));
  return { least, most: Math.floor(amount.most / Math.max(1, divisor.least)) };
}

/** A count, which a setting holds; anything where it cannot be told. */
export const countOf = (thing: Thing | undefined): Amount => amountOf(thing) ?? ANY;

/** All or nothing, as a switch says; one of both where it cannot be told. */
export function onlyIf(truth: boolean | undefined, amount: Amount): Amount {
  if (truth === undefined) return { least: 0, most: amount.most };
  return truth ? amount : exactly(0);
}

/** The product of a size written once for all sides or as a list: kernels, shapes to normalise. */
export function sizeOf(thing: Thing | undefined, sides: number): Amount {
  const list = asKind(thing, 'list');
  if (list) return list.exact ? times(...list.items.map(countOf)) : ANY;
  return times(...Array.from({ length: sides }, () => countOf(thing)));
}
