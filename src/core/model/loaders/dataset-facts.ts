/** What the data set behind a loader is: work for each item, tensors in memory, a stream without a length. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { type LoaderCall, SAMPLING } from './find-loaders';
import { itemWork, methodIn, takesTransform } from './item-work';
import { heldIn } from './makers';

export interface DatasetFacts {
  /** `item`: each item is decoded, transformed or tokenised when it is asked for. `none`: it lies ready in memory. */
  readonly work: 'item' | 'none' | 'unknown';
  /** The work in words; null unless `work` is `item`. */
  readonly what: string | null;
  /** Whether it is a stream, which may have no length. */
  readonly stream: 'yes' | 'no' | 'unknown';
  /** The constructions of the data sets, and their local classes. */
  readonly constructions: readonly Call[];
  readonly definitions: readonly ClassDef[];
}

const UNKNOWN: DatasetFacts = { work: 'unknown', what: null, stream: 'unknown', constructions: [], definitions: [] };
const MAX_DEPTH = 8;

/** Data sets of libraries that decode or load an item when it is asked for. */
const DECODING: readonly (readonly [RegExp, string])[] = [
  [/^torchvision\.datasets\.(?!FakeData$|folder\.|utils\.)(\w+\.)*[A-Z]\w*$/, 'transforms images'],
  [/^torchaudio\.datasets\.[A-Z]\w*$/, 'decodes audio'],
];
/** Their items are changed on request only where `transform=` says so. */
const TRANSFORMING =
  /^(torch_geometric\.datasets\.(\w+\.)*[A-Z]\w*|monai\.data\.(dataset\.)?(Dataset|PersistentDataset|LMDBDataset|ArrayDataset))$/;
/** One graph, so that a loader has one item. */
const ONE_GRAPH =
  /^torch_geometric\.datasets\.(\w+\.)*(Planetoid|CitationFull|CoraFull|Coauthor|Amazon|WikiCS|KarateClub|Reddit2?|Flickr|Yelp|WebKB|WikipediaNetwork|Actor)$/;
const READY =
  /^(torch\.utils\.data\.TensorDataset|monai\.data\.(dataset\.)?(CacheDataset|SmartCacheDataset)|builtins\.(list|range|zip|tuple)|numpy\.\w+|torch\.(tensor|randn|rand|arange|from_numpy|stack|cat))$/;
/** Data sets that hand on the items of their argument. */
const WRAPPING =
  /^torch\.utils\.data\.(Subset|ConcatDataset|random_split|StackDataset)$|^sklearn\.model_selection\.train_test_split$/;
const STREAMS =
  /^(torch\.utils\.data\.(IterableDataset|ChainDataset|datapipes\..*|IterDataPipe)|torchdata\..*|webdataset\..*|torchtext\.datasets\..*)$/;

/** The work that the process which reads a loader does for each item, in words; undefined when none is seen. */
export function workFor(
  model: Model,
  { collate, name }: Pick<LoaderCall, 'collate' | 'name'>,
  dataset: DatasetFacts,
): string | undefined {
  if (dataset.what !== null) return dataset.what;
  if (SAMPLING.test(name)) return 'samples the graph';
  if (!collate) return undefined;
  for (const origin of model.origins(collate)) {
    const scope = origin.kind === 'function' ? origin.definition : undefined;
    const found = scope && itemWork(model, scope, null);
    if (found) return found;
  }
  return collate.kind === 'lambda' ? itemWork(model, collate, null) : undefined;
}

export function datasetOf(model: Model, expression: Expr | null, depth = 0): DatasetFacts {
  if (!expression || depth > MAX_DEPTH) return UNKNOWN;
  const origins = model.origins(expression);
  const found = origins.map((origin) => ofOrigin(model, origin, depth)).filter((one) => one !== UNKNOWN);
  if (found.length > 0) return joined(found);
  const held = origins.some((one) => one.kind === 'result' || one.kind === 'item') ? [] : heldIn(model, expression);
  const inner = held.map((one) => datasetOf(model, one, depth + 1)).filter((one) => one !== UNKNOWN);
  if (inner.length > 0) return joined(inner);
  return expression.kind === 'list' ? { ...UNKNOWN, work: 'none', stream: 'no' } : UNKNOWN;
}

