/** What a deep-learning workload does: which model, how much work a sample is, how many samples pass. */
import { datasetNamed, type DatasetFacts } from '../../data/datasets';
import { forwardFlops, modelNamed, type ModelFacts } from '../../data/models';
import type { Workload } from '../model/workload';
import { fromData, fromPrior, LIMITS, numberOf, type Known } from './facts';
import { CLASSES, type WorkClass } from './priors/classes';

export interface Work {
  readonly model: ModelFacts | null;
  readonly dataset: DatasetFacts | null;
  readonly workClass: WorkClass;
  /** FLOPs of one forward pass of one sample; null where only the class tells, see `usualFlops`. */
  readonly flops: Known | null;
  /** Edge of the images that reach the model; null for other data. */
  readonly pixels: Known | null;
  readonly tokens: Known | null;
  /** Layers that multiply, of a network whose layers were counted. */
  readonly layers: number | null;
  /** Samples that pass in one epoch. */
  readonly samples: Known;
  readonly batch: Known;
}

/** Everything that a workload and the bundled tables determine, priors for the rest. */
export function workOf(workload: Workload): Work {
  const family = workload.framework === 'keras' || workload.framework === 'tensorflow' ? 'keras' : 'any';
  const model = workload.model === null ? null : (modelNamed(workload.model.value, family) ?? null);
  const dataset = workload.dataset === null ? null : (datasetNamed(workload.dataset.value) ?? null);
  const flops = numberOf(workload.flopsPerSample, 1e20);
  const parameters = numberOf(workload.parameters, 1e14);
  const pixels = pixelsOf(workload, model, dataset);
  const workClass = classOf(model, workload, parameters?.value ?? null, flops?.value ?? null, pixels);
  const tokens = tokensOf(workload, model, dataset);
  return {
    model,
    dataset,
    workClass,
    flops: flops ?? flopsOf(isOwn(model, parameters, pixels) ? null : model, pixels, tokens, parameters),
    pixels,
    tokens,
    layers: layersOf(model, workload),
    samples: samplesOf(workload, dataset, workClass, tokens),
    batch: batchOf(workload),
  };
}

const TABULAR = /ncf|recommender|factorization|tabnet|dlrm|wide_?deep|^mlp/i;
const RECURRENT = /lstm|gru|rnn|recurrent|seq2seq|deepspeech/i;

function classOf(
  model: ModelFacts | null,
  workload: Workload,
  parameters: number | null,
  flops: number | null,
  pixels: Known | null,
): WorkClass {
  if (model !== null) return isTinyNetwork(model) ? 'small' : model.modelClass;
  const name = workload.model?.value ?? '';
  if (RECURRENT.test(name)) return 'recurrent';
  if (TABULAR.test(name)) return 'small';
  if (workload.layers && flops !== null)
    return classOfLayers(workload.layers.value, flops, workload.layerCount?.value ?? 1);
  // A convolution uses each weight many times, a dense layer once: the ratio tells them apart.
  if (flops !== null && flops > 5e8) return parameters !== null && flops / parameters > 20 ? 'cnn' : 'transformer';
  if (pixels !== null && parameters !== null && parameters >= 1e6) return 'cnn';
  if (parameters !== null || flops !== null) return (parameters ?? 0) > 5e7 ? 'transformer' : 'small';
  if (workload.layers?.value === 'dense') return 'small';
  // What a Trainer trains is a transformer, and adapters are for those that are too large to train whole.
  if (workload.framework === 'huggingface') return workload.trains?.value === 'adapter' ? 'llm' : 'transformer';
  return 'unknown';
}

/** LeNet: a few layers, whose launches and not their work take the time. */
const isTinyNetwork = (model: ModelFacts): boolean =>
  model.work.kind === 'image' && forwardFlops(model, null, null) < TINY_FLOPS;
/** MobileNets and ShuffleNets begin at 8e7. */
const TINY_FLOPS = 3e7;

/** A recurrent layer launches for each step of the sequence, so that its number says little. */
function layersOf(model: ModelFacts | null, { layers, layerCount }: Workload): number | null {
  return model !== null || !layers || layers.value === 'recurrent' || !layerCount
    ? null
    : Math.max(1, layerCount.value);
}

/** FLOPs of a layer for one sample: compact networks at 224 pixels have 5e6 (ShuffleNet) to 11e6, ResNets 150e6. */
const FEW_A_LAYER = 5e6;
const MANY_A_LAYER = 4e7;

/**
 * Of a network whose layers were counted. What a layer does for a sample says how well it fills a device, whatever their number:
 * a ResNet of 110 layers on tiny pictures is as slow for its work as one of 20.
 */
function classOfLayers(
  kind: NonNullable<NonNullable<Workload['layers']>['value']>,
  flops: number,
  count: number,
): WorkClass {
  const each = flops / Math.max(1, count);
  if (kind === 'recurrent') return 'recurrent';
  if (kind === 'convolutional') return each < FEW_A_LAYER ? 'small' : each < MANY_A_LAYER ? 'compact' : 'cnn';
  return flops > 5e8 ? 'transformer' : 'small';
}

/** Pictures of at most this edge are stored as arrays: nothing to decode. */
export const TINY = 64;

/**
 * Edge of the pictures that the network sees. Known for tiny pictures is only what is stored: a network made for larger ones may
 * take them as they are, be adapted to them or have them enlarged. In between lies a third of the usual work.
 */
