/** The sides of tensors: arithmetic where some may not be known. */
import { times } from './amounts';
import { asKind, exactly, tensorOf, type Amount, type Tensor, type Thing } from './things';

export type Side = number | null;
export type Sides = readonly Side[];

const ANY: Amount = { least: 0, most: Infinity };

export const numberOf = (thing: Thing | undefined): Side => (typeof thing === 'number' ? thing : null);

/** A setting written once for all sides or as a list. */
export function sidesOf(thing: Thing | undefined, count: number): Sides {
  const list = asKind(thing, 'list');
  return list ? list.items.map(numberOf) : Array.from({ length: count }, () => numberOf(thing));
}

export function sizeOfAll(sides: Sides): Side {
  return sides.reduce<Side>((product, side) => (product === null || side === null ? null : product * side), 1);
}

export const amountOfSide = (side: Side | undefined): Amount => (typeof side === 'number' ? exactly(side) : ANY);

/** How many numbers lie in some sides; anything where one is not known. */
export const amountOfAll = (sides: Sides | null): Amount => (sides ? times(...sides.map(amountOfSide)) : ANY);

/** What a function makes of tensors. */
export const derived = (shape: Tensor['shape'], inputs: readonly Tensor[], work: Amount = exactly(0)): Tensor =>
  tensorOf(shape, { layer: null, inputs, work });

/** The place of an axis, which may be counted from the end; undefined where there is none. */
export function axisOf(shape: Sides, axis: Thing | undefined): number | undefined {
  if (typeof axis !== 'number') return undefined;
  const at = axis < 0 ? shape.length + axis : axis;
  return at >= 0 && at < shape.length ? at : undefined;
}

/** The sides with one that follows from the others, written as -1, worked out; null where it cannot be. */
export function filled(whole: Side, sides: Sides): Sides | null {
  if (sides.some((one) => one === null)) return sides.includes(-1) ? null : sides;
  if (!sides.includes(-1)) return whole === null || sizeOfAll(sides) === whole ? sides : null;
  const others = sizeOfAll(sides.filter((one) => one !== -1));
  const free = whole === null || others === null || others === 0 ? null : whole / others;
  if (free === null || !Number.isInteger(free)) return null;
  return sides.map((one) => (one === -1 ? free : one));
}

/** Of a window that moves over a padded side. */
export function windows(size: Side, window: Sides, rounds: 'down' | 'up' = 'down'): Side {
  const [kernel = null, stride = null, padding = null, dilation = null] = window;
  if (size === null || kernel === null || stride === null || padding === null || dilation === null) return null;
  const room = size + 2 * padding - dilation * (kernel - 1) - 1;
  if (room < 0) return null;
  if (rounds === 'down') return Math.floor(room / stride) + 1;
  const places = Math.ceil(room / stride) + 1;
  return (places - 1) * stride >= size + padding ? places - 1 : places;
}