/** Work in one of them is work; nothing is known where one of them is not. */
function joined(all: readonly DatasetFacts[]): DatasetFacts {
  const working = all.find((one) => one.work === 'item');
  const first = all[0] ?? UNKNOWN;
  return {
    work: working ? 'item' : all.every((one) => one.work === 'none') ? 'none' : 'unknown',
    what: working?.what ?? null,
    stream: all.every((one) => one.stream === first.stream) ? first.stream : 'unknown',
    constructions: all.flatMap((one) => one.constructions),
    definitions: all.flatMap((one) => one.definitions),
  };
}

function ofOrigin(model: Model, origin: Origin, depth: number): DatasetFacts {
  if (origin.kind === 'instance') return ofClass(model, origin.of, origin.call);
  if (origin.kind === 'result' || origin.kind === 'item') return ofLibrary(model, origin.of, origin.call, depth);
  return UNKNOWN;
}

function ofLibrary(model: Model, name: string, call: Call, depth: number): DatasetFacts {
  const made = { ...UNKNOWN, constructions: [call], stream: 'no' as const };
  const decoding = DECODING.find(([pattern]) => pattern.test(name));
  if (decoding) return { ...made, work: 'item', what: decoding[1] };
  if (WRAPPING.test(name)) return wrapped(model, call, depth);
  if (READY.test(name) || ONE_GRAPH.test(name)) return { ...made, work: 'none' };
  if (STREAMS.test(name)) return { ...made, stream: 'yes' };
  if (TRANSFORMING.test(name)) return transforming(model, call, made);
  if (name.startsWith('datasets.')) return ofHub(model, name, call);
  return takesTransform(model, call) ? { ...made, stream: 'unknown', work: 'item', what: 'transforms items' } : UNKNOWN;
}

function wrapped(model: Model, call: Call, depth: number): DatasetFacts {
  const first = call.args.find(({ name }) => name === null || /^datasets?$/.test(name));
  return first ? datasetOf(model, first.value, depth + 1) : UNKNOWN;
}

function transforming(model: Model, call: Call, made: DatasetFacts): DatasetFacts {
  const given = model.arguments(call, ['data', 'transform']);
  const geometric = model
    .origins(call.func)
    .some((one) => one.kind === 'external' && one.name.startsWith('torch_geometric'));
  const transform = geometric
    ? call.args.find(({ name }) => name === 'transform')?.value
    : given.get('transform')?.value;
  const none = !transform || (transform.kind === 'constant' && transform.value === null);
  return none ? { ...made, work: 'none' } : { ...made, work: 'item', what: 'transforms items' };
}

/** Hugging Face data sets lie in memory-mapped tables; a transform set on them runs for each item. */
function ofHub(model: Model, name: string, call: Call): DatasetFacts {
  const made = { ...UNKNOWN, constructions: [call] };
  const streaming = model.program.mentions('streaming') || model.program.mentions('IterableDataset');
  const stream = streaming ? 'unknown' : 'no';
  const lazy =
    /with_transform/.test(name) ||
    model.program.calls('set_transform').length > 0 ||
    model.program.calls('with_transform').length > 0;
  return lazy ? { ...made, stream, work: 'item', what: 'transforms items' } : { ...made, stream, work: 'none' };
}

const ITEM_METHODS = ['__getitem__', '__getitems__', 'get', '__iter__'];

function ofClass(model: Model, definition: ClassDef, call: Call | null): DatasetFacts {
  const made: DatasetFacts = {
    ...UNKNOWN,
    stream: isStream(model, definition) ? 'yes' : 'no',
    constructions: call ? [call] : [],
    definitions: [definition],
  };
  const inherited = libraryBases(model, definition).find((name) => DECODING.some(([pattern]) => pattern.test(name)));
  const methods = ITEM_METHODS.flatMap((name) => methodIn(model, definition, name) ?? []);
  for (const method of methods) {
    const what = itemWork(model, method, call);
    if (what) return { ...made, work: 'item', what };
  }
  if (inherited) return { ...made, work: 'item', what: 'transforms items' };
  return { ...made, work: methods.length > 0 ? 'none' : 'unknown' };
}

function isStream(model: Model, definition: ClassDef): boolean {
  return libraryBases(model, definition).some((name) => STREAMS.test(name));
}

/** What a local class derives from, through local classes. */
function libraryBases(model: Model, definition: ClassDef, depth = 0): readonly string[] {
  if (depth > 3) return [];
  return definition.bases.flatMap(({ value }) =>
    model.origins(value).flatMap((origin) => {
      if (origin.kind === 'external') return [origin.name];
      return origin.kind === 'class' ? libraryBases(model, origin.definition, depth + 1) : [];
    }),
  );
}
