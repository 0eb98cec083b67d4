/** How large the network of a run is, and what one forward pass of one example costs. */
import { forwardFlops, modelNamed } from '../../../data/models';
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { kerasWork } from '../keras-work';
import { perceptronWeights } from '../keras-layers';
import type { Model } from '../model';
import { isMadeNarrow } from './narrow';
import { networkOf } from '../networks/network';
import { perModelAnd } from '../per-model';
import { type LayerFacts, MODULES } from '../torch/layers';
import { modelAmong, type TrainedModel } from '../torch/trained-model';
import type { Workload } from '../workload';

/** Networks of fewer weights are tiny: their runs take seconds, or the input pipeline decides. */
export const TINY_WEIGHTS = 1_000_000;

export interface Network {
  /** Weights that were counted or are known of a published network; at least so many where `complete` is false. */
  readonly weights: number | null;
  readonly complete: boolean;
  /** Operations of one forward pass of one example. */
  readonly flops: number | null;
  readonly convolutional: boolean;
  /** Linear layers and nothing else that multiplies: each weight is used once for an example. */
  readonly dense: boolean;
  /** Layers that multiply; 0 where they were not seen. */
  readonly layers: number;
  /** A few linear layers over the rows of a file, as wide as it has columns. */
  readonly overTable: boolean;
  /** Its name is that of an architecture of many layers. */
  readonly deep: boolean;
  /** It comes from a library of published networks. */
  readonly pretrained: boolean;
  /** It was not counted, and what is seen of its widths is small. */
  readonly narrow: boolean;
}

export const UNSEEN: Network = {
  weights: null,
  complete: false,
  flops: null,
  convolutional: false,
  dense: false,
  layers: 0,
  overTable: false,
  deep: false,
  pretrained: false,
  narrow: false,
};

/** What decides how often a weight is used for one example. */
export interface Shape {
  readonly pixels: number | null;
  readonly tokens: number | null;
}

/** The network of PyTorch among some values, in whatever it is wrapped. */
export function torchNetwork(model: Model, given: readonly Expr[], name: string | null, shape: Shape): Network {
  const values = given.map((one) => (one.kind === 'attribute' && one.attr === 'forward' ? one.value : one));
  const trained = modelAmong(model, values);
  const counted = countedNetwork(model, trained, shape);
  if (counted.complete || counted.overTable) return counted;
  const named = name === null ? null : namedNetwork(name, shape);
  if (named) return named;
  const wide = values.filter((one) => !isMadeNarrow(model, one));
  const isOpen = wide.length === values.length && !values.some((one) => isExercise(model, one));
  return {
    ...counted,
    deep: DEEP.test(name ?? '') && isOpen,
    pretrained: wide.some((value) => isPublished(model, value)),
    narrow: wide.length < values.length && !wide.some((value) => isNetwork(model, value)),
  };
}

/** Architectures that nobody trains in a moment, under the names that their implementations have. */
const DEEP =
  /(res|resnext|dense|mobile|efficient|google|wide|seg|hour|highres|swin)_?net|^vgg|inception|unet|deeplab|rcnn|yolo|bert|gpt|^vit|llama|transformer|wavenet|^alexnet|stylegan|cyclegan/i;

/** A name says little of a network that is not written yet. */
const isExercise = (model: Model, value: Expr): boolean => networkOf(model, value)?.unwritten === true;

/** Something that may have weights, rather than a loss. */
const isNetwork = (model: Model, value: Expr): boolean =>
  !model.origins(value).some((origin) => {
    const name = origin.kind === 'instance' ? origin.of.name : origin.kind === 'result' ? origin.of : '';
    return /Loss$/.test(name);
  });

/** Made by a library of published networks, or around one. */
function isPublished(model: Model, value: Expr): boolean {
  return model.origins(value).some((origin) => {
    if (origin.kind === 'result') return MODULES.test(origin.of) || holdsPublished(model, origin.call);
    return origin.kind === 'instance' && holdsPublished(model, origin.of);
  });
}

const holdsPublished = perModelAnd((model: Model, definition: ClassDef | Call): boolean =>
  [...descend(definition)].some(
    (node) =>
      node.kind === 'call' &&
      model.origins(node.func).some((origin) => origin.kind === 'external' && MODULES.test(origin.name)),
  ),
);

const FEW_LAYERS = 8;

const isOverTable = (model: Model, { dense, heavy }: LayerFacts): boolean =>
  dense > 0 && dense === heavy && dense <= FEW_LAYERS && model.program.calls('read_csv').length > 0;

/** Between the features and the classes, whose numbers the data decide, so few weights: a table goes through no more. */
const NARROW = 300_000;

/** Linear layers of which only the first and the last depend on the data. */
const isNarrow = (model: Model, { dense, heavy, parameters, complete, unread }: LayerFacts): boolean =>
  !complete &&
  !unread &&
  dense > 0 &&
  dense === heavy &&
  dense <= FEW_LAYERS &&
  parameters > 0 &&
  parameters < NARROW &&
  !['Embedding', 'EmbeddingBag'].some((name) => model.program.mentions(name));

