/** The shapes that Keras layers give (Keras 3, `compute_output_shape`); channels come last. */
import { numberOf, sidesOf, sizeOfAll, type Side } from './sides';
import { setting } from './torch-settings';
import { asKind, type Instance, type Tensor, type Thing } from './things';

type Shape = Tensor['shape'];

/** Null where it cannot be told. */
export function kerasShape(layer: Instance, name: string, inputs: readonly Tensor[]): Shape {
  const shape = inputs[0]?.shape ?? null;
  if (/^(Concatenate|Add|Subtract|Multiply|Average|Maximum|Minimum|Dot)$/.test(name))
    return merged(layer, name, inputs);
  if (!shape) return null;
  const last = (size: Thing): Shape => [...shape.slice(0, -1), numberOf(size)];
  if (/Pool(ing)?[123]D$|^(Separable|Depthwise)?(Conv|Convolution)[123]D(Transpose)?$/.test(name))
    return spatial(layer, name, shape);
  if (/^(ZeroPadding|Cropping|UpSampling)/.test(name)) return resized(layer, name, shape);
  switch (name) {
    case 'Dense':
      return last(setting(layer, 'units'));
    case 'Embedding':
      return [...shape, numberOf(setting(layer, 'output_dim'))];
    case 'Flatten':
      return [shape[0] ?? null, sizeOfAll(shape.slice(1))];
    case 'Reshape':
      return reshaped(shape, setting(layer, 'target_shape'));
    case 'Permute': {
      const order = sidesOf(setting(layer, 'dims'), 0);
      return [shape[0] ?? null, ...order.map((at) => (at === null ? null : (shape[at] ?? null)))];
    }
    case 'RepeatVector':
      return [shape[0] ?? null, numberOf(setting(layer, 'n')), shape[1] ?? null];
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN': {
      const units = numberOf(setting(layer, 'units'));
      const whole = setting(layer, 'return_sequences');
      return whole === true ? [...shape.slice(0, -1), units] : whole === false ? [shape[0] ?? null, units] : null;
    }
    case 'Resizing':
    case 'CenterCrop':
    case 'RandomCrop':
      return [
        ...shape.slice(0, -3),
        numberOf(setting(layer, 'height')),
        numberOf(setting(layer, 'width')),
        shape.at(-1) ?? null,
      ];
    case 'Lambda':
    case 'ConvLSTM2D':
    case 'EinsumDense':
      return null;
    default:
      return shape;
  }
}

export function reshaped(shape: readonly Side[], target: Thing): Shape {
  const sides = asKind(target, 'list')?.exact ? sidesOf(target, 0) : null;
  if (!sides) return null;
  if (!sides.includes(-1)) return [shape[0] ?? null, ...sides];
  const whole = sizeOfAll(shape.slice(1));
  const others = sizeOfAll(sides.filter((one) => one !== -1));
  const free = whole === null || others === null || others === 0 ? null : whole / others;
  return [shape[0] ?? null, ...sides.map((one) => (one === -1 ? free : one))];
}

/** Of a window that moves over `size` places. */
function windowed(size: Side, kernel: Side, stride: Side, padding: Thing, dilation: Side): Side {
  if (size === null || kernel === null || stride === null || dilation === null) return null;
  if (padding === 'same' || padding === 'SAME') return Math.ceil(size / stride);
  if (padding === 'causal') return Math.ceil(size / stride);
  return padding === 'valid' ? Math.floor((size - dilation * (kernel - 1) - 1) / stride) + 1 : null;
}

function spatial(layer: Instance, name: string, shape: readonly Side[]): Shape {
  const count = Number(/([123])D/.exec(name)?.[1] ?? 2);
  if (shape.length !== count + 2 || setting(layer, 'data_format') === 'channels_first') return null;
  const channels = shape.at(-1) ?? null;
  const [batch = null, ...sides] = shape.slice(0, -1);
  if (name.startsWith('Global'))
    return setting(layer, 'keepdims') === true ? [batch, ...sides.map(() => 1), channels] : [batch, channels];
  const pools = /Pool/.test(name);
  const kernel = sidesOf(setting(layer, pools ? 'pool_size' : 'kernel_size'), count);
  const written = setting(layer, 'strides');
  const strides = pools && written === null ? kernel : sidesOf(written, count);
  const padding = setting(layer, 'padding');
  const dilation = pools ? kernel.map(() => 1) : sidesOf(setting(layer, 'dilation_rate'), count);
  const outputs = pools ? channels : filtersOf(layer, name, channels);
  const side = (size: Side, at: number): Side => {
    const [k = null, s = null] = [kernel[at], strides[at]];
    if (!name.endsWith('Transpose')) return windowed(size, k, s, padding, dilation[at] ?? null);
    if (size === null || k === null || s === null) return null;
    return padding === 'same' ? size * s : padding === 'valid' ? size * s + Math.max(k - s, 0) : null;
  };
  return [batch, ...sides.map(side), outputs];
}

function filtersOf(layer: Instance, name: string, channels: Side): Side {
  if (!name.startsWith('Depthwise')) return numberOf(setting(layer, 'filters'));
  return sizeOfAll([channels, numberOf(setting(layer, 'depth_multiplier'))]);
}

function resized(layer: Instance, name: string, shape: readonly Side[]): Shape {
  const count = shape.length - 2;
  const key = name.startsWith('Zero') ? 'padding' : name.startsWith('Crop') ? 'cropping' : 'size';
  const written = setting(layer, key);
  const items = asKind(written, 'list')?.items ?? Array.from({ length: count }, () => written);
  const change = (size: Side, at: number): Side => {
    const item = items[at] ?? null;
    if (key === 'size') return sizeOfAll([size, numberOf(item)]);
    const pair = asKind(item, 'list')?.items ?? [item, item];
    const [before, after] = pair.map(numberOf);
    if (size === null || typeof before !== 'number' || typeof after !== 'number') return null;
    return key === 'padding' ? size + before + after : size - before - after;
  };
  return [shape[0] ?? null, ...shape.slice(1, -1).map(change), shape.at(-1) ?? null];
}

function merged(layer: Instance, name: string, inputs: readonly Tensor[]): Shape {
  const shapes = inputs.map((one) => one.shape);
  const [first] = shapes;
  if (!first || shapes.some((one) => one?.length !== first.length) || name === 'Dot') return null;
  if (name !== 'Concatenate') return first.map((side, at) => side ?? shapes[1]?.[at] ?? null);
  const axis = setting(layer, 'axis');
  if (typeof axis !== 'number') return null;
  const at = axis < 0 ? first.length + axis : axis;
  const total = shapes.reduce<Side>((sum, one) => {
    const side = one?.[at] ?? null;
    return sum === null || side === null ? null : sum + side;
  }, 0);
  return first.map((side, index) => (index === at ? total : side));
}
