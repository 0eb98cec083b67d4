/** What is wrong with one data loader: no workers, workers that are started anew each epoch, batches that are not pinned. */
import { loadersElsewhere, type Elsewhere } from '../../model/loaders/elsewhere';
import { loaders, SAMPLING, type Loader } from '../../model/loaders/find-loaders';
import { movesBatches } from '../../model/loaders/batch-moves';
import { datasetOf, workFor, type DatasetFacts } from '../../model/loaders/dataset-facts';
import { changesBetweenEpochs, isOnDevice, speaksOfMemory } from '../../model/loaders/hazards';
import type { Reading } from '../../model/loaders/readings';
import { workersOf, type Workers } from '../../model/loaders/workers';
import { TRAINER } from '../../model/trainers/lightning';
import { isLeftOnCpu } from '../../model/torch/left-on-cpu';
import { hasLivingWorkers } from '../../model/torch/release';
import type { DeviceKind } from '../../model/device';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { readSwitch } from '../../model/setting';
import { lowered, type Level } from './level';
import { runsOnAccelerator } from './lightning-precision';
import { respawnLevel } from './loader-length';
import { isReinforcement } from './special-training';

/** In order of worth. */
export type Problem = 'workers' | 'respawn' | 'unpinned';

export interface JudgedLoader {
  readonly loader: Loader;
  /** The function of another file that makes it; null for one that is made here. */
  readonly elsewhere: Elsewhere | null;
  readonly workers: Workers;
  readonly dataset: DatasetFacts;
  /** The work that the training process does itself for each item, in words. */
  readonly work: string | undefined;
  readonly device: DeviceKind;
  /** Times it is read from start to end; null for "more than once, unknown how often". */
  readonly passes: number | null;
  readonly trains: boolean;
  /** How loud each of its problems is. */
  readonly problems: ReadonlyMap<Problem, Level>;
  /** The data set is changed between epochs, so workers must not live on. */
  readonly changes: boolean;
}

/** Below this many epochs starting workers anew costs next to nothing. */
export const FEW_EPOCHS = 5;

export const judgedLoaders = perModel(judgeAll);

function judgeAll(model: Model): readonly JudgedLoader[] {
  if (model.document.isTest || isReinforcement(model)) return [];
  const isRead = ({ readings }: Loader): boolean => readings.length > 0;
  const here = loaders(model).filter(isRead);
  const others = loadersElsewhere(model).filter(isRead);
  return [
    ...here.map((loader) => judge(model, loader, null)),
    ...others.map((loader) => judge(model, loader, loader.elsewhere)),
  ].sort((a, b) => a.loader.call.start - b.loader.call.start);
}

function judge(model: Model, loader: Loader, elsewhere: Elsewhere | null): JudgedLoader {
  const passes = elsewhere ? mostPasses(loader) : totalPasses(loader);
  const dataset = datasetOf(model, loader.dataset);
  const facts = {
    loader,
    elsewhere,
    workers: elsewhere?.workers ?? workersOf(model, loader.given),
    dataset,
    work: elsewhere ? (elsewhere.work ?? undefined) : workFor(model, loader, dataset),
    device: deviceOf(model, loader),
    passes,
    trains: loader.readings.some((one) => one.trains),
    changes: changesBetweenEpochs(model, loader),
  };
  const problems = new Map<Problem, Level>();
  if (passes === null || passes > 1) {
    for (const [problem, level] of Object.entries(PROBLEMS)) {
      const found = level(model, facts);
      if (found) problems.set(problem as Problem, lowered(found, loader.certainty === 'may' ? 1 : 0));
    }
  }
  return { ...facts, problems: isOnDevice(model, loader, facts.dataset) ? new Map() : problems };
}

function totalPasses(loader: Loader): number | null {
  let total = 0;
  for (const { passes } of loader.readings) {
    if (passes === null) return null;
    total += passes;
  }
  return total;
}

/** A call may stand for several loaders, each with readings of its own. */
function mostPasses({ readings }: Loader): number | null {
  const passes = readings.map((one) => one.passes);
  return passes.includes(null) ? null : Math.max(0, ...passes.map(Number));
}

/** Where the batches go: what the Trainer says where Lightning reads them, else what the program says. */
function deviceOf(model: Model, { readings }: Loader): DeviceKind {
  if (!readings.some((one) => one.kind === 'lightning'))
    return areLeftOnCpu(model, readings) ? 'unknown' : model.device.kind;
  const trainers = model.callsOf(TRAINER).map(({ call }) => runsOnAccelerator(model, model.arguments(call, [])));
  if (trainers.length === 0) return 'unknown';
  if (trainers.includes('yes')) return 'accelerator';
  return trainers.includes('perhaps') ? 'conditional' : 'cpu';
}