function countedNetwork(model: Model, { layers }: TrainedModel, shape: Shape): Network {
  // Without one layer that multiplies, the layers that do are of a library that is not counted.
  if (!layers || layers.heavy === 0) return UNSEEN;
  const { parameters, convolutions, dense, heavy } = layers;
  const overTable = isOverTable(model, layers) || isNarrow(model, layers);
  const isDense = dense > 0 && dense === heavy;
  if (parameters === 0) return { ...UNSEEN, layers: heavy, convolutional: convolutions > 0, dense: isDense, overTable };
  const convolutional = convolutions > 0;
  const sequential = heavy > convolutions + dense;
  return {
    weights: parameters,
    complete: layers.complete,
    flops: parameters * (convolutional ? usesInPictures(shape) : sequential ? 2 * (shape.tokens ?? USUAL_TOKENS) : 2),
    convolutional,
    dense: isDense,
    layers: heavy,
    overTable,
    deep: false,
    pretrained: false,
    narrow: false,
  };
}

/** Of the three passes of a step, a frozen network in front of the trained one takes part in the first. */
const FORWARD_SHARE = 1 / 3;

/** Both together: what is not known of one is not known of the whole, which has at least the weights of the other. */
export function behindFrozen(trained: Network, frozen: Network): Network {
  const isCounted = trained.flops !== null && frozen.flops !== null;
  const isSized = trained.weights !== null || frozen.weights !== null;
  return {
    weights: isSized ? (trained.weights ?? 0) + (frozen.weights ?? 0) : null,
    complete: trained.complete && frozen.complete,
    flops: isCounted ? trained.flops + FORWARD_SHARE * frozen.flops : null,
    convolutional: trained.convolutional || frozen.convolutional,
    dense: trained.dense && frozen.dense,
    layers: trained.layers > 0 && frozen.layers > 0 ? trained.layers + frozen.layers : 0,
    overTable: trained.overTable && frozen.overTable,
    deep: trained.deep || frozen.deep,
    pretrained: trained.pretrained || frozen.pretrained,
    narrow: trained.narrow && frozen.narrow,
  };
}

/** Edge of pictures, and length of sequences, of which nothing is known. */
const USUAL_PIXELS = 64;
const USUAL_TOKENS = 64;
/**
 * Operations for each weight of a convolution network: 0.15 for each pixel of a small picture (ResNet-18 on 32 pixels: 100),
 * fewer of a large one, which is made smaller first (ResNet-50 on 224 pixels: 320).
 */
function usesInPictures({ pixels }: Shape): number {
  const edge = pixels ?? USUAL_PIXELS;
  return 2 + Math.min(0.15 * edge ** 2, 150 + 0.006 * edge ** 2);
}

/** Checkpoints made for tests and for tight places, which the tables do not list. */
const MINIATURE = /tiny-random|(^|[/-])bert[-_](tiny|mini)\b|uncased_L-[24]_H-(128|256)\b/i;
const MINIATURE_WEIGHTS = 4_400_000;

/** A published architecture or checkpoint. */
export function namedNetwork(name: string, { pixels, tokens }: Shape): Network | null {
  const found = modelNamed(name);
  if (MINIATURE.test(name)) {
    const flops = 2 * MINIATURE_WEIGHTS * (tokens ?? USUAL_TOKENS);
    return { ...UNSEEN, weights: MINIATURE_WEIGHTS, complete: true, flops };
  }
  if (!found) return null;
  return {
    weights: found.parameters,
    complete: true,
    flops: forwardFlops(found, pixels, tokens),
    convolutional: found.work.kind === 'image',
    dense: false,
    layers: 0,
    overTable: false,
    deep: true,
    pretrained: true,
    narrow: false,
  };
}

/** Fine-tuning is about pretrained transformers, also where a checkpoint is not in the tables. */
export function transformerNetwork(name: string | null, shape: Shape): Network {
  return (name === null ? null : namedNetwork(name, shape)) ?? { ...UNSEEN, pretrained: true };
}

const DIGIT_COLUMNS = 784;

/** The network of Keras on which `fit` is called. */
export function kerasNetwork(
  model: Model,
  receiver: Expr,
  { model: name, dataset }: Partial<Workload>,
  shape: Shape,
): Network {
  const columns = /mnist/i.test(dataset?.value ?? '') ? DIGIT_COLUMNS : undefined;
  const most = perceptronWeights(model, receiver, columns);
  // As many weights as the widest table could ask for: only few of them say something.
  if (most !== undefined && most < TINY_WEIGHTS) return { ...UNSEEN, weights: most, complete: true, flops: most * 2 };
  const work = kerasWork(model, receiver);
  if (work.weights !== undefined) {
    const flops = work.weights * usesInPictures(shape);
    return { ...UNSEEN, weights: work.weights, complete: true, flops, convolutional: true };
  }
  return (name ? namedNetwork(name.value, shape) : null) ?? UNSEEN;
}
