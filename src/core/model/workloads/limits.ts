/** How many rows, or which part of them, a call lets through: `select`, `head`, `sample`, `Subset`, `random_split`, `reshape`. */
import type { Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { type DataFacts, partOf, remainder } from './data-facts';
import { assumed, numberOf } from './fact';
import { fewest, greatest, rows, slicedRows } from './rows';
import { behind, lengthShare } from './shares';

/** What keeps a given number of rows; `head` and `sample` of pandas and `take` of data sets count them themselves. */
const LIMITS = new Set(['select', 'head', 'sample', 'Subset', 'take']);

const plainOf = ({ args }: Call): readonly Expr[] =>
  args.filter((one) => one.name === null && one.star === '').map((one) => one.value);

const named = ({ args }: Call, ...names: readonly string[]): Expr | undefined =>
  args.find((one) => one.name !== null && names.includes(one.name))?.value;

/** `np.reshape(series, (1, n, 1))`, `x.reshape(60000, 784)`: the first of the sizes. */
function reshapedRows(model: Model, call: Call, name: string): Fact<number> {
  const plain = plainOf(call);
  const shape = /^(numpy|tensorflow|torch)\./.test(name) ? plain[1] : plain[0];
  const first = shape?.kind === 'tuple' || shape?.kind === 'list' ? shape.items[0] : shape;
  const count = first && greatest(model, first);
  return first && count !== undefined && count > 0 ? rows(count, first) : null;
}

/** `ds.select(range(1000))`, `Subset(ds, indices[:100])`, `frame.head(200)`, `x.reshape(60000, 784)`. */
export function limitedRows(model: Model, call: Call, name: string): Fact<number> {
  const last = lastPart(name);
  if (last === 'reshape') return reshapedRows(model, call, name);
  const limit = limitOf(call, last);
  const count = limit && countIn(model, limit);
  return limit && count !== undefined && count > 0 ? rows(count, limit) : null;
}

function limitOf(call: Call, last: string): Expr | undefined {
  if (!LIMITS.has(last)) return undefined;
  const plain = plainOf(call);
  return named(call, 'n', 'indices', 'count') ?? (last === 'Subset' ? plain[1] : plain[0]);
}

/** A number of rows, or how many indices a list of them has. */
function countIn(model: Model, limit: Expr): number | undefined {
  const only = model.value(limit).alternatives[0];
  if (only?.type === 'sequence' && only.length !== null) return only.length;
  return drawnIndices(model, limit) ?? greatest(model, limit);
}

/** How many rows are drawn, or cut out, by indices that a name or a call holds. */
export function drawnIndices(model: Model, limit: Expr): number | undefined {
  const source = behind(limit);
  if (source.kind === 'subscript') return slicedRows(model, source)?.value;
  if (source.kind === 'call' && calleeName(source) === 'range' && source.args.length === 1) {
    const [stop] = source.args;
    return stop && greatest(model, stop.value);
  }
  if (source.kind === 'call' && /^(choice|sample|choices|randint)$/.test(calleeName(source))) {
    const drawn = named(source, 'size', 'k') ?? plainOf(source).at(calleeName(source) === 'randint' ? 2 : 1);
    return drawn && greatest(model, drawn);
  }
  return undefined;
}

/** `frame.sample(frac=0.1)`, `data.shard(num_shards=10, index=0)`, `Subset(data, range(len(data) // 10))`. */
function sampledPart(model: Model, call: Call, name: string): Fact<number> {
  const last = lastPart(name);
  if (last === 'shard') {
    const shards = numberOf(model, named(call, 'num_shards') ?? plainOf(call)[0]);
    return shards && shards.value > 0 ? { ...shards, value: 1 / shards.value } : null;
  }
  const written = last === 'sample' ? numberOf(model, named(call, 'frac')) : null;
  const limit = limitOf(call, last);
  return written ?? (limit ? shareIn(model, limit) : null);
}

/** The part that a number of rows is, or that a range of indices holds. */
function shareIn(model: Model, limit: Expr): Fact<number> {
  const source = behind(limit);
  const isRange = source.kind === 'call' && calleeName(source) === 'range' && source.args.length === 1;
  const share = lengthShare(model, isRange ? source.args[0]?.value : source);
  return share === undefined || share >= 1 ? null : rows(share, limit);
}

/** `random_split(data, [50_000, 10_000])`: the length, or the part, at one place. */
export function splitPart(model: Model, call: Call, index: number): Fact<number> {
  const lengths = named(call, 'lengths') ?? plainOf(call)[1];
  const [only] = lengths ? model.value(lengths).alternatives : [];
  const item = only?.type === 'sequence' ? only.items?.[index] : undefined;
  const length = numberOf(model, item) ?? (item ? shareIn(model, item) : null);
  return length && length.value > 0 ? length : null;
}

/** The rows that `train_test_split` of scikit-learn keeps back. */
export function splitTest(model: Model, call: Call, found: DataFacts): DataFacts {
  const [test, train] = [named(call, 'test_size'), named(call, 'train_size')].map((one) => numberOf(model, one));
  const rest = train && train.value < 1 ? { ...train, value: 1 - train.value } : null;
  const part = test ?? rest ?? (named(call, 'test_size', 'train_size') ? null : TESTED);
  if (!part) return found;
  return part.value < 1 ? partOf(found, part) : { ...found, samples: fewest(found.samples, part) };
}

const TESTED = assumed(0.25, 'default of train_test_split');

/** The training rows after `train_test_split`, whose default test share is 0.25. */
export function splitRest(model: Model, call: Call, name: string, found: DataFacts): DataFacts {
  const given = (name: string): Fact<number> => numberOf(model, call.args.find((one) => one.name === name)?.value);
  // The method of a data set takes the size first, the function of scikit-learn the arrays.
  const first = call.args.find((one) => one.name === null && one.star === '')?.value;
  const isMethod = call.func.kind === 'attribute' && !/^sklearn\./.test(name);
  const [train, test] = [given('train_size'), given('test_size') ?? (isMethod ? numberOf(model, first) : null)];
  if (train)
    return train.value <= 1 ? partOf(found, train, remainder) : { ...found, samples: fewest(found.samples, train) };
  const written = call.args.some((one) => one.name === 'test_size');
  const tested = test ?? (written ? null : TESTED);
  if (!tested) return found;
  if (tested.value < 1) return partOf(found, { ...tested, value: 1 - tested.value }, remainder);
  const kept = (found.samples?.value ?? 0) - tested.value;
  return found.samples && kept > 0 ? { ...found, samples: { ...found.samples, value: kept } } : found;
}

/** What a call leaves of the rows of its data. */
export function limited(model: Model, call: Call, name: string, found: DataFacts): DataFacts {
  const limit = limitedRows(model, call, name);
  const part = limit ? null : sampledPart(model, call, name);
  if (part) return partOf(found, part);
  return { ...found, samples: fewest(found.samples, inRows(limit, name, found)) };
}

/** `data.batch(32).take(10)`: ten batches. */
function inRows(limit: Fact<number>, name: string, { batchSize }: DataFacts): Fact<number> {
  if (!limit || !/\bbatch\(\)\.(.*\.)?take$/.test(name)) return limit;
  return batchSize && { ...limit, value: limit.value * batchSize.value };
}

/** `pd.concat([a, b], axis=1)`: the columns of tables with the same rows. */
export function isSideways(model: Model, call: Call): boolean {
  const axis = call.args.find((one) => one.name === 'axis')?.value;
  return axis !== undefined && numberOf(model, axis)?.value !== 0;
}
