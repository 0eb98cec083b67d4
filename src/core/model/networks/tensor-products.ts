/** Functions that multiply tensors: what comes out and how many multiply-accumulates it takes. */
import { times } from './amounts';
import { broadcast } from './broadcast';
import { amountOfAll, amountOfSide, derived, type Sides } from './sides';
import { asKind, exactly, type Tensor, type Thing } from './things';

const shapeOfAny = (thing: Thing | undefined): Tensor['shape'] =>
  asKind(thing, 'tensor')?.shape ?? asKind(thing, 'parameter')?.shape ?? null;

const tensorsAmong = (...things: readonly (Thing | undefined)[]): readonly Tensor[] =>
  things.flatMap((one) => asKind(one, 'tensor') ?? []);

/** `a @ b`. */
export function product(a: Thing | undefined, b: Thing | undefined): Tensor {
  return multiplied(shapeOfAny(a), shapeOfAny(b), tensorsAmong(a, b));
}

function multiplied(left: Sides | null, right: Sides | null, inputs: readonly Tensor[]): Tensor {
  if (!left || !right || left.length === 0 || right.length === 0) return derived(null, inputs, amountOfAll(null));
  const inner = left.at(-1) ?? right.at(-2) ?? right[0] ?? null;
  if (right.length === 1) return derived(left.slice(0, -1), inputs, amountOfAll(left));
  const meets = right.at(-2) ?? null;
  if (inner !== null && meets !== null && inner !== meets) return derived(null, inputs, amountOfAll(null));
  const outer = broadcast(left.slice(0, -2), right.slice(0, -2)) ?? [];
  const shape = [...outer, ...(left.length > 1 ? [left.at(-2) ?? null] : []), right.at(-1) ?? null];
  return derived(shape, inputs, times(amountOfAll(shape), amountOfSide(inner)));
}

/** `F.scaled_dot_product_attention(q, k, v)`. */
export function attended(query: Thing | undefined, key: Thing | undefined, value: Thing | undefined): Tensor {
  const [q, k, v] = [query, key, value].map(shapeOfAny);
  const inputs = tensorsAmong(query, key, value);
  if (!q || !k || !v) return derived(null, inputs, amountOfAll(null));
  const places = times(amountOfAll(q.slice(0, -1)), amountOfSide(k.at(-2)));
  const width = times(exactly(1), amountOfSide(q.at(-1)));
  const work = times(places, { least: width.least + (v.at(-1) ?? 0), most: width.most + (v.at(-1) ?? Infinity) });
  return derived([...q.slice(0, -1), v.at(-1) ?? null], inputs, work);
}

/** `F.linear(x, weight)`: the weight is written with its outputs first. */
export function linear(input: Thing | undefined, weight: Thing | undefined): Tensor {
  const [shape, matrix] = [shapeOfAny(input), shapeOfAny(weight)];
  return multiplied(shape, matrix?.length === 2 ? [...matrix].reverse() : null, tensorsAmong(input, weight));
}

/** `torch.einsum("bhqd,bhkd->bhqk", q, k)`: one product for each value that all letters take, of two operands. */
export function einsum(equation: Thing | undefined, operands: readonly Thing[]): Tensor {
  const inputs = tensorsAmong(...operands);
  const unknown = derived(null, inputs, amountOfAll(null));
  if (typeof equation !== 'string' || equation.includes('.') || operands.length > 2) return unknown;
  const [from = '', to] = equation.replaceAll(' ', '').split('->');
  const sizes = new Map<string, number>();
  for (const [at, letters] of from.split(',').entries()) {
    const shape = shapeOfAny(operands[at]);
    if (shape?.length !== letters.length) return unknown;
    for (const [index, side] of shape.entries()) {
      if (side === null) return unknown;
      sizes.set(letters[index] ?? '', Math.max(side, sizes.get(letters[index] ?? '') ?? 0));
    }
  }
  if (to === undefined) return unknown;
  const work = operands.length < 2 ? exactly(0) : times(...[...sizes.values()].map(exactly));
  return derived(
    to.split(/(?:)/u).map((letter) => sizes.get(letter) ?? null),
    inputs,
    work,
  );
}
