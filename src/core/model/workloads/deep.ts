/** Training runs of PyTorch loops, Keras, Hugging Face and Lightning. */
import { optimizedModules, updatedBy } from '../scale/optimized';
import { fittingTrainers, type LightningTrainer } from '../trainers/lightning';
import { parsedTrainers } from '../trainers/lightning-parsed';
import type { Call, Expr, Node } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { givenBy, runsByCall } from '../call-runs';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { asString, type Value } from '../values';
import type { Fact, Workload } from '../workload';
import { perModel, perModelAnd } from '../per-model';
import { trainingLoopAt } from '../training-loops';
import { continuedBy, timesTurns } from './continued';
import { dataOf } from './data';
import { partOf } from './data-facts';
import { argumentNumber, assumed, known, numberFact, numberOf, repeatsOf, workload } from './fact';
import { ofMember, trainingLoader } from './lightning-data';
import { lightningShare, lightningSteps } from './lightning-limits';
import { importedRuns } from './imported';
import { movedWorkloads } from './move';
import { modelName } from './names';
import { modelSize } from './size';
import { precisionOf } from './precision';
import { replicasOf } from './replicas';
import { stepData, stepsOf } from './steps';
import { tokenLength } from './text-length';
import { toldDataset } from './told-data';
import { trainedPart } from './trained-part';
import { yoloRuns } from './yolo';
import { huggingFaceRuns } from './hugging-face';
import { kerasRuns } from './keras';
import { namedBatch } from './named-batch';

export function deepWorkloads(model: Model): readonly Workload[] {
  return kinds
    .flatMap((runs) => runs(model))
    .map((run) =>
      run.kind === 'train'
        ? {
            ...run,
            ...trainedPart(model, run.span),
            dataset: run.dataset ?? toldDataset(model),
            replicas: replicasOf(model),
          }
        : run,
    );
}

function torchLoops(model: Model): readonly Workload[] {
  const seen = new Set<number>();
  return model.trainingLoops.flatMap(({ epoch, step }) => {
    const { start } = epoch ?? step;
    if (seen.has(start)) return [];
    seen.add(start);
    return runOfLoop(model, step);
  });
}

const runOfLoop = perModelAnd((model: Model, step: Node): readonly Workload[] => {
  const loop = trainingLoopAt(model, step);
  if (!loop) return [];
  const calls = loop.epoch ? runsByCall(model, loop.epoch) : [];
  if (calls.length === 0) return [runOf(model, loop, { node: loop.epoch ?? loop.step, epochs: loop.epochs })];
  return calls.map(({ call, epochs }) => runOf(model, loop, { node: call, epochs, call }));
}, movedWorkloads);

interface LoopRun {
  readonly node: Node;
  readonly epochs: Value;
  /** The call that starts it, where it is one of several. */
  readonly call?: Call;
}

function runOf(model: Model, loop: TrainingLoop, { node, epochs, call }: LoopRun): Workload {
  const { outer, turns } = continuedBy(model, loop, call);
  const trained = loop.model && call ? givenBy(call, loop.model) : loop.model;
  const maxSteps = stepsOf(model, loop, (steps) => timesTurns(steps, turns));
  const stepped = stepData(model, loop);
  const data = {
    ...stepped,
    batchSize: stepped.batchSize ?? namedBatch(model, loop),
    sequenceLength: tokenLength(model),
    // How often a loop without an end goes through its rows is not in the source.
    ...(loop.epoch === null && loop.step.kind === 'while' && maxSteps === null && { samples: null }),
  };
  return workload(model, node, 'train', loop.framework === 'torch' ? 'torch' : 'tensorflow', {
    model: modelName(model, trained ?? engineOf(model, loop)) ?? modelName(model, updatedModel(model, loop, call)),
    ...modelSize(model, trained ?? updatedModel(model, loop, call), data),
    ...data,
    epochs: timesTurns(numberFact(epochs), turns),
    ...repeatsOf(model, outer),
    maxSteps,
    precision: precisionOf(model),
  });
}

