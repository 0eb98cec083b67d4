/** What loaders say about batches, pictures and worker processes, with the defaults of their libraries. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../model';
import { NO_DATA, type DataFacts } from './data-facts';
import { argumentNumber, assumed } from './fact';
import { edgeOf } from './image-size';

const DIRECTORY = /(^|\.)image_dataset_from_directory$|ImageDataGenerator\(\)\.flow_from_(directory|dataframe)$/;
const DIRECTORY_PARAMETERS = ['directory', 'labels', 'label_mode', 'class_names', 'color_mode', 'batch_size'];

/** Keras loaders of pictures in folders: 32 of 256 x 256 unless they are told otherwise (keras.io, data loading). */
export function fromDirectory(model: Model, call: Call, name: string): DataFacts | undefined {
  if (!DIRECTORY.test(name)) return undefined;
  const flows = name.includes('flow_from');
  const given = model.arguments(call, flows ? ['directory', 'target_size'] : DIRECTORY_PARAMETERS);
  const size = given.get(flows ? 'target_size' : 'image_size');
  const batch = given.get('batch_size');
  return {
    ...NO_DATA,
    batchSize: batch ? argumentNumber(model, batch) : given.complete ? assumed(32, 'default of Keras') : null,
    imageSize: size ? edgeOf(model, size.value) : given.complete ? assumed(256, 'default of Keras') : null,
  };
}

const LOADER = ['dataset', 'batch_size', 'shuffle', 'sampler', 'batch_sampler', 'num_workers'];

/** `DataLoader(data, 64, num_workers=4)`, `data.batch(32)`, `generator.flow(x, y, batch_size=32)`. */
export function batching(model: Model, call: Call, name: string): Pick<DataFacts, 'batchSize' | 'workers'> {
  if (/DataLoader$/.test(name)) {
    const given = model.arguments(call, LOADER);
    return {
      batchSize: argumentNumber(model, given.get('batch_size')),
      workers: argumentNumber(model, given.get('num_workers')),
    };
  }
  if (/ImageDataGenerator\(\)\.flow$/.test(name)) {
    const batch = model.arguments(call, ['x', 'y', 'batch_size']).get('batch_size');
    return { batchSize: batch ? argumentNumber(model, batch) : assumed(32, 'default of Keras'), workers: null };
  }
  if (!/(\.batch|^batch)$/.test(name)) return { batchSize: null, workers: null };
  return { batchSize: argumentNumber(model, model.arguments(call, ['batch_size']).get('batch_size')), workers: null };
}
