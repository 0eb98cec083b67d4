/** Every data loader that a program constructs, with its arguments, its data set and where it is read. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { ResolvedCall } from '../model';
import { perModel } from '../per-model';
import { readingsOf, type Reading } from './readings';

/** One construction of a loader. */
export interface LoaderCall {
  readonly call: Call;
  readonly certainty: ResolvedCall['certainty'];
  /** The canonical name of its class. */
  readonly name: string;
  readonly given: Arguments;
  readonly dataset: Expr | null;
  /** `collate_fn=`, null when the library's own is used. */
  readonly collate: Expr | null;
}

export interface Loader extends LoaderCall {
  readonly readings: readonly Reading[];
}

const TORCH = [
  'dataset',
  'batch_size',
  'shuffle',
  'sampler',
  'batch_sampler',
  'num_workers',
  'collate_fn',
  'pin_memory',
  'drop_last',
];
const GRAPHS = ['dataset', 'batch_size', 'shuffle', 'follow_batch', 'exclude_keys'];
const MONAI = ['dataset', 'num_workers'];
/** Their data set is a range of numbers; the batch is sampled from the graph in `collate_fn`. */
const NEIGHBORS = ['data', 'num_neighbors', 'input_nodes'];
const LINKS = ['data', 'num_neighbors', 'edge_label_index'];

/** Loaders that draw each batch from a large graph, in the worker processes where they have any. */
export const SAMPLING = /^torch_geometric\.loader\.(\w+\.)?(NeighborLoader|LinkNeighborLoader|HGTLoader)$/;

/** The positional parameters of the loaders (torch 2.13, torch_geometric 2.7, monai 1.5). */
const LOADERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['torch.utils.data.DataLoader', TORCH],
  ['torch_geometric.loader.DataLoader', GRAPHS],
  ['torch_geometric.loader.dataloader.DataLoader', GRAPHS],
  ['torch_geometric.data.DataLoader', GRAPHS],
  ['torch_geometric.loader.NeighborLoader', NEIGHBORS],
  ['torch_geometric.loader.neighbor_loader.NeighborLoader', NEIGHBORS],
  ['torch_geometric.loader.LinkNeighborLoader', LINKS],
  ['torch_geometric.loader.link_neighbor_loader.LinkNeighborLoader', LINKS],
  ['torch_geometric.loader.HGTLoader', ['data', 'num_samples', 'input_nodes']],
  ['monai.data.DataLoader', MONAI],
  ['monai.data.dataloader.DataLoader', MONAI],
]);

/** In source order. A local subclass with a constructor of its own decides its arguments itself and is not among them. */
export const loaderCalls = perModel((model): readonly LoaderCall[] =>
  model.callsOf(...LOADERS.keys()).flatMap(({ call, name, certainty, through }) => {
    if (model.isIgnored(call) || (through && hasConstructor(through))) return [];
    const given = model.arguments(call, LOADERS.get(name) ?? TORCH);
    const dataset = given.get('dataset')?.value ?? null;
    return [{ call, certainty, name, given, dataset, collate: given.get('collate_fn')?.value ?? null }];
  }),
);

/** The same with where they are read. */
export const loaders = perModel((model): readonly Loader[] => {
  const found = loaderCalls(model);
  if (found.length === 0) return [];
  const readings = readingsOf(
    model,
    found.map(({ call }) => call),
  );
  return found.map((loader) => ({ ...loader, readings: readings.get(loader.call) ?? [] }));
});

function hasConstructor(definition: ClassDef): boolean {
  return definition.scope.bindings('__init__').length > 0;
}
