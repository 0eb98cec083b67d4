/** How many rows an expression is sure to have at most: slices, `select(range(n))`, `split="train[:n]"`, random arrays. */
import type { Call, Expr, Subscript } from '../../syntax/ast';
import type { Model } from '../model';
import type { Fact } from '../workload';
import { spanOf } from '../../text/span';

/** `x[:n]`, `x[a:b]`, `frame.iloc[:n]`: the rows that the slice lets through. */
export function slicedRows(model: Model, { index }: Subscript): Fact<number> {
  const first = index[0];
  if (first?.kind !== 'slice') return null;
  // The parts of a slice are not told apart by the tree; its source is short.
  const source = model.program.text.slice(first.start, first.end);
  const [start = '', stop = '', step = ''] = source.split(':').map((part) => part.trim());
  if (step !== '' || stop === '') return null;
  const [from, to] = [start, stop].map((part) => boundOf(model, first.parts, part));
  return from === undefined || to === undefined || to <= from ? null : rows(to - from, first);
}

/** The value of the bound written as `source`; 0 where nothing is written. */
function boundOf(model: Model, parts: readonly Expr[], source: string): number | undefined {
  if (source === '') return 0;
  const part = parts.find((one) => model.program.text.slice(one.start, one.end) === source);
  return part && greatest(model, part);
}

const rows = (value: number, node: Expr): Fact<number> => ({
  value,
  certainty: 'known',
  span: spanOf(node),
  note: null,
});

/** The greatest number that an expression may be worth; undefined when it cannot be told or may be overridden. */
function greatest(model: Model, expression: Expr): number | undefined {
  const value = model.value(expression);
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  return value.certainty === 'known' && numbers.length > 0 && !numbers.some(Number.isNaN)
    ? Math.max(...numbers)
    : undefined;
}

/** Methods that keep a given number of rows; `head` and `sample` of pandas count rows themselves. */
const LIMITS = new Set(['select', 'head', 'sample', 'Subset']);

/** `np.reshape(series, (1, n, 1))`, `x.reshape(60000, 784)`: the first of the sizes. */
function reshapedRows(model: Model, { args }: Call, name: string): Fact<number> {
  const plain = args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const shape = /^(numpy|tensorflow|torch)\./.test(name) ? plain[1] : plain[0];
  const first = shape?.kind === 'tuple' || shape?.kind === 'list' ? shape.items[0] : shape;
  const count = first && greatest(model, first);
  return first && count !== undefined && count > 0 ? rows(count, first) : null;
}

/** `ds.select(range(1000))`, `Subset(ds, range(1000))`, `frame.head(200)`, `x.reshape(60000, 784)`. */
export function limitedRows(model: Model, call: Call, name: string): Fact<number> {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (last === 'reshape') return reshapedRows(model, call, name);
  if (!LIMITS.has(last)) return null;
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const given = call.args.find((one) => one.name === 'n' || one.name === 'indices')?.value;
  const limit = given ?? (last === 'Subset' ? plain[1] : plain[0]);
  if (!limit) return null;
  const only = model.value(limit).alternatives[0];
  const count = only?.type === 'sequence' ? (only.length ?? undefined) : greatest(model, limit);
  return count !== undefined && count > 0 ? rows(count, limit) : null;
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

const BY_DIMENSIONS = /^(numpy\.random\.(.*\(\)\.)?(rand|randn)|torch\.(rand|randn))$/;
const BY_SHAPE = /^(numpy\.(zeros|ones)|torch\.(zeros|ones|empty)|numpy\.random\.(.*\(\)\.)?random(_sample)?)$/;
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

/** Rows of an array that is made up on the spot: `rng.rand(40, 1)`, `np.random.normal(size=(n, 2))`, `np.array([[1], [2]])`. */
export function madeRows(model: Model, call: Call, name: string): Fact<number> {
  const literal = literalRows(model, call, name);
  if (literal) return literal;
  if (name === 'pandas.read_csv') return readRows(model, call);
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const size = call.args.find((one) => one.name === 'size' || one.name === 'shape')?.value;
  const shape = size ?? (BY_DIMENSIONS.test(name) || BY_SHAPE.test(name) ? plain[0] : undefined);
  if (!shape || !(BY_DIMENSIONS.test(name) || BY_SHAPE.test(name) || BY_SIZE.test(name))) return null;
  const first = shape.kind === 'tuple' || shape.kind === 'list' ? shape.items[0] : shape;
  const count = first && greatest(model, first);
  return count !== undefined && count > 0 ? rows(count, shape) : null;
}

/** `pd.read_csv("train.csv", nrows=1_000_000)`. */
function readRows(model: Model, call: Call): Fact<number> {
  const given = call.args.find((one) => one.name === 'nrows')?.value;
  const count = given && greatest(model, given);
  return given && count !== undefined && count > 0 ? rows(count, given) : null;
}

/** The smaller of two limits. */
export function fewest(a: Fact<number>, b: Fact<number>): Fact<number> {
  if (!a || !b) return a ?? b;
  return b.value < a.value ? b : a;
}
