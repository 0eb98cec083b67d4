/** The dimensions of a loop: the parameters that it varies, with how many values each. */
import type { Binding, Call, Expr, For } from '../../syntax/ast';
import type { Model } from '../model';
import type { Count } from './count';
import { lengthOf, parameterGridOf, readSpace } from './grid';
import { iterations } from './iterations';

export interface Dimension {
  readonly name: string;
  readonly count: Count | null;
  readonly loop: For;
}

/** Variables that stand for data, seeds, folds and repeats, by the words of the field; and for whole estimators. */
const NO_DIMENSION =
  /^(_*|seeds?|random_state|rs|rng|folds?|k_?fold|splits?|epochs?|steps?|iteration|iters?|it|rep|reps|repeats?|repetition|runs?|trials?|num_run|data\w*|ds|df|files?|filename|path|subjects?|targets?|features?|feats?|cols?|columns?|tickers?|symbols?|stations?|tasks?|city|horizon|lookback|models?|model_name|clf|classifiers?|estimators?|regressors?|algorithm|name|label|train|test|train_ind\w*|test_ind\w*|ax|axes|axi|fig|country|group|category|env\w*|games?|agents?|algos?|methods?|scenarios?|lang\w*|domains?|arch\w*|backbones?|nets?|net_name|gpus?|devices?|ranks?|workers?|clients?|users?|rounds?|stages?|phases?|generations?|gen|individual|episodes?|seasons?|months?|years?|days?|dates?|weeks?|batch_idx|X\w*|y\w*)$/i;

/** `for name, number in dataset_map`: whatever its variables are called, such a loop goes through data. */
const OVER_DATA = /^(all_|the_)?data_?(set|frame)?s?(_|$)|(^|_)data_?(set|frame)s?$/i;

/** The dimensions of a loop whose variables are among `used`; null when it is no such loop. */
export function dimensionsOf(model: Model, loop: For, used: readonly Binding[]): readonly Dimension[] {
  const isOverData = loop.iter.kind === 'name' && OVER_DATA.test(loop.iter.id);
  const own = isOverData ? [] : used.filter((one) => !NO_DIMENSION.test(one.name));
  const found = own.flatMap(({ name, path }) => varied(model, loop.iter, name, path).map((one) => ({ ...one, loop })));
  // `for a, b in pairs` walks through one list; only a product multiplies.
  const isOne = own.length > 1 && !productOf(model, loop.iter);
  const [first] = found;
  return isOne && first ? [{ ...first, name: own.map((one) => one.name).join(', ') }] : found;
}

type Varied = Omit<Dimension, 'loop'>;

function varied(model: Model, iterable: Expr, name: string, path: readonly number[]): readonly Varied[] {
  const product = productOf(model, iterable);
  if (product) return productDimensions(model, product, name, path);
  if (parameterGridOf(model, iterable)) return gridDimensions(model, iterable);
  if (iterable.kind === 'call' && iterable.func.kind === 'name') {
    const inner = iterable.args[0]?.value;
    if (iterable.func.id === 'enumerate' && inner) {
      if (path.length === 0) return [];
      return path[0] === 1 ? varied(model, inner, name, path.slice(1)) : [];
    }
    if (/^(tqdm|sorted|reversed|list)$/.test(iterable.func.id) && inner) return varied(model, inner, name, path);
  }
  return holdsObjects(model, iterable, path) ? [] : [{ name, count: iterations(model, iterable) }];
}

/** `itertools.product(a, b)`, also through a variable or `list(...)`. */
function productOf(model: Model, iterable: Expr): Call | undefined {
  for (const origin of model.origins(iterable)) {
    if (origin.kind !== 'result') continue;
    if (origin.of === 'itertools.product') return origin.call;
    const first = origin.call.args[0]?.value;
    if (/^(builtins\.(list|tuple)|tqdm\.tqdm)$/.test(origin.of) && first) return productOf(model, first);
  }
  return undefined;
}

function productDimensions(model: Model, call: Call, name: string, path: readonly number[]): readonly Varied[] {
  const parts = call.args.flatMap(({ star, value, name: keyword }): readonly Varied[] => {
    if (keyword !== null) return [{ name: keyword, count: null }];
    if (star === '*') return starred(model, value);
    return [{ name: nameOf(value), count: lengthOf(model.value(value)) ?? iterations(model, value) }];
  });
  const [index] = path;
  if (index === undefined) return parts;
  const part = parts[index];
  return part ? [{ ...part, name }] : [];
}

/** `product(*grid.values())` */
function starred(model: Model, value: Expr): readonly Varied[] {
  const unknown: Varied = { name: 'values', count: null };
  if (value.kind !== 'call' || value.func.kind !== 'attribute' || value.func.attr !== 'values') return [unknown];
  return gridDimensions(model, value.func.value);
}

function gridDimensions(model: Model, grid: Expr): readonly Varied[] {
  const parts = readSpace(model, grid);
  const [only] = parts ?? [];
  if (!only?.complete || parts?.length !== 1) return [{ name: 'values', count: null }];
  return [...only.values].filter(([name]) => !NO_DIMENSION.test(name)).map(([name, count]) => ({ name, count }));
}

const nameOf = (value: Expr): string => (value.kind === 'name' ? value.id : 'values');

/** A list of estimators, functions or arrays is a comparison, not a range of settings. */
function holdsObjects(model: Model, iterable: Expr, path: readonly number[]): boolean {
  return model.value(iterable).alternatives.some((one) => {
    if (one.type !== 'sequence' || !one.items) return false;
    return one.items.some((item) => isObject(model, pick(item, path)));
  });
}

function pick(item: Expr, path: readonly number[]): Expr {
  const [index] = path;
  return index !== undefined && (item.kind === 'tuple' || item.kind === 'list') ? (item.items[index] ?? item) : item;
}

function isObject(model: Model, item: Expr): boolean {
  if (item.kind === 'call') return true;
  if (item.kind !== 'name' && item.kind !== 'attribute') return false;
  return model.origins(item).some((one) => one.kind !== 'parameter');
}
