/** Loops over epochs of PyTorch training: those written out, those that call another file, and those over an epoch runner. */
import type { Call, Expr, For, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { innermostLoop, iterationsOf } from '../epoch-loops';
import { methodCallsOn } from '../traverse';
import type { Value } from '../values';
import type { TrainingLoop } from '../loops';
import { trainingKind } from './kind';

export interface EpochRun {
  readonly epoch: For;
  readonly epochs: Value;
  /** The loop over batches, or the call that runs it. */
  readonly step: Node;
  /** Null where the batches are looped over elsewhere. */
  readonly loop: TrainingLoop | null;
  /** Values among which is the model that trains. */
  readonly models: readonly Expr[];
}

/** Runs that learn from labels, so that their score says when to stop; one for each loop over epochs. */
export function supervisedRuns(model: Model): readonly EpochRun[] {
  const runs = [...writtenRuns(model), ...importedRuns(model), ...runnerRuns(model)];
  const seen = new Set<For>();
  return runs.filter(({ epoch }) => !seen.has(epoch) && seen.add(epoch));
}

function writtenRuns(model: Model): readonly EpochRun[] {
  return model.trainingLoops.flatMap((loop): EpochRun[] => {
    const { epoch, epochs, step } = loop;
    if (epoch?.kind !== 'for' || loop.framework !== 'torch' || loop.kind !== 'supervised' || model.isIgnored(step))
      return [];
    return [{ epoch, epochs, step, loop, models: loop.forwards.map(({ func }) => func) }];
  });
}

/** `train_one_epoch(model, loader, ...)` of another file. */
function importedRuns(model: Model): readonly EpochRun[] {
  return model.importedTraining.flatMap(({ framework, epoch, epochs, call, through }): EpochRun[] => {
    const supervised = through.training === null || /^(supervised|unknown)$/.test(through.training);
    if (framework !== 'torch' || epoch?.kind !== 'for' || through.stops || !supervised) return [];
    if (trainingKind(model, epoch, []) !== 'supervised') return [];
    return [{ epoch, epochs, step: call, loop: null, models: call.args.map(({ value }) => value) }];
  });
}

/** Runs a loader through a model once for each `run`. */
const RUNNERS = ['segmentation_models_pytorch.utils.train.TrainEpoch'];

function runnerRuns(model: Model): readonly EpochRun[] {
  return model.callsOf(...RUNNERS).flatMap(({ call: construction }) =>
    methodCallsOn(model, construction, 'run').flatMap((call: Call): EpochRun[] => {
      const epoch = innermostLoop(call);
      if (epoch?.kind !== 'for' || model.isIgnored(call)) return [];
      return [{ epoch, epochs: iterationsOf(model, epoch), step: call, loop: null, models: [] }];
    }),
  );
}
