/** The weights of the layers of `torch.nn` (definitions of torch 2.13), by the names that they have in the layer. */
import { countOf, onlyIf, over, plus, sizeOf, times } from './amounts';
import { isOn, setting } from './torch-settings';
import { exactly, type Amount, type Instance } from './things';

/** Weights by name; undefined for a class that is not known. */
export function weightsOfLayer(layer: Instance, name: string): Readonly<Record<string, Amount>> | undefined {
  const count = (key: string): Amount => countOf(setting(layer, key));
  const biased = (amount: Amount): Amount => onlyIf(isOn(layer, 'bias'), amount);
  const convolution = /^Conv(Transpose)?([123])d$/.exec(name);
  if (convolution) {
    const kernel = sizeOf(setting(layer, 'kernel_size'), Number(convolution[2]));
    const filters = over(times(count('in_channels'), count('out_channels')), count('groups'));
    return { weight: times(filters, kernel), bias: biased(count('out_channels')) };
  }
  if (/^(Sync)?BatchNorm|^InstanceNorm/.test(name)) {
    const size = onlyIf(isOn(layer, 'affine'), count('num_features'));
    return { weight: size, bias: size };
  }
  const gates = GATES[name.replace(/Cell$/, '')];
  if (gates !== undefined) return recurrent(layer, exactly(gates), name.endsWith('Cell') ? 'cell' : 'layers');
  switch (name) {
    case 'Linear':
      return { weight: times(count('in_features'), count('out_features')), bias: biased(count('out_features')) };
    case 'Bilinear':
      return {
        weight: times(count('in1_features'), count('in2_features'), count('out_features')),
        bias: biased(count('out_features')),
      };
    case 'GroupNorm': {
      const size = onlyIf(isOn(layer, 'affine'), count('num_channels'));
      return { weight: size, bias: size };
    }
    case 'LayerNorm':
    case 'RMSNorm': {
      const size = onlyIf(isOn(layer, 'elementwise_affine'), sizeOf(setting(layer, 'normalized_shape'), 1));
      return name === 'RMSNorm' ? { weight: size } : { weight: size, bias: biased(size) };
    }
    case 'PReLU':
      return { weight: count('num_parameters') };
    case 'Embedding':
    case 'EmbeddingBag':
      return { weight: times(count('num_embeddings'), count('embedding_dim')) };
    case 'MultiheadAttention':
      return attention(layer);
    case 'TransformerEncoderLayer':
    case 'TransformerDecoderLayer':
      return { weight: transformerLayer(layer, name.includes('De') ? 2 : 1) };
    case 'Transformer':
      return { weight: transformer(layer) };
    default:
      return /^Lazy/.test(name) ? { weight: countOf(undefined) } : WEIGHTLESS.test(name) ? {} : undefined;
  }
}

const WEIGHTLESS =
  /^(Module|ReLU6?|R?ReLU|LeakyReLU|GELU|SiLU|Mish|ELU|CELU|SELU|GLU|Tanh|Tanhshrink|Hardtanh|Threshold|Sigmoid|LogSigmoid|Soft\w+|LogSoftmax|Hard\w+|\w*Dropout\w*|MaxPool\dd|MaxUnpool\dd|AvgPool\dd|LPPool\dd|FractionalMaxPool\dd|Adaptive(Avg|Max)Pool\dd|Flatten|Unflatten|Identity|Upsample|UpsamplingNearest2d|UpsamplingBilinear2d|\w+Pad\dd|PixelShuffle|PixelUnshuffle|ChannelShuffle|Fold|Unfold|LocalResponseNorm|CosineSimilarity|PairwiseDistance|\w*Loss)$/;

/** Weight matrices of one step, each from input and from state (torch.nn.RNN, GRU, LSTM). */
export const GATES: Readonly<Record<string, number>> = { RNN: 1, GRU: 3, LSTM: 4 };

function recurrent(layer: Instance, gates: Amount, of: 'cell' | 'layers'): Readonly<Record<string, Amount>> {
  const hidden = countOf(setting(layer, 'hidden_size'));
  const isCell = of === 'cell';
  const projected = isCell || setting(layer, 'proj_size') === 0 ? undefined : countOf(setting(layer, 'proj_size'));
  const given = projected ?? hidden;
  const bias = onlyIf(isOn(layer, 'bias'), times(exactly(2), gates, hidden));
  const step = (inputs: Amount): Amount =>
    plus(times(gates, hidden, plus(inputs, given)), bias, projected ? times(projected, hidden) : exactly(0));
  const first = step(countOf(setting(layer, 'input_size')));
  if (isCell) return { weight: first };
  const both = isOn(layer, 'bidirectional');
  const directions = both === undefined ? { least: 1, most: 2 } : exactly(both ? 2 : 1);
  const layers = countOf(setting(layer, 'num_layers'));
  const more = { least: Math.max(0, layers.least - 1), most: Math.max(0, layers.most - 1) };
  return { weight: times(directions, plus(first, times(more, step(times(directions, given))))) };
}

function attention(layer: Instance): Readonly<Record<string, Amount>> {
  const width = countOf(setting(layer, 'embed_dim'));
  const [keys, values] = ['kdim', 'vdim'].map((name) => {
    const size = setting(layer, name);
    return size === null ? width : countOf(size);
  }) as [Amount, Amount];
  const bias = onlyIf(isOn(layer, 'bias'), times(exactly(4), width));
  const extra = onlyIf(isOn(layer, 'add_bias_kv'), times(exactly(2), width));
  return { weight: plus(times(width, plus(width, keys, values)), times(width, width), bias, extra) };
}

/** A decoder has two blocks of attention, an encoder one. */
function transformerLayer(layer: Instance, blocks: 1 | 2): Amount {
  const width = countOf(setting(layer, 'd_model'));
  const inner = countOf(setting(layer, 'dim_feedforward'));
  const matrices = plus(times(exactly(4 * blocks), width, width), times(exactly(2), width, inner));
  const norms = times(exactly(blocks + 1), width);
  const biases = plus(times(exactly(4 * blocks + 1), width), inner, norms);
  return plus(matrices, norms, onlyIf(isOn(layer, 'bias'), biases));
}

function transformer(layer: Instance): Amount {
  const custom = ['custom_encoder', 'custom_decoder'].some((name) => setting(layer, name) !== null);
  if (custom) return countOf(undefined);
  const width = countOf(setting(layer, 'd_model'));
  const norm = plus(width, onlyIf(isOn(layer, 'bias'), width));
  return plus(
    times(countOf(setting(layer, 'num_encoder_layers')), transformerLayer(layer, 1)),
    times(countOf(setting(layer, 'num_decoder_layers')), transformerLayer(layer, 2)),
    times(exactly(2), norm),
  );
}
