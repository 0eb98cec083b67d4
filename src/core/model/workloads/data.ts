/** Follows training data back to the data set it was loaded from or the function that generated it. */
import type { Binding, Call, Expr, Name } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { lastPart } from '../canonical';
import { reachingBindings } from '../lookup';
import { moved } from '../answers';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import type { Origin } from '../origins';
import { returnedBy } from '../returns';
import type { Fact } from '../workload';
import { isEmpty, NO_DATA, type DataFacts } from './data-facts';
import { assumed, known, numberOf, stringOf } from './fact';
import { trainingItem, transformedSize } from './image-size';
import { batching, fromDirectory } from './loaders';
import { RECEIVED } from './methods';
import { fewest, limitedRows, madeRows, slicedRows, splitRows } from './rows';
import { kerasData, shipped, wellKnownFile } from './shipped';

const MAX_DEPTH = 10;
/** Calls that hand on the rows of an argument. */
const FOLLOWED =
  /(^|\.)(train_test_split|random_split|Subset|fit_transform|transform|fit_resample|concat|array|asarray|from_numpy|tensor|as_tensor|TensorDataset|DataLoader|normalize|scale|shuffle|select|map|prepare|setup|from_tensor_slices|batch|prefetch|cache|astype|reshape|to_categorical|StandardScaler)$/;

/** What is known of the data that an expression holds. */
export function dataOf(model: Model, expression: Expr | undefined): DataFacts {
  return expression ? dataAt(model, expression) : NO_DATA;
}

const dataAt = perModelAnd((model: Model, expression: Expr) => readData(model, expression, 0), moved);

function readData(model: Model, expression: Expr | undefined, depth: number): DataFacts {
  if (!expression || depth > MAX_DEPTH) return NO_DATA;
  switch (expression.kind) {
    case 'subscript': {
      const whole = readData(model, expression.value, depth + 1);
      return { ...whole, samples: fewest(whole.samples, slicedRows(model, expression)) };
    }
    case 'binary':
      return firstKnown([expression.left, expression.right], (one) => readData(model, one, depth + 1));
    case 'tuple':
    case 'list':
      return readData(model, expression.items[0], depth + 1);
    case 'dict':
      return readData(model, trainingItem(expression), depth + 1);
    case 'comprehension':
      return readData(model, expression.element, depth + 1);
    default:
      return followedData(model, expression, depth);
  }
}

function followedData(model: Model, expression: Expr, depth: number): DataFacts {
  const found = firstKnown(model.origins(expression), (origin) => fromOrigin(model, origin, depth));
  if (!isEmpty(found)) return found;
  if (expression.kind === 'name') return ofName(model, expression, depth);
  if (expression.kind === 'call') {
    const made = model.calleeOf(expression);
    const returned = made ? firstKnown(returnedBy(made), (one) => readData(model, one, depth + 1)) : NO_DATA;
    return isEmpty(returned) ? fromCall(model, expression, nameOf(expression), depth) : returned;
  }
  return expression.kind === 'attribute' ? readData(model, expression.value, depth + 1) : NO_DATA;
}

function ofName(model: Model, name: Name, depth: number): DataFacts {
  const bindings = reachingBindings(name);
  const values = bindings.flatMap(({ value, path }) => (value ? parts(model, value, path) : []));
  const found = firstKnown(values, (one) => readData(model, one, depth + 1));
  return isEmpty(found) ? firstKnown(bindings, (one) => passed(model, one, depth)) : found;
}

/** What the callers of a function pass: of several they are alike, but not equally long. */
function passed(model: Model, { node }: Binding, depth: number): DataFacts {
  const owner = node.kind === 'param' ? enclosingFunction(node) : undefined;
  if (!owner || node.kind !== 'param') return NO_DATA;
  const callers = model.callersOf(owner);
  const values = callers.map((call) => bindingIn(call, owner, node)).filter((value) => value !== undefined);
  const found = firstKnown(values, (one) => readData(model, one, depth + 1));
  return callers.length > 1 ? { ...found, samples: null } : found;
}

/** What unpacking takes out of a value, through what local functions return. */
function parts(model: Model, value: Expr, [index, ...rest]: readonly number[], depth = 0): readonly Expr[] {
  const made = value.kind === 'call' && depth < 3 ? model.calleeOf(value) : undefined;
  if (made)
    return returnedBy(made).flatMap((one) => parts(model, one, index === undefined ? [] : [index, ...rest], depth + 1));
  if (index === undefined) return [value];
  const item = value.kind === 'tuple' || value.kind === 'list' ? value.items[index] : undefined;
  return item ? parts(model, item, rest, depth + 1) : [];
}

