/** How many rows an expression is sure to have at most: slices, `select(range(n))`, `split="train[:n]"`, random arrays. */
import type { Call, Expr, Name, Subscript } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { spanOf } from '../../text/span';

/** `x[:n]`, `x[a:b]`, `x[-n:]`, `frame.iloc[:n]`: the rows that the slice lets through. */
export function slicedRows(model: Model, subscript: Subscript): Fact<number> {
  const bounds = sliceOf(model, subscript);
  const [first] = subscript.index;
  if (!bounds || !first || bounds.step) return null;
  const from = bounds.start ? greatest(model, bounds.start) : 0;
  const to = bounds.stop ? greatest(model, bounds.stop) : from !== undefined && from < 0 ? 0 : undefined;
  return from === undefined || to === undefined || to <= from ? null : rows(to - from, first);
}

/** What is written between the colons. */
export interface Slice {
  readonly start?: Expr | undefined;
  readonly stop?: Expr | undefined;
  readonly step?: Expr | undefined;
}

/** The parts of the first slice in a subscript; undefined where it has none, or one that cannot be told apart. */
export function sliceOf(model: Model, { index }: Subscript): Slice | undefined {
  const [first] = index;
  if (first?.kind !== 'slice') return undefined;
  // The parts of a slice are not told apart by the tree; its source is short.
  const written = model.program.text.slice(first.start, first.end).split(':');
  const parts = written.map((one) => first.parts.find((part) => textOf(model, part) === one.trim()));
  const isRead = written.every((one, at) => one.trim() === '' || parts[at] !== undefined);
  return isRead ? { start: parts[0], stop: parts[1], step: parts[2] } : undefined;
}

export const rows = (value: number, node: Expr): Fact<number> => ({
  value,
  certainty: 'known',
  span: spanOf(node),
  note: null,
});

/** The greatest number that an expression may be worth; undefined when it cannot be told or may be overridden. */
export function greatest(model: Model, expression: Expr): number | undefined {
  const value = model.value(expression);
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  if (value.certainty === 'known' && numbers.length > 0 && !numbers.some(Number.isNaN)) return Math.max(...numbers);
  if (expression.kind === 'call') return greatestOfLeast(model, expression);
  return expression.kind === 'name' ? greatestOfLoop(model, expression) : undefined;
}

/** `min(1000, len(data))` is a thousand at most. */
function greatestOfLeast(model: Model, { func, args }: Call): number | undefined {
  if (func.kind !== 'name' || func.id !== 'min' || args.length < 2) return undefined;
  const bounds = args.flatMap(({ name, star, value }) =>
    name === null && star === '' ? (greatest(model, value) ?? []) : [],
  );
  return bounds.length > 0 ? Math.min(...bounds) : undefined;
}

/** `for n in [100, 1000]`: the last and largest of what a loop goes through. */
function greatestOfLoop(model: Model, name: Name): number | undefined {
  const [only, ...others] = reachingBindings(name);
  if (only?.kind !== 'for' || others.length > 0 || only.path.length > 0 || !only.value) return undefined;
  const [list] = model.value(only.value).alternatives;
  if (list?.type !== 'sequence' || !list.items || list.items.length === 0) return undefined;
  const numbers = list.items.map((item) => greatest(model, item) ?? Number.NaN);
  return numbers.some(Number.isNaN) ? undefined : Math.max(...numbers);
}

/** `load_dataset(name, split="train[:5000]")`, of several splits the largest; a percentage says nothing without the whole. */
export function splitRows(model: Model, call: Call): Fact<number> {
  const split = call.args.find((one) => one.name === 'split')?.value;
  if (!split) return null;
  const parts = split.kind === 'list' || split.kind === 'tuple' ? split.items : [split];
  const counts = parts.map((part) => rowsOfSplit(model, part));
  const known = counts.filter((count) => count !== undefined);
  return known.length > 0 && known.length === counts.length ? rows(Math.max(...known), split) : null;
}

/** `train[:100]`, `train[-10:]`, and their sum `train[:10]+train[-10:]`. */
function rowsOfSplit(model: Model, split: Expr): number | undefined {
  const value = model.value(split);
  const only = value.certainty === 'known' && value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  if (only?.type !== 'string') return undefined;
  let total = 0;
  for (const part of only.value.split('+')) {
    const bounds = /^\w+\[(?:(\d*):(\d+)|-(\d+):)\]$/.exec(part.trim());
    const count = bounds ? Number(bounds[3] ?? Number(bounds[2]) - Number(bounds[1] ?? '')) : 0;
    if (count <= 0) return undefined;
    total += count;
  }
  return total;
}

