/** The weights of Keras layers once it is known what goes into them (Keras 3, `Layer.count_params`). */
import { countOf, onlyIf, over, plus, sizeOf, times } from './amounts';
import { isOn, setting } from './torch-settings';
import { amountOf, asKind, exactly, type Amount, type Instance, type Tensor, type Thing } from './things';

const ANY: Amount = { least: 0, most: Infinity };

/** Undefined for a class that is not known. `inputs` are the tensors that the layer is called with. */
export function kerasWeights(layer: Instance, name: string, inputs: readonly Tensor[]): Amount | undefined {
  const shape = inputs[0]?.shape;
  const count = (key: string): Amount => countOf(setting(layer, key));
  const channels = sideOf(shape, -1);
  const biased = (amount: Amount): Amount => onlyIf(isOn(layer, 'use_bias'), amount);
  const dimensions = Number(/([123])D/.exec(name)?.[1] ?? 1);
  const kernel = (): Amount => sizeOf(setting(layer, 'kernel_size'), dimensions);
  if (/^(Conv|Convolution)[123]D(Transpose)?$/.test(name)) {
    const groups = name.endsWith('Transpose') ? exactly(1) : count('groups');
    return plus(over(times(kernel(), channels, count('filters')), groups), biased(count('filters')));
  }
  if (name.startsWith('Separable')) {
    const inner = times(channels, count('depth_multiplier'));
    return plus(times(kernel(), inner), times(inner, count('filters')), biased(count('filters')));
  }
  if (name.startsWith('Depthwise')) {
    const inner = times(channels, count('depth_multiplier'));
    return plus(times(kernel(), inner), biased(inner));
  }
  if (name.startsWith('ConvLSTM')) {
    const filters = count('filters');
    return times(exactly(4), plus(times(kernel(), plus(channels, filters), filters), biased(filters)));
  }
  switch (name) {
    case 'Dense':
      return plus(times(channels, count('units')), biased(count('units')));
    case 'Embedding':
      return times(count('input_dim'), count('output_dim'));
    case 'LSTM':
    case 'SimpleRNN':
    case 'GRU':
      return recurrent(layer, name, channels);
    case 'BatchNormalization':
    case 'LayerNormalization':
    case 'GroupNormalization':
      return normalised(layer, name, shape);
    case 'MultiHeadAttention':
      return attention(layer, inputs);
    case 'PReLU':
      return slopes(layer, shape);
    default:
      return WEIGHTLESS.test(name) ? exactly(0) : undefined;
  }
}

const WEIGHTLESS =
  /^(Input|InputLayer|Flatten|Reshape|Permute|RepeatVector|\w*Dropout\w*|Gaussian\w+|Activation|ReLU|LeakyReLU|ELU|SELU|Softmax|ThresholdedReLU|(Max|Average)Pool(ing)?[123]D|Global(Max|Average)Pool(ing)?[123]D|ZeroPadding[123]D|Cropping[123]D|UpSampling[123]D|Concatenate|Add|Subtract|Multiply|Average|Maximum|Minimum|Dot|Lambda|Masking|Rescaling|Resizing|CenterCrop|Random\w+|ActivityRegularization|Identity|UnitNormalization|Attention)$/;

/** One side of a shape; negative counts from the end. */
export function sideOf(shape: Tensor['shape'] | undefined, at: number): Amount {
  const side = shape?.at(at);
  return typeof side === 'number' ? exactly(side) : ANY;
}

export const GATES: Readonly<Record<string, number>> = { SimpleRNN: 1, GRU: 3, LSTM: 4 };

function recurrent(layer: Instance, name: string, inputs: Amount): Amount {
  const units = countOf(setting(layer, 'units'));
  const twice = name === 'GRU' ? isOn(layer, 'reset_after') : false;
  const biases = twice === undefined ? { least: 1, most: 2 } : exactly(twice ? 2 : 1);
  const bias = onlyIf(isOn(layer, 'use_bias'), times(biases, units));
  return times(exactly(GATES[name] ?? 1), plus(times(units, plus(inputs, units)), bias));
}

function normalised(layer: Instance, name: string, shape: Tensor['shape'] | undefined): Amount {
  const axis = setting(layer, 'axis');
  const axes = asKind(axis, 'list')?.items ?? [axis];
  const size = times(...axes.map((one) => (typeof one === 'number' ? sideOf(shape, one) : ANY)));
  const learned = plus(onlyIf(isOn(layer, 'center'), size), onlyIf(isOn(layer, 'scale'), size));
  return name === 'BatchNormalization' ? plus(learned, size, size) : learned;
}

/** Projections of query, value and key, and of the result. */
function attention(layer: Instance, [query, value, key]: readonly Tensor[]): Amount {
  const heads = countOf(setting(layer, 'num_heads'));
  const keyWidth = times(heads, countOf(setting(layer, 'key_dim')));
  const written = setting(layer, 'value_dim');
  const valueWidth = written === null ? keyWidth : times(heads, countOf(written));
  const [q, v] = [sideOf(query?.shape, -1), sideOf((value ?? query)?.shape, -1)];
  const k = key ? sideOf(key.shape, -1) : v;
  const output = setting(layer, 'output_shape');
  const outputs = output === null ? q : (amountOf(output) ?? ANY);
  const biases = plus(keyWidth, keyWidth, valueWidth, outputs);
  return plus(
    times(q, keyWidth),
    times(k, keyWidth),
    times(v, valueWidth),
    times(valueWidth, outputs),
    onlyIf(isOn(layer, 'use_bias'), biases),
  );
}

function slopes(layer: Instance, shape: Tensor['shape'] | undefined): Amount {
  if (!shape) return ANY;
  const list = setting(layer, 'shared_axes');
  const shared = new Set<Thing>(asKind(list, 'list')?.items ?? []);
  return times(...shape.slice(1).map((_, at) => (shared.has(at + 1) ? exactly(1) : sideOf(shape, at + 1))));
}
