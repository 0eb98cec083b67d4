/** What layers a locally defined module has, and how many weights its literal sizes give. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { asBoolean, asNumber } from '../values';

export interface LayerFacts {
  /** Convolution, linear, attention or recurrent layers: what runs on matrix units. */
  readonly heavy: number;
  readonly convolutions: number;
  /** Weights of the layers whose sizes are literal. */
  readonly parameters: number;
  /** False when a layer's size is not literal or an unknown module is used. */
  readonly complete: boolean;
}

const HEAVY =
  /^(Conv|ConvTranspose|LazyConv)\d?d?$|^(Conv|ConvTranspose)[123]d$|^(Linear|LazyLinear|Bilinear|LSTM|GRU|RNN|LSTMCell|GRUCell|MultiheadAttention|Transformer\w*|Embedding)$/;
const WEIGHTLESS =
  /^(ReLU|LeakyReLU|PReLU|GELU|SiLU|ELU|SELU|Tanh|Sigmoid|Softmax|LogSoftmax|Softplus|Hardswish|Dropout\w*|MaxPool\dd|AvgPool\dd|Adaptive\w+|Flatten|Unflatten|Identity|Upsample\w*|ZeroPad2d|ReflectionPad2d|PixelShuffle|Sequential|ModuleList|ModuleDict|InstanceNorm\dd|\w*Loss)$/;

const MAX_DEPTH = 4;

/** The layers that a class or a container call builds, local classes it uses included. */
export function layersOf(model: Model, definition: ClassDef | Call, depth = 0): LayerFacts {
  let facts: LayerFacts = { heavy: 0, convolutions: 0, parameters: 0, complete: true };
  for (const node of descend(definition)) {
    if (node.kind !== 'call') continue;
    const part = layerOf(model, node, depth);
    if (part) facts = sum(facts, part);
  }
  return facts;
}

function sum(a: LayerFacts, b: LayerFacts): LayerFacts {
  return {
    heavy: a.heavy + b.heavy,
    convolutions: a.convolutions + b.convolutions,
    parameters: a.parameters + b.parameters,
    complete: a.complete && b.complete,
  };
}

function layerOf(model: Model, call: Call, depth: number): LayerFacts | undefined {
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && origin.name.startsWith('torch.nn.'))
      return torchLayer(model, call, origin.name.slice('torch.nn.'.length));
    if (origin.kind === 'external' && /^(torchvision\.models|timm|transformers|torch\.hub)\b/.test(origin.name)) {
      return { heavy: 1, convolutions: 1, parameters: 0, complete: false };
    }
    if (origin.kind === 'class' && depth < MAX_DEPTH) return layersOf(model, origin.definition, depth + 1);
  }
  return undefined;
}

function torchLayer(model: Model, call: Call, name: string): LayerFacts | undefined {
  if (name.includes('.') || WEIGHTLESS.test(name)) return undefined;
  const parameters = parametersOf(model, call, name);
  return {
    heavy: HEAVY.test(name) ? 1 : 0,
    convolutions: /^Conv/.test(name) ? 1 : 0,
    parameters: parameters ?? 0,
    complete: parameters !== undefined,
  };
}

function at(call: Call, index: number, name: string): Expr | undefined {
  return (
    call.args.find((one) => one.name === name)?.value ??
    call.args.filter((one) => one.name === null && one.star === '')[index]?.value
  );
}

/** Weights of one layer; undefined when a size is not literal or the layer is not known. Source: torch.nn definitions. */
function parametersOf(model: Model, call: Call, name: string): number | undefined {
  const number = (index: number, key: string): number | undefined => {
    const expression = at(call, index, key);
    return expression ? asNumber(model.value(expression)) : undefined;
  };
  const bias = call.args.find((one) => one.name === 'bias')?.value;
  const hasBias = bias && asBoolean(model.value(bias)) === false ? 0 : 1;
  if (name === 'Linear') return product(number(0, 'in_features'), number(1, 'out_features'), 1, hasBias);
  if (name === 'Embedding') return product(number(0, 'num_embeddings'), number(1, 'embedding_dim'), 1, 0);
  const convolution = /^Conv(Transpose)?([123])d$/.exec(name);
  if (convolution) {
    const side = kernelSize(model, at(call, 2, 'kernel_size'), Number(convolution[2]));
    const groups = call.args.some((one) => one.name === 'groups') ? undefined : 1;
    return side === undefined || groups === undefined
      ? undefined
      : product(number(0, 'in_channels'), number(1, 'out_channels'), side, hasBias);
  }
  if (/^(Sync)?BatchNorm(\dd)?$|^LayerNorm$/.test(name)) {
    const features = number(0, 'num_features') ?? number(0, 'normalized_shape');
    return features === undefined ? undefined : 2 * features;
  }
  return undefined;
}

function product(
  inputs: number | undefined,
  outputs: number | undefined,
  kernel: number,
  bias: number,
): number | undefined {
  return inputs === undefined || outputs === undefined ? undefined : inputs * outputs * kernel + bias * outputs;
}

function kernelSize(model: Model, expression: Expr | undefined, dimensions: number): number | undefined {
  const only = expression ? model.value(expression).alternatives[0] : undefined;
  if (only?.type === 'number') return only.value ** dimensions;
  if (only?.type !== 'sequence' || !only.items) return undefined;
  return only.items.reduce<number | undefined>((total, item) => {
    const side = asNumber(model.value(item));
    return total === undefined || side === undefined ? undefined : total * side;
  }, 1);
}
