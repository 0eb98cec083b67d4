/** Follows training data back to the data set it was loaded from or the function that generated it. */
import type { Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import type { Origin } from '../origins';
import type { Fact } from '../workload';
import { argumentNumber, assumed, known, numberOf, stringOf } from './fact';

export interface DataFacts {
  readonly dataset: Fact<string>;
  readonly samples: Fact<number>;
  readonly features: Fact<number>;
  readonly batchSize: Fact<number>;
}

export const NO_DATA: DataFacts = { dataset: null, samples: null, features: null, batchSize: null };

const MAX_DEPTH = 10;
/** Calls that hand on the rows of an argument. */
const FOLLOWED =
  /(^|\.)(train_test_split|random_split|Subset|fit_transform|transform|fit_resample|concat|array|asarray|from_numpy|tensor|as_tensor|TensorDataset|DataLoader|normalize|scale|shuffle|select|map|prepare|setup|from_tensor_slices|batch|prefetch|cache|astype|reshape|to_categorical|StandardScaler)$/;
const RECEIVED = new Set([
  'map',
  'shuffle',
  'select',
  'batch',
  'prefetch',
  'cache',
  'repeat',
  'take',
  'astype',
  'reshape',
  'with_format',
  'remove_columns',
  'rename_column',
  'set_format',
  'train_test_split',
  'filter',
  'copy',
  'values',
  'to_numpy',
  'toarray',
  'drop',
  'iloc',
  'loc',
  'sample',
  'float',
  'unsqueeze',
]);

/** What is known of the data that an expression holds. */
export function dataOf(model: Model, expression: Expr | undefined, depth = 0): DataFacts {
  if (!expression || depth > MAX_DEPTH) return NO_DATA;
  if (expression.kind === 'subscript') return dataOf(model, expression.value, depth + 1);
  if (expression.kind === 'binary') return dataOf(model, expression.left, depth + 1);
  if (expression.kind === 'tuple' || expression.kind === 'list') return dataOf(model, expression.items[0], depth + 1);
  for (const origin of model.origins(expression)) {
    const found = fromOrigin(model, origin, depth);
    if (!isEmpty(found)) return found;
  }
  if (expression.kind === 'call') return fromCall(model, expression, nameOf(expression), depth);
  return expression.kind === 'attribute' ? dataOf(model, expression.value, depth + 1) : NO_DATA;
}

function isEmpty(facts: DataFacts): boolean {
  return !facts.dataset && !facts.samples && !facts.batchSize;
}

function nameOf(call: Call): string {
  return call.func.kind === 'attribute' ? call.func.attr : call.func.kind === 'name' ? call.func.id : '';
}

function fromOrigin(model: Model, origin: Origin, depth: number): DataFacts {
  if (origin.kind === 'result' || origin.kind === 'item') return fromCall(model, origin.call, origin.of, depth);
  return NO_DATA;
}

function fromCall(model: Model, call: Call, name: string, depth: number): DataFacts {
  return named(model, call, name) ?? followed(model, call, name, depth);
}

/** The data set that a loading function names. */
function named(model: Model, call: Call, name: string): DataFacts | undefined {
  const keras = /^keras\.datasets\.(\w+)\.load_data$/.exec(name) ?? /^keras\.datasets\.(\w+)/.exec(name);
  if (keras?.[1]) return { ...NO_DATA, dataset: known(keras[1], call) };
  if (/^sklearn\.datasets\.(make_\w+)$/.test(name)) return generated(model, call, name);
  if (/^sklearn\.datasets\.(load|fetch)_\w+$/.test(name)) return shipped(call, lastPart(name));
  if (/^(torchvision|torchtext|torchaudio)\.datasets\.[A-Z]\w*$/.test(name))
    return { ...NO_DATA, dataset: known(lastPart(name), call) };
  if (name === 'datasets.load_dataset' || name === 'tensorflow_datasets.load') {
    const path = stringOf(model, call.args[0]?.value);
    const config = call.args[1]?.name === null ? stringOf(model, call.args[1].value) : null;
    const text = path && config && path.value === 'glue' ? { ...path, value: `glue/${config.value}` } : path;
    return text ? { ...NO_DATA, dataset: text } : undefined;
  }
  return undefined;
}

/** Rows and columns of the data sets that scikit-learn ships (its user guide, section 8.1). */
const SHIPPED: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  load_iris: [150, 4],
  load_diabetes: [442, 10],
  load_digits: [1797, 64],
  load_linnerud: [20, 3],
  load_wine: [178, 13],
  load_breast_cancer: [569, 30],
};

function shipped(call: Call, name: string): DataFacts {
  const size = SHIPPED[name];
  const dataset = known(name, call);
  return size
    ? { ...NO_DATA, dataset, samples: known(size[0], call), features: known(size[1], call) }
    : { ...NO_DATA, dataset };
}

/** `make_classification(n_samples=100, n_features=20)` and its relatives; the defaults are scikit-learn's. */
function generated(model: Model, call: Call, name: string): DataFacts {
  const at = (index: number, key: string): Expr | undefined =>
    call.args.find((one) => one.name === key)?.value ?? call.args.filter((one) => one.name === null)[index]?.value;
  const wide = /classification$/.test(name) ? 20 : /regression$/.test(name) ? 100 : 2;
  const rows = at(0, 'n_samples');
  const columns = at(1, 'n_features');
  return {
    dataset: known(lastPart(name), call),
    samples: rows ? numberOf(model, rows) : assumed(100, 'default of scikit-learn'),
    features: columns ? numberOf(model, columns) : assumed(wide, 'default of scikit-learn'),
    batchSize: null,
  };
}

function followed(model: Model, call: Call, name: string, depth: number): DataFacts {
  const batch = /(DataLoader|\.batch|^batch)$/.test(name) ? batchOf(model, call, name) : null;
  const first = call.args.find(
    (one) => one.star === '' && (one.name === null || /^(X|x|dataset|data|arrays)$/.test(one.name)),
  )?.value;
  const inner = FOLLOWED.test(name) && first ? dataOf(model, first, depth + 1) : NO_DATA;
  const receiver =
    call.func.kind === 'attribute' && RECEIVED.has(call.func.attr)
      ? dataOf(model, call.func.value, depth + 1)
      : NO_DATA;
  const found = isEmpty(inner) ? receiver : inner;
  const samples =
    /train_test_split$/.test(name) && found.samples ? { ...found, samples: split(model, call, found.samples) } : found;
  return { ...samples, batchSize: batch ?? found.batchSize };
}

function batchOf(model: Model, call: Call, name: string): Fact<number> {
  const parameters = name.endsWith('DataLoader') ? ['dataset', 'batch_size'] : ['batch_size'];
  return argumentNumber(model, model.arguments(call, parameters).get('batch_size'));
}

/** The training rows after `train_test_split`, whose default test share is 0.25. */
function split(model: Model, call: Call, samples: NonNullable<Fact<number>>): Fact<number> {
  const test = call.args.find((one) => one.name === 'test_size')?.value;
  const share = test ? numberOf(model, test)?.value : 0.25;
  if (share === undefined) return samples;
  const kept = share < 1 ? Math.round(samples.value * (1 - share)) : samples.value - share;
  return kept > 0 ? { ...samples, value: kept } : samples;
}
