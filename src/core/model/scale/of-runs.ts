/** The scale of each kind of deep-learning run: hand-written loops, Keras fits, trainers; and of a program as a whole. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { type CallRun, givenBy, runsByCall } from '../call-runs';
import type { TrainingLoop } from '../loops';
import { enclosing, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { type KerasFit, kerasFitAt, kerasFits } from '../trainers/keras-fit';
import { trainingLoopAt } from '../training-loops';
import { asNumber } from '../values';
import type { Workload } from '../workload';
import { continuedBy } from '../workloads/continued';
import { trainingsOf, workloadOf } from '../workloads/workload-of';
import { networksOf } from '../torch/frozen';
import { dataSize } from './data';
import { asKnown } from './known';
import {
  behindFrozen,
  kerasNetwork,
  type Network,
  type Shape,
  torchNetwork,
  transformerNetwork,
  UNSEEN,
} from './network';
import { optimizedModules, updatedBy } from './optimized';
import { bareNetwork } from './tape-network';
import { judge, lengthOf, type RunFacts, type Scale } from './scale';
import { programSigns } from './signs';
import { stepsOfLoop } from './steps';

/** Seconds that a step costs however small the network: kernel launches of three passes, and what Python does between them. */
const LAUNCH = { torch: 0.005, keras: 0.004, lightning: 0.008, huggingface: 0.02 } as const;

/** A loop over batches that is written out, `repeats` times over. */
export function scaleOfLoop(model: Model, loop: TrainingLoop, repeats = 1): Scale {
  const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
  const runs = loop.epoch ? runsByCall(model, loop.epoch) : [];
  if (runs.length > 0) return runs.map((run) => scaleOfCall(model, loop, run)).reduce(longer);
  const turns = Math.max(repeats, (continuedBy(model, loop).turns?.value ?? 1) * trainingsOf(workload));
  return scaleOfTorch(model, {
    workload,
    own: bareNetwork(model, loop),
    ...(loop.forwards.length > 0 ? networksOf(model, loop) : { networks: optimizedModules(model) }),
    epochs: times(epochsOfLoop(model, loop), turns),
    steps: times(stepsOfLoop(model, loop), turns),
    ...(PATIENT.has(loop.kind) ? { manyEpochs: MANY_PATIENT_EPOCHS } : {}),
  });
}

/** One of the runs that calls start, each with epochs and a network of its own. */
export function scaleOfCall(model: Model, loop: TrainingLoop, { call, epochs }: CallRun): Scale {
  const workload = workloadOf(model, call);
  return scaleOfTorch(model, {
    workload,
    networks:
      loop.forwards.length > 0 ? loop.forwards.map(({ func }) => givenBy(call, func)) : updatedBy(model, loop, call),
    epochs: times(asNumber(epochs) ?? null, trainingsOf(workload)),
    steps: null,
    ...(PATIENT.has(loop.kind) ? { manyEpochs: MANY_PATIENT_EPOCHS } : {}),
  });
}

const times = (count: number | null, repeats: number): number | null => (count === null ? null : count * repeats);

/** Nobody tries these out for long on anything that is quick. */
const PATIENT: ReadonlySet<TrainingLoop['kind']> = new Set(['gan', 'diffusion']);
const MANY_PATIENT_EPOCHS = 50;

/** A loop over batches with none around it is one pass, unless callers that were not seen repeat it, or a `while` does. */
function epochsOfLoop(model: Model, { epoch, epochs, step }: TrainingLoop): number | null {
  if (epoch) return asNumber(epochs) ?? null;
  const owner = enclosingFunction(step);
  if (step.kind !== 'for' || isRepeated(step)) return null;
  if (!owner) return 1;
  const callers = model.callersOf(owner);
  return callers.length > 0 && !callers.some(isRepeated) ? 1 : null;
}

const isRepeated = (node: Node): boolean => enclosing(node, 'while', 'function')?.kind === 'while';

/** What is known of a run, all of it or the data alone. */
type Known = Partial<Workload> | undefined;

export interface TorchRun {
  readonly workload: Known;
  /** Values among which is the network. */
  readonly networks: readonly Expr[];
  /** What is trained in place of a network. */
  readonly own?: Network | undefined;
  /** Values among which is a network that only computes what goes into the trained one. */
  readonly frozen?: readonly Expr[];
  readonly epochs: number | null;
  readonly steps: number | null;
  readonly launch?: number;
  readonly manyEpochs?: number;
  readonly fewEpochs?: number;
}

/** A run of PyTorch, whoever loops over its batches. */
export function scaleOfTorch(model: Model, run: TorchRun): Scale {
  const { workload, networks, own, frozen, ...counted } = run;
  const name = workload?.model?.value ?? null;
  const network = (shape: Shape): Network => {
    const trained = own ?? torchNetwork(model, networks, name, shape);
    return frozen ? behindFrozen(trained, torchNetwork(model, frozen, null, shape)) : trained;
  };
  return judged(model, workload, network, { launch: LAUNCH.torch, ...counted });
}

/** `model.fit(...)` of Keras, `repeats` times over. */
export function scaleOfKeras(model: Model, fit: KerasFit, repeats = 1): Scale {
  const workload = workloadOf(model, fit.call);
  const epochs = times(workload?.epochs?.value ?? null, Math.max(repeats, trainingsOf(workload)));
  const network = (shape: Shape): Network => kerasNetwork(model, fit.receiver, workload ?? {}, shape);
  const perEpoch = fit.given.get('steps_per_epoch');
  const count = perEpoch && asNumber(model.value(perEpoch.value));
  const steps = count === undefined || epochs === null ? null : count * epochs;
  return judged(model, workload, network, { epochs, steps, launch: LAUNCH.keras, batch: 32 });
}

