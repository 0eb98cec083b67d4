/** Training runs whose loop over the batches, or over the epochs too, is a function of another file. */
import type { Argument, Expr } from '../../syntax/ast';
import { argumentsTo } from '../imports/given';
import type { ImportedTraining } from '../imports/imported';
import type { Model } from '../model';
import { isModule, moduleTexts } from '../torch/modules';
import type { Workload } from '../workload';
import { dataOf } from './data';
import { isEmpty } from './data-facts';
import { known, numberFact, numberOf, workload } from './fact';
import { isBatchArgument } from './named-batch';
import { modelName } from './names';
import { runThere, type RunThere } from './run-there';
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
    const given = argumentsTo(model, training.call).filter(({ star }) => star === '');
    const find = (isWanted: (one: Argument) => boolean): Expr | undefined => given.find(isWanted)?.value;
    const trained = find(({ value }) => isModule(model, value, moduleTexts(model)));
    const there = runThere(model, training);
    const own = dataOf(model, find(isLoader));
    const data = isEmpty(own) && there ? there.data : own;
    return [
      workload(model, node, 'train', training.framework, {
        model: modelName(model, trained) ?? there?.model ?? nameThere(training),
        ...modelSize(model, trained),
        ...data,
        batchSize: data.batchSize ?? numberOf(model, find(isBatchArgument)) ?? there?.data.batchSize ?? null,
        sequenceLength: tokenLength(model),
        epochs: numberFact(training.epochs),
        precision: precisionFor(model, training, there),
        stopsEarly: training.through.stops,
      }),
    ];
  });
}

/** What this file says, unless the files of the loop say that they compute otherwise. */
function precisionFor(model: Model, { through }: ImportedTraining, there: RunThere | undefined): Workload['precision'] {
  const own = precisionOf(model);
  if (own?.value !== 'fp32' || through.precision === 'none') return own;
  const isSaid = there?.precision?.value !== 'fp32' || there.precision.certainty === 'default';
  return (isSaid && there?.precision) || null;
}

/** What its own file says that the loop trains. */
function nameThere({ through }: ImportedTraining): Workload['model'] {
  const name = through.loop?.model ?? null;
  return name === null ? null : known(name);
}

/** The loader to train on comes before the one to validate on. */
function isLoader({ value }: Argument): boolean {
  const name = value.kind === 'name' ? value.id : value.kind === 'attribute' ? value.attr : '';
  return /(loader|_dl|iterator|dataloader)s?$/i.test(name) && !/val|test|dev|eval/i.test(name);
}
