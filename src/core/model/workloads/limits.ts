/** How many rows, or which part of them, a call lets through: `select`, `head`, `sample`, `Subset`, `random_split`, `reshape`. */
import type { Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { type DataFacts, partOf, remainder } from './data-facts';
import { assumed, numberOf } from './fact';
import { fewest, greatest, rows, slicedRows } from './rows';

/** Methods that keep a given number of rows; `head` and `sample` of pandas count rows themselves. */
const LIMITS = new Set(['select', 'head', 'sample', 'Subset']);

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
  if (!LIMITS.has(last)) return null;
  const plain = plainOf(call);
  const limit = named(call, 'n', 'indices', 'count') ?? (last === 'Subset' ? plain[1] : plain[0]);
  const count = limit && countIn(model, limit);
  return limit && count !== undefined && count > 0 ? rows(count, limit) : null;
}

/** A number of rows, or how many indices a list of them has. */
function countIn(model: Model, limit: Expr): number | undefined {
  const only = model.value(limit).alternatives[0];
  if (only?.type === 'sequence' && only.length !== null) return only.length;
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
  return greatest(model, limit);
}

/** What a name was given. */
function behind(limit: Expr): Expr {
  if (limit.kind !== 'name') return limit;
  const [only, ...others] = reachingBindings(limit);
  return only?.value && only.kind === 'assign' && others.length === 0 && only.path.length === 0 ? only.value : limit;
}

/** `frame.sample(frac=0.1)`. */
export function sampledPart(model: Model, call: Call, name: string): Fact<number> {
  return lastPart(name) === 'sample' ? numberOf(model, named(call, 'frac')) : null;
}

/** `random_split(data, [50_000, 10_000])`: the length, or the part, at one place. */
export function splitPart(model: Model, call: Call, index: number): Fact<number> {
  const lengths = named(call, 'lengths') ?? plainOf(call)[1];
  const [only] = lengths ? model.value(lengths).alternatives : [];
  const item = only?.type === 'sequence' ? only.items?.[index] : undefined;
  const length = numberOf(model, item);
  return length && length.value > 0 ? length : null;
}

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
  const tested = test ?? (written ? null : assumed(0.25, 'default of train_test_split'));
  if (!tested) return found;
  if (tested.value < 1) return partOf(found, { ...tested, value: 1 - tested.value }, remainder);
  const kept = (found.samples?.value ?? 0) - tested.value;
  return found.samples && kept > 0 ? { ...found, samples: { ...found.samples, value: kept } } : found;
}
