/** Counts the weights of a chain of Keras layers by following the shape of what goes through them. */
import type { Call, Expr } from '../syntax/ast';
import type { Layer } from './keras-work';
import type { Model } from './model';
import { asNumber, asString } from './values';

/** Height, width and channels of pictures, or the length of a vector in `channels` with `height` null. */
interface Shape {
  readonly height: number | null;
  readonly width: number | null;
  readonly channels: number;
}

const SHAPELESS =
  /^(Dropout|SpatialDropout2D|AlphaDropout|Gaussian\w+|Activation|ReLU|LeakyReLU|PReLU|ELU|Softmax|BatchNormalization|LayerNormalization|Normalization|Rescaling|Random\w+)$/;

/** Undefined where a size cannot be read, or a layer is none of the usual ones. */
export function convnetWeights(model: Model, layers: readonly Layer[]): number | undefined {
  let shape: Shape | undefined;
  let weights = 0;
  for (const { name, call } of layers) {
    shape = statedShape(model, call, name) ?? shape;
    if (name === null || name === 'backbone' || !shape) return undefined;
    if (/^Input/.test(name) || SHAPELESS.test(name)) continue;
    const next = through(model, call, name, shape);
    if (!next) return undefined;
    weights += next.weights;
    shape = next.shape;
  }
  return weights > 0 ? weights : undefined;
}

function statedShape(model: Model, call: Call, name: string | null): Shape | undefined {
  const stated =
    call.args.find((one) => /^(input_shape|shape|input_dim)$/.test(one.name ?? ''))?.value ??
    (name !== null && /^Input/.test(name) ? call.args.find((one) => one.name === null)?.value : undefined);
  const value = stated && model.value(stated);
  const only = value?.alternatives.length === 1 ? value.alternatives[0] : undefined;
  if (only?.type === 'number') return vector(only.value);
  if (only?.type !== 'sequence' || !only.items) return undefined;
  const sizes = only.items.map((item) => asNumber(model.value(item)));
  if (sizes.some((size) => size === undefined)) return undefined;
  const [height = 0, width = 0, channels = 0] = sizes as number[];
  if (sizes.length === 3) return { height, width, channels };
  return sizes.length <= 2 ? vector((sizes as number[]).reduce((a, b) => a * b, 1)) : undefined;
}

const vector = (length: number): Shape => ({ height: null, width: null, channels: length });

interface Step {
  readonly shape: Shape;
  readonly weights: number;
}

function through(model: Model, call: Call, name: string, shape: Shape): Step | undefined {
  const { height, width, channels } = shape;
  if (name === 'Flatten') return { shape: vector((height ?? 1) * (width ?? 1) * channels), weights: 0 };
  if (name === 'Dense') {
    const units = numberAt(model, call, 0, 'units');
    return units === undefined ? undefined : { shape: { ...shape, channels: units }, weights: (channels + 1) * units };
  }
  if (height === null || width === null) return undefined;
  if (/^Global(Max|Average)Pool(ing)?2D$/.test(name)) return { shape: vector(channels), weights: 0 };
  if (/^(Max|Average)Pool(ing)?2D$/.test(name)) {
    const size = edgeAt(model, call, 0, 'pool_size') ?? 2;
    return { shape: { height: Math.floor(height / size), width: Math.floor(width / size), channels }, weights: 0 };
  }
  return /^(Separable)?Conv2D$/.test(name) ? convolved(model, call, name, { height, width, channels }) : undefined;
}

function convolved(
  model: Model,
  call: Call,
  name: string,
  { height, width, channels }: { height: number; width: number; channels: number },
): Step | undefined {
  const filters = numberAt(model, call, 0, 'filters');
  const kernel = edgeAt(model, call, 1, 'kernel_size');
  if (filters === undefined || kernel === undefined) return undefined;
  const stride = edgeAt(model, call, 2, 'strides') ?? 1;
  const padding = call.args.find((one) => one.name === 'padding')?.value;
  const same = padding !== undefined && asString(model.value(padding)) === 'same';
  const edge = (size: number): number => (same ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1);
  const weights =
    name === 'SeparableConv2D'
      ? kernel * kernel * channels + channels * filters + filters
      : kernel * kernel * channels * filters + filters;
  return { shape: { height: edge(height), width: edge(width), channels: filters }, weights };
}

function at(call: Call, index: number, name: string): Expr | undefined {
  return (
    call.args.find((one) => one.name === name)?.value ??
    call.args.filter((one) => one.name === null && one.star === '')[index]?.value
  );
}

function numberAt(model: Model, call: Call, index: number, name: string): number | undefined {
  const value = at(call, index, name);
  return value ? asNumber(model.value(value)) : undefined;
}

/** `3` and `(3, 3)`. */
function edgeAt(model: Model, call: Call, index: number, name: string): number | undefined {
  const value = at(call, index, name);
  const only = value ? model.value(value).alternatives[0] : undefined;
  if (only?.type === 'number') return only.value;
  const first = only?.type === 'sequence' ? only.items?.[0] : undefined;
  return first ? asNumber(model.value(first)) : undefined;
}