/** All that trains with its batches is moved nowhere. */
function areLeftOnCpu(model: Model, readings: readonly Reading[]): boolean {
  const trainings = readings.filter(({ trains, loop }) => trains && loop !== null);
  return trainings.length > 0 && trainings.every(({ node }) => isLeftOnCpu(model, node));
}

type Facts = Omit<JudgedLoader, 'problems'>;

const PROBLEMS: Readonly<Record<Problem, (model: Model, facts: Facts) => Level | undefined>> = {
  workers: withoutWorkers,
  respawn: respawning,
  unpinned,
};

function withoutWorkers(model: Model, facts: Facts): Level | undefined {
  const { workers, device } = facts;
  if (workers.count !== 'none' || device === 'cpu' || isPrefetched(model) || facts.work === undefined) return undefined;
  const steps =
    (workers.overridable ? 1 : 0) + (device === 'unknown' ? 1 : 0) + (readsWholeStream(facts.dataset) ? 1 : 0);
  return lowered('information', steps);
}

/** A stream of this program, which each worker would read from start to end unless it learns to share. */
export function readsWholeStream({ stream, definitions }: DatasetFacts): boolean {
  return stream === 'yes' && definitions.length > 0;
}

export const STREAM_NOTE = 'each worker reads the whole stream unless the data set shares it out by get_worker_info()';

/** A thread reads ahead, which is meant to do without worker processes. */
function isPrefetched(model: Model): boolean {
  return ['ThreadBuffer', 'ThreadDataLoader', 'BackgroundGenerator'].some((name) => model.program.mentions(name));
}

function respawning(model: Model, { loader, elsewhere, workers, dataset, passes, changes }: Facts): Level | undefined {
  if ((workers.count !== 'some' && workers.count !== 'mixed') || changes || !hasLivingWorkers(model)) return undefined;
  if (passes !== null && passes < FEW_EPOCHS) return undefined;
  if (elsewhere ? elsewhere.persistent !== 'off' : mayLiveOn(model, loader)) return undefined;
  if (isRebuilt(model, loader) || speaksOfMemory(model, loader) || isOption(workers)) return undefined;
  const isUncounted = elsewhere !== null && passes === null;
  const level = respawnLevel(model, { loader, dataset, passes });
  return lowered(level, workers.overridable || workers.count === 'mixed' || isUncounted ? 1 : 0);
}

function mayLiveOn(model: Model, { given }: Loader): boolean {
  return !given.complete || readSwitch(model, given, 'persistent_workers') === 'on';
}

/** Whoever has an option for the workers measures what they need; a parameter of a function is a default like any. */
function isOption({ overridable, via }: Workers): boolean {
  return overridable && !via?.startsWith('parameter');
}

/** Lightning can be told to make new loaders each epoch. */
function isRebuilt(model: Model, { readings }: Loader): boolean {
  return (
    readings.some((one) => one.kind === 'lightning') && model.program.first('reload_dataloaders_every') !== undefined
  );
}

function unpinned(model: Model, { loader, elsewhere, device }: Facts): Level | undefined {
  if (device !== 'accelerator' && device !== 'conditional') return undefined;
  // The features of a sampled batch are gathered from the graph after its numbers would have been pinned.
  if (elsewhere || !loader.given.complete || SAMPLING.test(loader.name)) return undefined;
  const pinned = readSwitch(model, loader.given, 'pin_memory');
  return pinned !== 'on' && isCopied(model, loader) ? 'hint' : undefined;
}

function isCopied(model: Model, { readings }: Loader): boolean {
  return (
    isCopiedToTrain(model) &&
    readings.some(({ kind, loop }) => {
      if (kind === 'lightning') return true;
      return loop?.kind === 'for' && (movesBatches(model, loop) || isPrepared(model));
    })
  );
}

/** Where no loop that trains copies its batches, they are on the accelerator already, and cannot be pinned. */
const isCopiedToTrain = perModel((model): boolean => {
  const steps = model.trainingLoops.flatMap(({ step }) => (step.kind === 'for' ? [step] : []));
  return steps.length === 0 || isPrepared(model) || steps.some((step) => movesBatches(model, step));
});

/** Accelerate copies the batches of the loaders it prepares. */
function isPrepared(model: Model): boolean {
  return model.callsOf('accelerate.Accelerator').length > 0 && model.program.calls('prepare').length > 0;
}
