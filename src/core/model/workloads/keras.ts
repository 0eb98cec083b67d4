/** Training runs of Keras models. */
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { epochsOf, kerasFits, type Epochs, type KerasFit } from '../trainers/keras-fit';
import type { Fact, Workload } from '../workload';
import { continuedFit, timesTurns } from './continued';
import { dataOf } from './data';
import { partOf, remainder, type DataFacts } from './data-facts';
import { argumentNumber, assumed, known, numberFact, repeatsOf, workload } from './fact';
import { kerasInputSize } from './image-size';
import { modelName } from './names';
import { precisionOf } from './precision';
import { modelSize } from './size';
import { paddedLength } from './text-length';

export function kerasRuns(model: Model): readonly Workload[] {
  return kerasFits(model).map((fit) => {
    const { outer, turns } = continuedFit(model, fit);
    const epochs = epochsOf(model, fit);
    const input = fit.given.get('x') ?? fit.given.get('generator');
    const data = withoutValidation(model, fit.given, dataOf(model, input?.value));
    const callbacks = fit.given.get('callbacks');
    const sample = {
      ...data,
      imageSize: kerasInputSize(model, fit.receiver) ?? data.imageSize,
      sequenceLength: paddedLength(model),
    };
    return workload(model, fit.call, 'train', 'keras', {
      model: modelName(model, fit.receiver),
      ...modelSize(model, fit.receiver, { ...sample, channels: 'last' }),
      ...sample,
      batchSize: argumentNumber(model, fit.given.get('batch_size')) ?? data.batchSize ?? batchOfArrays(fit),
      workers: argumentNumber(model, fit.given.get('workers')) ?? data.workers,
      epochs: timesTurns(epochs ? epochFact(epochs) : null, turns),
      ...repeatsOf(model, outer),
      precision: precisionOf(model),
      stopsEarly: callbacks ? model.callbacks(callbacks.value).stops : false,
    });
  });
}

/** Arrays go in batches of 32 (keras.io, `fit`); generators and data sets, which have no `y` beside them, in their own. */
function batchOfArrays({ given }: KerasFit): Fact<number> {
  const targets = given.get('y')?.value;
  const isWhole = targets && !(targets.kind === 'constant' && targets.value === null);
  const isOpen = given.has('batch_size') || given.has('steps_per_epoch') || !given.complete;
  return isWhole && !isOpen ? assumed(32, 'default of Keras') : null;
}

/** `validation_split` keeps the last rows from training, unless other data validate. */
function withoutValidation(model: Model, given: Arguments, data: DataFacts): DataFacts {
  const split = given.has('validation_data') ? null : argumentNumber(model, given.get('validation_split'));
  return split && split.value < 1 ? partOf(data, { ...split, value: 1 - split.value }, remainder) : data;
}

/** As sure as the value written, with `initial_epoch` taken off. */
function epochFact(epochs: Epochs): Fact<number> {
  const written = numberFact(epochs.value);
  return written ? { ...written, value: epochs.count } : known(epochs.count, epochs.expression);
}
