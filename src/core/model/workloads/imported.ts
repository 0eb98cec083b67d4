/** Training runs whose loop over the batches, or over the epochs too, is a function of another file. */
import type { Expr } from '../../syntax/ast';
import type { ImportedTraining } from '../imports/imported';
import type { Model } from '../model';
import { isModule, moduleTexts } from '../torch/modules';
import type { Workload } from '../workload';
import { dataOf } from './data';
import { numberFact, workload } from './fact';
import { modelName } from './names';
import { modelSize } from './size';
import { precisionOf } from './precision';
import { tokenLength } from './text-length';

/** A loop that trains here as well has a workload already. */
export function importedRuns(model: Model): readonly Workload[] {
  const seen = new Set(model.trainingLoops.map(({ epoch, step }) => (epoch ?? step).start));
  return model.importedTraining.flatMap((training) => {
    const node = training.epoch ?? training.call;
    if (seen.has(node.start)) return [];
    seen.add(node.start);
    const trained = argument(training, (value) => isModule(model, value, moduleTexts(model)));
    return [
      workload(model, node, 'train', training.framework, {
        model: modelName(model, trained),
        ...modelSize(model, trained),
        ...dataOf(model, argument(training, isLoader)),
        sequenceLength: tokenLength(model),
        epochs: numberFact(training.epochs),
        precision: precisionOf(model),
        stopsEarly: training.through.stops,
      }),
    ];
  });
}

function argument({ call }: ImportedTraining, isWanted: (value: Expr) => boolean): Expr | undefined {
  return call.args.find(({ star, value }) => star === '' && isWanted(value))?.value;
}

/** The loader to train on comes before the one to validate on. */
function isLoader(value: Expr): boolean {
  const name = value.kind === 'name' ? value.id : value.kind === 'attribute' ? value.attr : '';
  return /(loader|_dl|iterator|dataloader)s?$/i.test(name) && !/val|test|dev|eval/i.test(name);
}
