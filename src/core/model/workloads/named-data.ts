/** Data sets that a call names: of scikit-learn, Keras, torchvision, TensorFlow, Hugging Face, and well-known files. */
import { datasetNamed } from '../../../data/datasets';
import type { Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { asBoolean } from '../values';
import type { Fact } from '../workload';
import { NO_DATA, partOf, type DataFacts } from './data-facts';
import { assumed, known, numberOf, stringOf } from './fact';
import { folderName } from './folder-name';
import { keepsSize, transformedSize } from './image-size';
import { fromDirectory } from './loaders';
import { packedData } from './packed';
import { fewest, madeRows, splitRows, splitShare } from './rows';
import { explained, fileAt, kerasData, namedFile, shipped } from './shipped';

/** `fetch_openml("adult")` is named by its argument; an id alone says nothing to a reader. */
function openmlName(model: Model, call: Call): Fact<string> {
  return stringOf(model, model.arguments(call, ['name']).get('name')?.value);
}

/** Collections of data sets: the second argument says which one. */
export const COLLECTIONS = /(^|\/)(glue|super_glue|superb|wikitext|tweet_eval)$/;

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

/** `imdb_reviews/subwords8k`, `tf_flowers:3.*.*`: a variant and a release say nothing about the rows; a member of a collection does. */
function datasetName(model: Model, call: Call, path: NonNullable<Fact<string>>): Fact<string> {
  if (!COLLECTIONS.test(path.value)) {
    return { ...path, value: path.value.replace(/:\d.*$/, '').replace(/^(imdb_reviews|penguins)\/.*$/, '$1') };
  }
  const second = call.args[1]?.name === null ? call.args[1] : call.args.find((one) => one.name === 'name');
  const config = second ? stringOf(model, second.value) : null;
  if (!config) return path;
  // As sure as the less sure of its words.
  const certainty = path.certainty === 'known' ? config.certainty : path.certainty;
  return { ...path, certainty, value: `${path.value.split('/').at(-1)}/${config.value}` };
}

/** The data set that a loading function names; undefined where it names none. */
export function namedData(model: Model, call: Call, name: string): DataFacts | undefined {
  const keras = kerasData(call, name);
  if (keras) return keras;
  if (/^sklearn\.datasets\.(make_\w+)$/.test(name)) return generated(model, call, name);
  if (name === 'sklearn.datasets.fetch_openml') return { ...NO_DATA, dataset: openmlName(model, call) };
  if (/^sklearn\.datasets\.(load|fetch)_\w+$/.test(name)) return shipped(model, call, lastPart(name));
  if (/^shap\.datasets\.\w+$/.test(name)) return explained(model, call, lastPart(name));
  if (/^(torchvision|torchtext|torchaudio)\.datasets\.[A-Z]\w*$/.test(name))
    return pictures(model, call, lastPart(name));
  if (GRAPHS.test(name)) return { ...NO_DATA, dataset: graphName(model, call, name) };
  if (name === 'datasets.load_dataset' || name === 'tensorflow_datasets.load') {
    const path = stringOf(model, call.args[0]?.value);
    if (path && FORMATS.has(path.value)) return writtenFile(model, call);
    const text = path && datasetName(model, call, path);
    if (!text) return undefined;
    const found = { ...NO_DATA, dataset: text, samples: splitRows(model, call) };
    const part = splitShare(model, call);
    return part ? partOf(found, part) : found;
  }
  if (/^datasets\.(load_from_disk|(Dataset|DatasetDict)\.load_from_disk)$/.test(name))
    return { ...NO_DATA, dataset: folderName(model, call.args[0]?.value) };
  if (/^tensorflow\.examples\.tutorials\.mnist\.input_data\.read_data_sets(\(\)\.train\.next_batch)?$/.test(name))
    return { ...NO_DATA, dataset: known('MNIST', call) };
  if (/(^|\.)(CocoDetection|CocoDataset|COCODataset)$/.test(name)) return { ...NO_DATA, dataset: known('COCO', call) };
  if (/^datasets\.Dataset\.from_(dict|list|pandas|generator)$/.test(name)) return fromLiteral(model, call, name);
  const made = packedData(model, call, name) ?? fileOf(model, call, name);
  if (made) return made;
  const rows = madeRows(model, call, name);
  return rows ? { ...NO_DATA, samples: rows } : fromDirectory(model, call, name);
}

/** `load_dataset("csv", data_files={"train": "rows.csv"})`. */
function writtenFile(model: Model, call: Call): DataFacts | undefined {
  const given = call.args.find((one) => one.name === 'data_files')?.value;
  const [only, ...others] = given ? model.value(given).alternatives : [];
  const path = only?.type === 'dict' && others.length === 0 ? only.entries.get('train') : given;
  const file = fileAt(model, path);
  return file && /\.\w+$/.test(file.value) ? { ...NO_DATA, dataset: file } : undefined;
}

/** A file that is read, with at most the rows that are asked for. */
function fileOf(model: Model, call: Call, name: string): DataFacts | undefined {
  const read = namedFile(model, call, name);
  const most = /^pandas\.read_(csv|table|excel)$/.test(name) ? readRows(model, call) : null;
  return most ? { ...(read ?? NO_DATA), samples: fewest(read?.samples ?? null, most) } : read;
}

/** `read_csv(path, nrows=1000)`. */
function readRows(model: Model, call: Call): Fact<number> {
  return numberOf(model, call.args.find((one) => one.name === 'nrows')?.value);
}

/** `Dataset.from_dict({"text": [...]})`, `Dataset.from_list([{...}, {...}])`; a frame is followed. */
function fromLiteral(model: Model, call: Call, name: string): DataFacts | undefined {
  const [first] = model.arguments(call, ['first']).get('first') ? call.args : [];
  const [only] = first ? model.value(first.value).alternatives : [];
  const column = only?.type === 'dict' ? [...only.entries.values()][0] : undefined;
  const [list] = column ? model.value(column).alternatives : only?.type === 'sequence' ? [only] : [];
  if (list?.type !== 'sequence' || !list.length || name.endsWith('pandas')) return undefined;
  return { ...NO_DATA, samples: known(list.length, call) };
}

/** A data set of torchvision; one of a folder has no name of its own. */
function pictures(model: Model, call: Call, name: string): DataFacts {
  if (name === 'FakeData') {
    const size = model.arguments(call, ['size']).get('size');
    return { ...NO_DATA, samples: size ? numberOf(model, size.value) : assumed(1000, 'default of torchvision') };
  }
  const isFolder = name === 'ImageFolder' || name === 'DatasetFolder';
  const dataset = isFolder ? folderName(model, folderArgument(call)) : known(name, call);
  const imageSize = transformedSize(model, call) ?? storedSize(model, call, name);
  return { ...NO_DATA, dataset, samples: heldOut(model, call, name), imageSize };
}

/** `Planetoid(root, name="Cora")`, `TUDataset(root, "MUTAG")`, `PygNodePropPredDataset("ogbn-arxiv")`, `dgl.data.CoraGraphDataset()`. */
const GRAPHS = /^(torch_geometric\.datasets|dgl\.data|ogb\.\w+)\.[A-Z]\w*$/;

function graphName(model: Model, call: Call, name: string): Fact<string> {
  const parameters = name.startsWith('torch_geometric') ? ['root', 'name'] : ['name'];
  const given = model.arguments(call, parameters).get('name');
  if (given) return stringOf(model, given.value);
  const plain = lastPart(name).replace(/(Graph)?Dataset$/, '');
  return plain === '' || /PropPred|^TU$/.test(plain) ? null : known(plain, call);
}

/** Pictures that reach the network as they are stored. */
function storedSize(model: Model, call: Call, name: string): Fact<number> {
  const stored = datasetNamed(name)?.pixels ?? null;
  return stored !== null && keepsSize(model, call) ? known(stored, call) : null;
}

/** Pictures of the test sets (torchvision documentation of each); those to train on are in the table of data sets. */
const HELD_OUT = /^((Fashion|K)?MNIST|CIFAR(10|100))$/;
const HELD_OUT_ROWS = 10_000;

/** `CIFAR10(root, train=False)`. */
function heldOut(model: Model, call: Call, name: string): Fact<number> {
  const train = HELD_OUT.test(name) ? model.arguments(call, ['root', 'train']).get('train') : undefined;
  return train && asBoolean(model.value(train.value)) === false ? known(HELD_OUT_ROWS, call) : null;
}

const folderArgument = (call: Call): Expr | undefined =>
  call.args.find((one) => one.name === 'root')?.value ?? call.args.find((one) => one.name === null)?.value;

/** Rows and columns that the generators make unless they are told otherwise (scikit-learn, `sklearn.datasets`). */
const GENERATED: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  make_classification: [100, 20],
  make_regression: [100, 100],
  make_hastie_10_2: [12_000, 10],
  make_friedman1: [100, 10],
  make_friedman2: [100, 4],
  make_friedman3: [100, 4],
  make_s_curve: [100, 3],
  make_swiss_roll: [100, 3],
  make_multilabel_classification: [100, 20],
  make_sparse_uncorrelated: [100, 10],
};

/** `make_classification(n_samples=100, n_features=20)` and its relatives. */
function generated(model: Model, call: Call, name: string): DataFacts {
  const [many, wide] = GENERATED[lastPart(name)] ?? [100, 2];
  const given = model.arguments(call, ['n_samples', 'n_features']);
  const [rows, columns] = [given.get('n_samples'), given.get('n_features')];
  const hasColumns = !/(moons|circles|hastie_10_2|friedman[23]|s_curve|swiss_roll)$/.test(name);
  return {
    ...NO_DATA,
    dataset: known(lastPart(name), call),
    samples: rows ? numberOf(model, rows.value) : assumed(many, 'default of scikit-learn'),
    features: columns && hasColumns ? numberOf(model, columns.value) : assumed(wide, 'default of scikit-learn'),
  };
}