/** `split="train[:10%]"`: a part of the rows. */
export function splitShare(model: Model, call: Call): Fact<number> {
  const split = call.args.find((one) => one.name === 'split')?.value;
  const value = split && model.value(split);
  const only = value?.alternatives.length === 1 ? value.alternatives[0] : undefined;
  const bounds = only?.type === 'string' ? /^\w+\[(?:(\d+)%)?:(?:(\d+)%)?\]$/.exec(only.value) : null;
  if (!split || !bounds || (bounds[1] === undefined && bounds[2] === undefined)) return null;
  const part = (Number(bounds[2] ?? 100) - Number(bounds[1] ?? 0)) / 100;
  return part > 0 && part < 1 ? rows(part, split) : null;
}

const BY_DIMENSIONS = /^(numpy\.random\.(.*\(\)\.)?(rand|randn)|torch\.(rand|randn))$/;
const BY_SHAPE =
  /^(numpy\.(zeros|ones|empty)|tensorflow\.(random\.(normal|uniform)|zeros|ones)|keras\.random\.(normal|uniform)|torch\.(zeros|ones|empty)|numpy\.random\.(.*\(\)\.)?(random(_sample)?|standard_normal))$/;
/** Torch and SciPy kin whose size comes after other arguments. */
const BY_LATER_SIZE = /^torch\.(randint|normal)$|^numpy\.random\.(.*\(\)\.)?multivariate_normal$/;
const BY_SIZE = /^numpy\.random\.(.*\(\)\.)?(normal|uniform|randint|integers|standard_normal|choice|poisson)$/;

const COUNTED = /^(numpy\.(arange|linspace)|torch\.(arange|linspace))$/;
const WRITTEN_OUT =
  /^(numpy\.(array|asarray)|torch\.(tensor|as_tensor|FloatTensor)|tensorflow\.(constant|convert_to_tensor))$/;

/** `np.array([[0, 0], [0, 1], [1, 0], [1, 1]])`, `np.arange(10)`. */
function literalRows(model: Model, call: Call, name: string): Fact<number> {
  const first = call.args[0]?.value;
  if (first?.kind === 'list' && WRITTEN_OUT.test(name)) {
    const plain = first.items.every(({ kind }) => /^(constant|unary|list|tuple)$/.test(kind));
    return plain && first.items.length > 0 ? rows(first.items.length, first) : null;
  }
  if (!COUNTED.test(name)) return null;
  const value = model.value(call);
  const only = value.certainty === 'known' && value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return only?.type === 'sequence' && only.length ? rows(only.length, call) : null;
}

/** Texts in a list that is written out; words without a space may be names of columns, of files or of models. */
export function writtenTexts(expression: Expr): Fact<number> {
  if (expression.kind !== 'list' && expression.kind !== 'tuple') return null;
  const { items } = expression;
  const isText = (one: Expr): boolean => one.kind === 'constant' && typeof one.value === 'string';
  const spoken = items.filter(
    (one) => one.kind === 'constant' && /[\p{L}\p{N}_]\s+[\p{L}\p{N}_]/u.test(String(one.value)),
  );
  return items.length > 2 && items.every(isText) && spoken.length * 2 > items.length
    ? rows(items.length, expression)
    : null;
}

/** Rows of an array that is made up on the spot: `rng.rand(40, 1)`, `np.random.normal(size=(n, 2))`, `np.array([[1], [2]])`. */
export function madeRows(model: Model, call: Call, name: string): Fact<number> {
  const literal = literalRows(model, call, name);
  if (literal) return literal;
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const size = call.args.find((one) => one.name === 'size' || one.name === 'shape')?.value;
  const first_ = BY_DIMENSIONS.test(name) || BY_SHAPE.test(name);
  const later = BY_LATER_SIZE.test(name) ? plain.slice(2).at(0) : BY_SIZE.test(name) ? plain[2] : undefined;
  const shape = size ?? (first_ ? plain[0] : later);
  if (!shape || !(first_ || BY_SIZE.test(name) || BY_LATER_SIZE.test(name))) return null;
  const first = shape.kind === 'tuple' || shape.kind === 'list' ? shape.items[0] : shape;
  const count = first && greatest(model, first);
  return count !== undefined && count > 0 ? rows(count, shape) : null;
}

/** `np.zeros((len(texts), words))`: as many rows as something else has, which it is filled from. */
export function sizedLike(call: Call, name: string): Expr | undefined {
  const shape = /^numpy\.(zeros|empty)$/.test(name) ? call.args[0]?.value : undefined;
  const first = shape?.kind === 'tuple' ? shape.items[0] : undefined;
  return first?.kind === 'call' && calleeName(first) === 'len' ? first.args[0]?.value : undefined;
}

/** The smaller of two limits. */
export function fewest(a: Fact<number>, b: Fact<number>): Fact<number> {
  if (!a || !b) return a ?? b;
  return b.value < a.value ? b : a;
}