/** A Trainer of Hugging Face. */
export function scaleOfTransformer(model: Model, workload: Workload | undefined): Scale {
  const network = (shape: Shape): Network => transformerNetwork(workload?.model?.value ?? null, shape);
  const trainings = trainingsOf(workload);
  const steps = times(workload?.maxSteps?.value ?? null, trainings);
  const epochs = times(workload?.epochs?.value ?? null, trainings);
  const accumulation = workload?.accumulation?.value ?? 1;
  const batch = (workload?.batchSize?.value ?? 8) * (steps === null ? 1 : accumulation);
  return judged(model, workload, network, { epochs, steps, launch: LAUNCH.huggingface, batch });
}

interface LightningRun {
  readonly module: Expr | undefined;
  readonly epochs: number | null;
  readonly workload: Workload | undefined;
  /** So few epochs are a trial where nothing of the network is seen. */
  readonly fewEpochs?: number;
}

/** A Trainer of Lightning that fits a module. */
export function scaleOfLightning(model: Model, { module, epochs, workload, fewEpochs }: LightningRun): Scale {
  const networks = module ? [module, ...partsOf(model, module)] : [];
  const trainings = trainingsOf(workload);
  const steps = times(workload?.maxSteps?.value ?? null, trainings);
  const limits = { manyEpochs: MANY_EPOCHS, ...(fewEpochs === undefined ? {} : { fewEpochs }) };
  const repeated = { workload, networks, epochs: times(epochs, trainings), steps };
  return scaleOfTorch(model, { ...repeated, launch: LAUNCH.lightning, ...limits });
}

/** `LitModel(resnet)`: the network that a module is built around. */
function partsOf(model: Model, module: Expr): readonly Expr[] {
  return model.origins(module).flatMap((origin) => {
    const call = origin.kind === 'instance' ? origin.call : null;
    return call ? call.args.map(({ value }) => value) : [];
  });
}

type Counted = Pick<RunFacts, 'epochs' | 'steps' | 'launch'> & {
  readonly batch?: number;
  readonly manyEpochs?: number;
  readonly fewEpochs?: number;
};

function judged(model: Model, workload: Known, network: (shape: Shape) => Network, counted: Counted): Scale {
  const data = dataSize(model, workload);
  const shape = { pixels: data.pixels, tokens: workload?.sequenceLength?.value ?? null };
  const batch = workload?.batchSize?.value ?? counted.batch ?? null;
  const observed = workload?.observedSeconds?.value ?? null;
  const steps = counted.steps ?? workload?.observedSteps?.value ?? null;
  return judge(
    {
      ...data,
      manyEpochs: null,
      fewEpochs: null,
      ...counted,
      steps,
      batch,
      observed,
      network: asKnown(network(shape), workload),
    },
    programSigns(model),
  );
}

/** Answers of their own, so that a change to one run leaves what is known of the others. */
const scaleAtLoop = perModelAnd((model: Model, step: Node): Scale | undefined => {
  const loop = trainingLoopAt(model, step);
  return loop && scaleOfLoop(model, loop);
});
const scaleAtFit = perModelAnd((model: Model, call: Call): Scale | undefined => {
  const fit = kerasFitAt(model, call);
  return fit && scaleOfKeras(model, fit);
});

/** The longest of the runs that the program holds; where it holds none, what it shows by itself. */
export const scaleOfProgram = perModel((model): Scale => {
  const scales = [
    ...model.trainingLoops.map((loop) => scaleAtLoop(model, loop.step) ?? scaleOfLoop(model, loop)),
    ...kerasFits(model).map((fit) => scaleAtFit(model, fit.call) ?? scaleOfKeras(model, fit)),
    ...model.workloads.flatMap((one) => trainerScale(model, one) ?? []),
  ];
  return scales.reduce<Scale | undefined>(longer, undefined) ?? judged(model, undefined, () => UNSEEN, NOT_COUNTED);
});

const NOT_COUNTED: Counted = { epochs: null, steps: null, launch: LAUNCH.torch };

function trainerScale(model: Model, workload: Workload): Scale | undefined {
  if (workload.kind !== 'train') return undefined;
  if (workload.framework === 'huggingface') return scaleOfTransformer(model, workload);
  if (workload.framework !== 'lightning') return undefined;
  return scaleOfLightning(model, { module: undefined, epochs: workload.epochs?.value ?? null, workload });
}

export function longer(one: Scale | undefined, other: Scale): Scale {
  return one && lengthOf(one) >= lengthOf(other) ? one : other;
}

/** So many epochs of a Lightning module, or of all trials of a search, are seldom over at once. */
const MANY_EPOCHS = 100;

/** What the first `trainer.fit(module)` is given. */
export function fittedModule(fits: readonly Call[]): Expr | undefined {
  const args = fits[0]?.args ?? [];
  return (args.find((one) => one.name === 'model') ?? args.find((one) => one.name === null && one.star === ''))?.value;
}

/** All trials of a search together, of which each trains for some epochs. */
export function scaleOfTrials(model: Model, workload: Workload | undefined, epochs: number | null): Scale {
  if (workload?.framework === 'huggingface')
    return scaleOfTransformer(model, {
      ...workload,
      epochs: workload.epochs && epochs ? { ...workload.epochs, value: epochs } : null,
    });
  const networks = model.trainingLoops.flatMap(({ forwards }) => forwards.map(({ func }) => func));
  return scaleOfTorch(model, { workload, networks, epochs, steps: null, manyEpochs: MANY_EPOCHS });
}