/** Where no forward call shows the model: `engine` of `engine.backward(loss)`, `net` of `tape.gradient(loss, net.trainable_variables)`. */
function engineOf(model: Model, { backward, framework }: TrainingLoop): Expr | undefined {
  const { func, args } = backward;
  const trained = framework === 'torch' ? func : args[1]?.value;
  if (trained?.kind !== 'attribute' || args.length === 0) return undefined;
  return isLauncher(model, trained.value) ? undefined : trained.value;
}

/** `accelerator.backward(loss)`: it runs whatever it was given. */
const isLauncher = (model: Model, engine: Expr): boolean =>
  model.origins(engine).some((one) => one.kind === 'result' && /\.(Accelerator|Fabric)$/.test(one.of));

/** What the optimizer has the parameters of, where a helper that computes the loss hides the forward pass. */
function updatedModel(model: Model, loop: TrainingLoop, call: Call | undefined): Expr | undefined {
  if (loop.framework !== 'torch') return undefined;
  return (call && updatedBy(model, loop, call)[0]) ?? optimizedModules(model)[0];
}

function lightningRuns(model: Model): readonly Workload[] {
  return [
    ...fittingTrainers(model).map((trainer) => lightningRun(model, trainer)),
    ...parsedTrainers(model).map((trainer) => byOptions(lightningRun(model, trainer))),
  ];
}

function lightningRun(model: Model, { call, given, fits }: LightningTrainer): Workload {
  const fit = fits[0] ?? call;
  const written = given.get('max_epochs');
  const hasLimit = given.has('max_steps') || given.has('max_time') || !given.complete;
  const epochs = written ? argumentNumber(model, written) : hasLimit ? null : assumed(1000, 'default of Lightning');
  const share = lightningShare(model, given);
  const data = ofMember(model, fit, dataOf(model, trainingLoader(model, fit)));
  return workload(model, fit, 'train', 'lightning', {
    model: modelName(model, fittedModel(fit)),
    ...modelSize(model, fittedModel(fit), { ...data, sequenceLength: tokenLength(model) }),
    ...(share ? partOf(data, share) : data),
    sequenceLength: tokenLength(model),
    epochs,
    maxSteps: lightningSteps(model, { given, epochs, data }),
    devices: timesNodes(model, devicesOf(model, given.get('devices')?.value), given),
    precision: lightningPrecision(model, given),
    stopsEarly: given.has('callbacks') ? model.callbacks(given.get('callbacks')?.value ?? null).stops : false,
  });
}

/** The command line may say otherwise. */
function byOptions(run: Workload): Workload {
  const soft = (fact: Fact<number>): Fact<number> => fact && { ...fact, certainty: 'default' };
  return { ...run, epochs: soft(run.epochs), maxSteps: soft(run.maxSteps), devices: soft(run.devices) };
}

function fittedModel(fit: Call): Expr | undefined {
  const named = fit.args.find((one) => one.name === 'model');
  return (named ?? fit.args.find((one) => one.name === null && one.star === ''))?.value;
}

function devicesOf(model: Model, expression: Expr | undefined): Fact<number> {
  const count = numberOf(model, expression);
  if (count) return count.value > 0 ? count : null;
  const only = expression ? model.value(expression).alternatives[0] : undefined;
  return only?.type === 'sequence' && only.length !== null ? known(only.length) : null;
}

/** `devices` are those of one machine. */
function timesNodes(model: Model, devices: Fact<number>, given: Arguments): Fact<number> {
  const nodes = given.get('num_nodes');
  const count = nodes ? argumentNumber(model, nodes) : known(1);
  return devices && count ? { ...devices, value: devices.value * count.value } : null;
}

function lightningPrecision(model: Model, given: Arguments): Workload['precision'] {
  const bound = given.get('precision');
  if (!bound) return given.complete ? known('fp32') : null;
  const value = model.value(bound.value);
  const text = asString(value) ?? String(numberFact(value)?.value ?? '');
  if (/^bf16/.test(text)) return known(text === 'bf16-true' ? 'bf16' : 'mixed');
  if (/^16/.test(text)) return known('mixed');
  return /^32/.test(text) ? known('fp32') : /^64/.test(text) ? known('fp64') : null;
}

/** Each kind is found for itself, so that a change to one leaves the others alone. */
const kinds = [torchLoops, importedRuns, kerasRuns, huggingFaceRuns, lightningRuns, yoloRuns].map((find) =>
  perModel((model: Model) => find(model), movedWorkloads),
);
