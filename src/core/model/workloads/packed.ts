/** Loaders of packed or device-decoded pictures, and the loaders of timm and effdet. */
import type { Call } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { NO_DATA, type DataFacts } from './data-facts';
import { argumentNumber, known, stringOf } from './fact';
import { folderName } from './folder-name';
import { edgeOf } from './image-size';

const DALI = /^nvidia\.dali\.plugin\.\w+\.DALI\w*Iterator$/;

/** `ffcv.loader.Loader("imagenet.ffcv", batch_size=512)`, `DALIClassificationIterator(pipe)`, `timm.data.create_dataset(...)`. */
export function packedData(model: Model, call: Call, name: string): DataFacts | undefined {
  if (DALI.test(name)) return dali(model, call);
  if (/^ffcv(\.loader)?(\.loader)?\.Loader$/.test(name)) return ffcv(model, call);
  if (/^(timm\.data|effdet)(\.\w+)?\.create_dataset$/.test(name)) return created(model, call);
  return undefined;
}

/** `DALIClassificationIterator(pipe)`: the pipeline was called with a folder and a batch. */
function dali(model: Model, iterator: Call): DataFacts {
  const facts: DataFacts = { ...NO_DATA, loader: known('packed', iterator) };
  const first = iterator.args[0]?.value;
  const pipe = first?.kind === 'list' ? first.items[0] : first;
  const made = pipe?.kind === 'name' ? reachingBindings(pipe)[0]?.value : pipe;
  if (made?.kind !== 'call') return facts;
  const batch = model.arguments(made, []).get('batch_size');
  const folders = made.args.filter((one) => one.name === null || /dir|root|path/.test(one.name));
  const dataset = folders.map((one) => folderName(model, one.value)).find((one) => one !== null) ?? null;
  return { ...facts, dataset, batchSize: argumentNumber(model, batch) };
}

function ffcv(model: Model, call: Call): DataFacts {
  const given = model.arguments(call, ['fname', 'batch_size', 'num_workers']);
  const decoder = model.program.calls('RandomResizedCropRGBImageDecoder')[0]?.args[0]?.value;
  return {
    ...NO_DATA,
    dataset: folderName(model, given.get('fname')?.value),
    batchSize: argumentNumber(model, given.get('batch_size')),
    workers: argumentNumber(model, given.get('num_workers')),
    imageSize: decoder ? edgeOf(model, decoder) : null,
    loader: known('packed', call),
  };
}

/** `create_dataset("torch/cifar10", root=...)`: a name of a library, or a folder. */
function created(model: Model, call: Call): DataFacts {
  const given = model.arguments(call, ['name', 'root']);
  const name = stringOf(model, given.get('name')?.value);
  const word = name?.value.split('/').at(-1) ?? '';
  const dataset = folderName(model, given.get('name')?.value) ?? (word === '' ? null : name);
  return { ...NO_DATA, dataset: dataset ?? folderName(model, given.get('root')?.value) };
}

/** `timm.data.create_loader(data, input_size=(3, 224, 224), batch_size=256)`: what it adds to its data set. */
export function createdLoader(model: Model, call: Call, name: string): Partial<DataFacts> {
  if (!/^(timm\.data|effdet)(\.\w+)?\.create_loader$/.test(name)) return {};
  const given = model.arguments(call, ['dataset', 'input_size', 'batch_size']);
  const size = given.get('input_size')?.value;
  const last = size?.kind === 'tuple' ? size.items.at(-1) : size;
  return {
    imageSize: last ? edgeOf(model, last) : null,
    batchSize: argumentNumber(model, given.get('batch_size')),
    workers: argumentNumber(model, given.get('num_workers')),
  };
}

/** `TensorDataset(torch.randn(1000, 3, 32, 32), labels)`: tensors in memory, of which nothing is decoded. */
export function tensorsInMemory(
  model: Model,
  call: Call,
  name: string,
): Pick<DataFacts, 'imageSize' | 'loader'> | undefined {
  if (name !== 'torch.utils.data.TensorDataset') return undefined;
  const first = call.args[0]?.value;
  const made = first && model.origins(first).flatMap((one) => (one.kind === 'result' ? [one] : []));
  const sides = made?.[0] && DRAWN.test(made[0].of) ? made[0].call.args.filter((one) => one.name === null) : [];
  const edge = sides.length === 4 && sides[3] ? edgeOf(model, sides[3].value) : null;
  return { imageSize: edge, loader: known('packed', call) };
}

const DRAWN = /^torch\.(randn?|zeros|ones|empty)$/;
