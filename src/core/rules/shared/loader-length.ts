/** How loud it may be that workers are started anew: only where it happens often, in a run that lasts. */
import { epochLoopAround } from '../../model/epoch-loops';
import type { Loader } from '../../model/loaders/find-loaders';
import type { DatasetFacts } from '../../model/loaders/dataset-facts';
import { loopsAround, type Reading } from '../../model/loaders/readings';
import type { Model } from '../../model/model';
import { longer, scaleOfLightning, scaleOfLoop } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { asNumber } from '../../model/values';
import { dataOf } from '../../model/workloads/data';
import { hasFewRows, workloadOf } from '../../model/workloads/workload-of';
import { type Level, unlessShort } from './level';

export interface ReadLoader {
  readonly loader: Loader;
  readonly dataset: DatasetFacts;
  /** Null where they cannot be counted. */
  readonly passes: number | null;
}

export function respawnLevel(model: Model, read: ReadLoader): Level {
  const { passes } = read;
  const { readings } = read.loader;
  if (passes === null && !readings.some((one) => isRepeated(model, one))) return 'hint';
  if (isGoneThroughAtOnce(model, read)) return 'hint';
  const scale = readings
    .flatMap((one) => scaleOfReading(model, one) ?? [])
    .reduce<Scale | undefined>(longer, undefined);
  return scale ? unlessShort('information', scale) : 'information';
}

/** Batches of tensors in memory are handed out in moments; so few of them make no run of minutes. */
const FEW_BATCHES = 2000;
/** Rows of a batch and passes that are not known. */
const USUAL_BATCH = 32;
const USUAL_PASSES = 20;

function isGoneThroughAtOnce(model: Model, { loader, dataset, passes }: ReadLoader): boolean {
  const samples = loader.dataset ? dataOf(model, loader.dataset).samples : null;
  if (!samples || samples.certainty === 'default') return false;
  if (hasFewRows(samples)) return true;
  if (dataset.work !== 'none') return false;
  const size = loader.given.get('batch_size')?.value;
  const batch = (size && asNumber(model.value(size))) ?? USUAL_BATCH;
  return Math.ceil(samples.value / Math.max(1, batch)) * (passes ?? USUAL_PASSES) < FEW_BATCHES;
}

/** Read anew in each turn of a loop, however many those are; code that is not seen may read it once. */
function isRepeated(model: Model, { kind, node, loop, passes }: Reading): boolean {
  if (passes !== null) return false;
  return (
    kind === 'lightning' ||
    isIteratedAnew(loop) ||
    loopsAround(node).length > 0 ||
    epochLoopAround(model, node) !== undefined
  );
}

/** A loop that takes its batches with `next`, and begins again when there are none left. */
function isIteratedAnew(loop: Reading['loop']): boolean {
  return loop?.kind === 'while' || (loop?.kind === 'for' && loop.iter.kind === 'call' && isCount(loop.iter.func));
}

const isCount = (func: Extract<NonNullable<Reading['loop']>, { kind: 'for' }>['iter']): boolean =>
  func.kind === 'name' && /^x?range$|^trange$/.test(func.id);

function scaleOfReading(model: Model, { kind, node, loop }: Reading): Scale | undefined {
  const training = model.trainingLoops.find(({ step }) => step === loop);
  if (training) return scaleOfLoop(model, training);
  const workload = kind === 'lightning' ? workloadOf(model, node) : undefined;
  return workload && scaleOfLightning(model, { module: undefined, epochs: workload.epochs?.value ?? null, workload });
}