function firstKnown<T>(candidates: readonly T[], look: (one: T) => DataFacts): DataFacts {
  for (const candidate of candidates) {
    const found = look(candidate);
    if (!isEmpty(found)) return found;
  }
  return NO_DATA;
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

/** `fetch_openml("adult")` is named by its argument; an id alone says nothing to a reader. */
function openmlName(model: Model, call: Call): Fact<string> {
  return stringOf(model, model.arguments(call, ['name']).get('name')?.value);
}

/** Builders of the datasets library that read files: the file has a name, the format is none. */
const FORMATS = new Set([
  'arrow',
  'audiofolder',
  'csv',
  'imagefolder',
  'json',
  'pandas',
  'parquet',
  'text',
  'webdataset',
]);

/** The data set that a loading function names. */
function named(model: Model, call: Call, name: string): DataFacts | undefined {
  const keras = kerasData(call, name);
  if (keras) return keras;
  if (/^sklearn\.datasets\.(make_\w+)$/.test(name)) return generated(model, call, name);
  if (name === 'sklearn.datasets.fetch_openml') return { ...NO_DATA, dataset: openmlName(model, call) };
  if (/^sklearn\.datasets\.(load|fetch)_\w+$/.test(name)) return shipped(model, call, lastPart(name));
  if (/^(torchvision|torchtext|torchaudio)\.datasets\.[A-Z]\w*$/.test(name))
    return pictures(model, call, lastPart(name));
  if (name === 'datasets.load_dataset' || name === 'tensorflow_datasets.load') {
    const path = stringOf(model, call.args[0]?.value);
    const config = call.args[1]?.name === null ? stringOf(model, call.args[1].value) : null;
    if (path && FORMATS.has(path.value)) return undefined;
    const text = path && config && path.value === 'glue' ? { ...path, value: `glue/${config.value}` } : path;
    return text ? { ...NO_DATA, dataset: text, samples: splitRows(model, call) } : undefined;
  }
  const made = madeRows(model, call, name);
  return made ? { ...NO_DATA, samples: made } : (wellKnownFile(model, call, name) ?? fromDirectory(model, call, name));
}

/** A data set of torchvision; one of a folder has no name of its own. */
function pictures(model: Model, call: Call, name: string): DataFacts {
  const dataset = name === 'ImageFolder' || name === 'DatasetFolder' ? null : known(name, call);
  return { ...NO_DATA, dataset, imageSize: transformedSize(model, call) };
}

/** `make_classification(n_samples=100, n_features=20)` and its relatives; the defaults are scikit-learn's. */
function generated(model: Model, call: Call, name: string): DataFacts {
  const at = (index: number, key: string): Expr | undefined =>
    call.args.find((one) => one.name === key)?.value ?? call.args.filter((one) => one.name === null)[index]?.value;
  const wide = /classification$/.test(name) ? 20 : /regression$/.test(name) ? 100 : 2;
  const rows = at(0, 'n_samples');
  const columns = at(1, 'n_features');
  return {
    ...NO_DATA,
    dataset: known(lastPart(name), call),
    samples: rows ? numberOf(model, rows) : assumed(100, 'default of scikit-learn'),
    features: columns ? numberOf(model, columns) : assumed(wide, 'default of scikit-learn'),
  };
}

function followed(model: Model, call: Call, name: string, depth: number): DataFacts {
  const { batchSize, workers } = batching(model, call, name);
  const first = call.args.find(
    (one) => one.star === '' && (one.name === null || /^(X|x|dataset|data|arrays)$/.test(one.name)),
  )?.value;
  const inner = FOLLOWED.test(name) && first ? readData(model, first, depth + 1) : NO_DATA;
  const receiver =
    call.func.kind === 'attribute' && RECEIVED.has(call.func.attr)
      ? readData(model, call.func.value, depth + 1)
      : NO_DATA;
  const found = isEmpty(inner) ? receiver : inner;
  const samples =
    /train_test_split$/.test(name) && found.samples ? { ...found, samples: split(model, call, found.samples) } : found;
  return {
    ...samples,
    samples: fewest(samples.samples, limitedRows(model, call, name)),
    batchSize: batchSize ?? found.batchSize,
    workers: workers ?? found.workers,
  };
}

/** The training rows after `train_test_split`, whose default test share is 0.25. */
function split(model: Model, call: Call, samples: NonNullable<Fact<number>>): Fact<number> {
  const test = call.args.find((one) => one.name === 'test_size')?.value;
  const share = test ? numberOf(model, test)?.value : 0.25;
  if (share === undefined) return samples;
  const kept = share < 1 ? Math.round(samples.value * (1 - share)) : samples.value - share;
  return kept > 0 ? { ...samples, value: kept } : samples;
}
