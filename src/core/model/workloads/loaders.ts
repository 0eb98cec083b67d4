/** What loaders say about batches, pictures and worker processes, with the defaults of their libraries. */
import type { Call } from '../../syntax/ast';
import type { BoundArgument } from '../arguments';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { NO_DATA, type DataFacts } from './data-facts';
import { folderName } from './folder-name';
import { argumentNumber, assumed, numberOf } from './fact';
import { edgeOf } from './image-size';
import { isBatchArgument } from './named-batch';

const DIRECTORY =
  /(^|\.)(image|text|audio)_dataset_from_directory$|ImageDataGenerator\(\)\.flow_from_(directory|dataframe)$/;
const DIRECTORY_PARAMETERS = ['directory', 'labels', 'label_mode', 'class_names', 'color_mode', 'batch_size'];

/** Keras loaders of folders: batches of 32, pictures of 256 x 256 unless they are told otherwise (keras.io, data loading). */
export function fromDirectory(model: Model, call: Call, name: string): DataFacts | undefined {
  if (!DIRECTORY.test(name)) return undefined;
  const flows = name.includes('flow_from');
  const hasPictures = !/(text|audio)_dataset/.test(name);
  const given = model.arguments(call, flows ? ['directory', 'target_size'] : DIRECTORY_PARAMETERS);
  const size = given.get(flows ? 'target_size' : 'image_size');
  const batch = given.get('batch_size');
  return {
    ...NO_DATA,
    dataset: name.endsWith('dataframe') ? null : folderName(model, given.get('directory')?.value),
    batchSize: batch ? argumentNumber(model, batch) : given.complete ? assumed(32, 'default of Keras') : null,
    imageSize: size
      ? edgeOf(model, size.value)
      : hasPictures && given.complete
        ? assumed(256, 'default of Keras')
        : null,
  };
}

const LOADER = ['dataset', 'batch_size', 'shuffle', 'sampler', 'batch_sampler', 'num_workers'];

/** Loaders that take their batch by name: those of graphs, old torchtext, and windows of a time series. */
const BATCHES_BY_NAME =
  /(Neighbor|HGT|Link|Cluster|Random\w*|GraphSAINT\w*)Loader$|LightningNodeData$|(Bucket)?Iterator(\.splits)?$|timeseries_dataset_from_array$/;

/** A function of another file that makes a loader: `get_training_dataloader(batch_size=128)`. */
const MAKES_LOADERS = /(get|make|build|create|load|setup|prepare)_?\w*(data_?loaders?|_loaders?|_dl)$/i;

const named = (model: Model, call: Call): BoundArgument | undefined => model.arguments(call, []).get('batch_size');

/** `DataLoader(data, 64, num_workers=4)`, `data.batch(32)`, `generator.flow(x, y, batch_size=32)`. */
export function batching(model: Model, call: Call, name: string): Pick<DataFacts, 'batchSize' | 'workers'> {
  if (BATCHES_BY_NAME.test(name)) return { batchSize: argumentNumber(model, named(model, call)), workers: null };
  if (/DataLoader$/.test(name)) {
    const given = model.arguments(call, LOADER);
    const written = given.get('batch_size');
    const isAlone = !written && given.complete && name.startsWith('torch_geometric.');
    return {
      batchSize: isAlone ? assumed(1, 'default of PyTorch Geometric') : argumentNumber(model, written),
      workers: argumentNumber(model, given.get('num_workers')),
    };
  }
  if (/ImageDataGenerator\(\)\.flow$/.test(name)) {
    const batch = model.arguments(call, ['x', 'y', 'batch_size']).get('batch_size');
    return { batchSize: batch ? argumentNumber(model, batch) : assumed(32, 'default of Keras'), workers: null };
  }
  if (MAKES_LOADERS.test(name)) return { batchSize: argumentNumber(model, named(model, call)), workers: null };
  if (!/(\.batch|^batch)$/.test(name)) return { batchSize: askedFor(model, call, name), workers: null };
  return { batchSize: argumentNumber(model, model.arguments(call, ['batch_size']).get('batch_size')), workers: null };
}

/** A class or function of the project that is told how large its batches are: `Batches(rows, batch_size=16)`, `batch_iter(x, y, batch_size)`. */
function askedFor(model: Model, call: Call, name: string): Fact<number> {
  const isOwn = model.calleeOf(call) !== undefined || model.imported(name) !== undefined;
  const asked = isOwn || /batch|loader|iterator/i.test(calleeName(call)) ? call.args.find(isBatchArgument) : undefined;
  return asked ? numberOf(model, asked.value) : null;
}
