/** What trains step by step inside a trial, so that a poor trial could be ended before its last epoch or round. */
import type { Call, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { destinationOf, TRAINING_ARGUMENTS } from '../trainers/hf-trainer';
import { isDemonstration, kerasFits, type KerasFit } from '../trainers/keras-fit';
import { fittingTrainers, isTrial, type LightningTrainer } from '../trainers/lightning';
import { calleeName } from '../traverse';
import { isReached, type Reach } from './reach';
import { boostingIn, type TrialBoosting, type Trials } from './trial-boosting';
import { trialCount, type TrialCount } from './trial-count';
import { epochLoopsIn, type TrialLoop } from './trial-loops';

interface Base {
  readonly node: Node;
  /** Undefined when it cannot be read. */
  readonly count: TrialCount | undefined;
  /** Ends by itself when it no longer improves. */
  readonly stops: boolean;
}

export type TrialTraining =
  | (Base & { readonly kind: 'loop'; readonly loop: TrialLoop })
  | (Base & { readonly kind: 'keras'; readonly fit: KerasFit })
  | (Base & { readonly kind: 'lightning'; readonly trainer: LightningTrainer })
  | (Base & { readonly kind: 'boosting'; readonly boosting: TrialBoosting })
  | (Base & { readonly kind: 'huggingface' | 'fit' });

/** In order of how well the library is understood. */
export function trainingsIn(model: Model, trials: Trials): readonly TrialTraining[] {
  const { reach } = trials;
  const known = [
    ...loops(model, reach),
    ...keras(model, reach),
    ...lightning(model, reach),
    ...huggingFace(model, reach),
    ...boosting(model, trials),
  ];
  const others = fits(model, reach).filter((one) => !known.some((training) => training.node === one.node));
  return [...known, ...others];
}

const LIGHTNING_DEFAULT: TrialCount = { value: 1000, certainty: 'known', via: null };
const HUGGING_FACE_DEFAULT: TrialCount = { value: 3, certainty: 'known', via: null };

function loops(model: Model, reach: Reach): readonly TrialTraining[] {
  return epochLoopsIn(model, reach).map((loop) => ({
    kind: 'loop',
    node: loop.loop,
    count: loop.count,
    stops: breaksOff(loop.loop),
    loop,
  }));
}

/** `break` at the level of the epochs, under a condition: the trial's own early stopping. */
function breaksOff(loop: TrialLoop['loop']): boolean {
  return loop.body.some((one) => one.kind === 'if' && holdsBreak(one));
}

function holdsBreak(node: Extract<TrialLoop['loop']['body'][number], { kind: 'if' }>): boolean {
  return [...node.body, ...node.orelse].some((one) => one.kind === 'break' || (one.kind === 'if' && holdsBreak(one)));
}

function keras(model: Model, reach: Reach): readonly TrialTraining[] {
  return kerasFits(model).flatMap((fit): readonly TrialTraining[] => {
    if (!isReached(reach, fit.call) || isDemonstration(model, fit)) return [];
    const epochs = fit.given.get('epochs') ?? fit.given.get('nb_epoch');
    const callbacks = fit.given.get('callbacks');
    const facts = model.callbacks(callbacks?.value ?? null);
    const count = epochs ? trialCount(model, epochs.value) : undefined;
    // One epoch where none are given, as far as the arguments can be seen.
    if (!epochs && fit.given.complete) return [];
    return [{ kind: 'keras', node: fit.call, count, stops: facts.stops || !facts.complete, fit }];
  });
}

function lightning(model: Model, reach: Reach): readonly TrialTraining[] {
  return fittingTrainers(model).flatMap((trainer): readonly TrialTraining[] => {
    const { given, call } = trainer;
    const fit = trainer.fits.find((one) => isReached(reach, one));
    if (!fit || !isReached(reach, call) || isTrial(model, given)) return [];
    const epochs = given.get('max_epochs');
    const limited = given.has('max_steps') || given.has('max_time') || !given.complete;
    const count = epochs ? trialCount(model, epochs.value) : limited ? undefined : LIGHTNING_DEFAULT;
    const facts = model.callbacks(given.get('callbacks')?.value ?? null);
    return [{ kind: 'lightning', node: call, count, stops: facts.stops || !facts.complete, trainer }];
  });
}

function huggingFace(model: Model, reach: Reach): readonly TrialTraining[] {
  return model.callsOf(...TRAINING_ARGUMENTS).flatMap(({ call }): readonly TrialTraining[] => {
    const run = destinationOf(model, call).runs.find((one) => isReached(reach, one));
    if (!run) return [];
    const given = model.arguments(call, ['output_dir']);
    const epochs = given.get('num_train_epochs');
    const steps = given.has('max_steps') || !given.complete;
    const count = epochs ? trialCount(model, epochs.value) : steps ? undefined : HUGGING_FACE_DEFAULT;
    return [{ kind: 'huggingface', node: run, count, stops: model.program.mentions('EarlyStoppingCallback') }];
  });
}

function boosting(model: Model, trials: Trials): readonly TrialTraining[] {
  return boostingIn(model, trials).map((one) => ({
    kind: 'boosting',
    node: one.fit,
    count: one.rounds,
    stops: one.stops,
    boosting: one,
  }));
}

const METHODS = ['fit', 'fit_generator', 'train', 'learn', 'fine_tune', 'run', 'fit_one_cycle'];
/** fastai takes the number of epochs first. */
const COUNTED_FIRST = /^(fine_tune|fit_one_cycle)$/;
const EPOCHS = /^(n_|num_|max_|nb_|num_train_|total_)?epochs?$/;

/** `net.fit(..., max_epochs=20)`, `YOLO(...).train(epochs=50)`: any library that is told how many epochs. */
function fits(model: Model, reach: Reach): readonly TrialTraining[] {
  return METHODS.flatMap((name) => model.program.calls(name)).flatMap((call: Call): readonly TrialTraining[] => {
    if (call.func.kind !== 'attribute' || !isReached(reach, call) || isLocal(model, call)) return [];
    const named = call.args.find((one) => one.name !== null && EPOCHS.test(one.name));
    const epochs =
      named ?? (COUNTED_FIRST.test(calleeName(call)) ? call.args.find((one) => one.name === null) : undefined);
    const count = epochs ? trialCount(model, epochs.value) : undefined;
    if (!epochs || !count) return [];
    const stops = call.args.some((one) => one.name !== null && /patience|early_stop|callbacks/.test(one.name));
    return [{ kind: 'fit', node: call, count, stops }];
  });
}

/** What a function of this program does is read in the function. */
const isLocal = (model: Model, call: Call): boolean => model.calleeOf(call) !== undefined;
