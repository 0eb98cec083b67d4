/** Takes axes of tensors together, apart, and into another order. */
import { axisOf, numberOf, sidesOf, sizeOfAll, type Sides } from './sides';
import { asKind, listOf, type Given, type Thing } from './things';

type Shape = Sides | null;

export const axisIn = ({ plain, named }: Given, at: number): Thing | undefined =>
  named.get('dim') ?? named.get('axis') ?? plain[at];

/** `(2, 3)` and `2, 3`. */
export function listed({ plain, named }: Given, ...names: readonly string[]): Sides | null {
  const given = names.map((name) => named.get(name)).find((one) => one !== undefined);
  const [first] = plain;
  const list = given ?? (first !== undefined && asKind(first, 'list') ? first : listOf([...plain]));
  return asKind(list, 'list')?.exact === false ? null : sidesOf(list, 1);
}

export function flattened(shape: Sides, start: Thing, end: Thing): Shape {
  const [from, to] = [axisOf(shape, start), axisOf(shape, end)];
  if (from === undefined || to === undefined) return null;
  return [...shape.slice(0, from), sizeOfAll(shape.slice(from, to + 1)), ...shape.slice(to + 1)];
}

export function squeezed(shape: Sides, axis: Thing | undefined): Shape {
  if (axis === undefined || axis === null) return shape.includes(null) ? null : shape.filter((one) => one !== 1);
  const axes = (asKind(axis, 'list')?.items ?? [axis]).map((one) => axisOf(shape, one));
  if (axes.includes(undefined)) return null;
  return shape.filter((one, at) => !(axes.includes(at) && one === 1));
}

/** `expand(b, -1, -1)`, `repeat(1, 2)`. */
export function repeated(shape: Sides, name: string, given: Given): Shape {
  const sides = listed(given, 'shape', 'size', 'sizes', 'repeats', 'multiples');
  const padded = (length: number): Sides => [...Array.from({ length: length - shape.length }, () => 1), ...shape];
  switch (name) {
    case 'expand':
    case 'broadcast_to': {
      if (!sides || sides.length < shape.length) return null;
      const before = padded(sides.length);
      return sides.map((one, at) => (one === -1 ? (before[at] ?? null) : one));
    }
    case 'repeat':
    case 'tile': {
      if (!sides || sides.length < shape.length) return null;
      const before = padded(sides.length);
      return sides.map((one, at) => sizeOfAll([one, before[at] ?? null]));
    }
    case 'repeat_interleave': {
      const at = axisOf(shape, axisIn(given, 1));
      const times = numberOf(given.plain[0] ?? given.named.get('repeats'));
      return at === undefined ? null : shape.map((one, index) => (index === at ? sizeOfAll([one, times]) : one));
    }
    default:
      return null;
  }
}

/** Axes in another order, and parts of one axis. */
export function ordered(shape: Sides, name: string, given: Given): Shape {
  const places = listed(given, 'dims', 'perm', 'axes')?.map((one) => axisOf(shape, one));
  switch (name) {
    case 't':
      return [...shape].reverse();
    case 'permute':
    case 'transpose':
    case 'swapaxes': {
      if (!places || places.includes(undefined)) return null;
      const [a = 0, b = 0] = places as number[];
      if (name !== 'permute' && places.length === 2 && shape.length !== 2) {
        const named = given.named.has('perm') || given.named.has('axes');
        return named ? null : shape.map((one, at) => (at === a ? shape[b] : at === b ? shape[a] : one) ?? null);
      }
      if (places.length === 0) return [...shape].reverse();
      return places.length === shape.length ? (places as number[]).map((at) => shape[at] ?? null) : null;
    }
    case 'narrow':
    case 'select': {
      const at = axisOf(shape, axisIn(given, 0));
      const length = numberOf(given.named.get('length') ?? given.plain[2]);
      if (at === undefined) return null;
      return name === 'select'
        ? shape.filter((_, index) => index !== at)
        : shape.map((one, index) => (index === at ? length : one));
    }
    case 'pad':
      return padded(shape, given.plain[0] ?? given.named.get('pad'));
    default:
      return null;
  }
}

/** `F.pad(x, (1, 1, 2, 2))`: pairs, the last side first. */
export function padded(shape: Sides, written: Thing | undefined): Shape {
  const pairs = asKind(written, 'list')?.items.map(numberOf);
  if (!pairs || pairs.length % 2 !== 0) return null;
  return shape.map((one, at) => {
    const index = 2 * (shape.length - 1 - at);
    if (index >= pairs.length) return one;
    const [before, after] = [pairs[index] ?? null, pairs[index + 1] ?? null];
    return one === null || before === null || after === null ? null : one + before + after;
  });
}