function pixelsOf(workload: Workload, model: ModelFacts | null, dataset: DatasetFacts | null): Known | null {
  const written = numberOf(workload.imageSize, LIMITS.pixels);
  if (written !== null) return written;
  const usual = model?.work.kind === 'image' ? model.work.pixels : null;
  const stored = dataset?.pixels ?? null;
  if (usual === null) return stored === null ? null : fromData(stored, dataset?.source ?? '');
  if (stored === null || stored > TINY || stored >= usual)
    return { ...fromData(usual, model?.source ?? ''), sigma: 0.1 };
  return fromPrior(usual * Math.sqrt(0.3), 0.55, `pictures of ${stored} pixels: as they are, adapted or enlarged`);
}

function tokensOf(workload: Workload, model: ModelFacts | null, dataset: DatasetFacts | null): Known | null {
  const written = numberOf(workload.sequenceLength, LIMITS.tokens);
  if (written !== null) return written;
  if (model === null || model.work.kind !== 'sequence') return null;
  if (isTuned(model, workload, dataset)) {
    return fromPrior(256, 0.7, 'instructions and answers are a few hundred tokens, padded to the longest of a batch');
  }
  const usual = model.work.tokens;
  const length = dataset?.longDocuments === true ? Math.max(usual, 320) : usual;
  return fromPrior(length, 0.5, 'usual sequence length for this checkpoint and data set');
}

/** A large model that a Trainer fits to examples: each is as long as it is, where no length is written. */
function isTuned(model: ModelFacts, workload: Workload, dataset: DatasetFacts | null): boolean {
  const isCorpus = dataset !== null && (dataset.tokens !== null || dataset.longDocuments);
  return model.modelClass === 'llm' && workload.framework === 'huggingface' && !isCorpus && workload.dataset !== null;
}

/**
 * A network of the source that only shares its name with a published one: of another size, or made for tiny pictures, where it
 * leaves out the first reductions of the published one and does ten times its work.
 */
function isOwn(model: ModelFacts | null, parameters: Known | null, pixels: Known | null): boolean {
  if (model === null || parameters === null || model.work.kind !== 'image') return false;
  const relative = parameters.value / model.parameters;
  return relative < 0.7 || relative > 1.4 || (pixels !== null && pixels.value <= TINY);
}

function flopsOf(
  model: ModelFacts | null,
  pixels: Known | null,
  tokens: Known | null,
  parameters: Known | null,
): Known | null {
  if (model !== null) {
    const value = forwardFlops(model, pixels?.value ?? null, tokens?.value ?? null);
    const sigma = model.work.kind === 'image' ? 2 * (pixels?.sigma ?? 0) : (tokens?.sigma ?? 0);
    return { value, sigma, origin: 'bundled data', source: model.source };
  }
  if (parameters === null) return null;
  // Dense layers use a weight once a sample; convolutions 20-150 times at 32 pixels and 90-160 at 224.
  const uses = pixels === null ? 4 : 40 * Math.max(1, pixels.value / 32) ** 0.55;
  return fromPrior(2 * parameters.value * uses, pixels === null ? 1.1 : 0.9, 'from the parameters counted in the code');
}

/** Forward FLOPs of a network of Keras that nothing is known of: most are the layers of a tutorial. */
const OF_KERAS = 1e7;
/** Standard deviation of ln(FLOPs): from DistilBERT at 128 tokens to a large BERT at 512; among language models of 1 to 13 billion. */
const AMONG_TRANSFORMERS = 1.5;
/**
 * Networks whose layers could be counted, in public training scripts that name no published one, have 4e5 to 6e9 training FLOPs a
 * sample (10th and 90th percentile of 73).
 */
const AMONG_ALL = 3.5;

/**
 * FLOPs of one forward pass of a network that only its class tells of; without them a step would cost its launches alone, whatever
 * it computes. Null of a small network, where the launches do decide.
 */
export function usualFlops({ framework }: Workload, workClass: WorkClass): Known | null {
  const label = CLASSES[workClass].label;
  if (workClass === 'small') return null;
  if (workClass !== 'unknown' && workClass !== 'recurrent')
    return fromPrior(CLASSES[workClass].reference / 3, AMONG_TRANSFORMERS, `${label} of unknown size`);
  const usual = framework === 'keras' || framework === 'tensorflow' ? OF_KERAS : CLASSES[workClass].reference / 3;
  return fromPrior(usual, AMONG_ALL, `${label}: any size`);
}

function samplesOf(
  workload: Workload,
  dataset: DatasetFacts | null,
  workClass: WorkClass,
  tokens: Known | null,
): Known {
  const written = numberOf(workload.samples, LIMITS.samples);
  if (written !== null) return written;
  if (dataset === null) return fromPrior(CLASSES[workClass].usualSamples, 1.2, 'data set size unknown');
  const share = numberOf(workload.share, 1)?.value ?? 1;
  if (dataset.tokens !== null && tokens !== null) {
    return { ...fromData(Math.max(1, (dataset.tokens * share) / tokens.value), dataset.source), sigma: 0.1 };
  }
  return fromData(Math.max(1, dataset.samples * share), `${dataset.source} (${dataset.year})`);
}

function batchOf(workload: Workload): Known {
  const written = numberOf(workload.batchSize, LIMITS.batch);
  if (written !== null) return written;
  if (workload.framework === 'keras') return { ...fromPrior(32, 0, 'default of fit'), origin: 'code default' };
  if (workload.framework === 'huggingface') return { ...fromPrior(8, 0, 'default of Trainer'), origin: 'code default' };
  return fromPrior(64, 0.9, 'batch size unknown');
}
