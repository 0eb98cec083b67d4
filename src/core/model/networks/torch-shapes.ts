/** The shapes that layers of `torch.nn` without weights give (documentation of torch 2.13). */
import { axisOf, filled, numberOf, sidesOf, sizeOfAll, windows, type Side, type Sides } from './sides';
import { padded } from './tensor-axes';
import { tensorOp } from './tensor-ops';
import { isOn, setting } from './torch-settings';
import { asKind, tensorOf, type Instance, type Thing } from './things';

/** Layers that leave the shape as it is. */
const SAME =
  /^(Module|ReLU6?|R?ReLU|LeakyReLU|PReLU|GELU|SiLU|Mish|ELU|CELU|SELU|Tanh|Tanhshrink|Hardtanh|Threshold|Sigmoid|LogSigmoid|Soft\w+|LogSoftmax|Hard\w+|\w*Dropout\w*|Identity|ChannelShuffle|LocalResponseNorm|(Sync|Lazy)?BatchNorm\w*|InstanceNorm\w*|GroupNorm|LayerNorm|RMSNorm)$/;

/** Undefined for a layer that is none of these; null where the shape cannot be told. */
export function plainShape(layer: Instance, name: string, shape: Sides): Sides | null | undefined {
  if (SAME.test(name)) return shape;
  if (/Loss$/.test(name)) return [];
  const sides = Number(/([123])d$/.exec(name)?.[1] ?? 2);
  if (/^(Max|Avg)Pool/.test(name)) return pooled(layer, shape, sides);
  if (/^Adaptive/.test(name)) return adapted(setting(layer, 'output_size'), shape, sides);
  if (/Pad[123]d$/.test(name)) {
    const written = setting(layer, 'padding');
    const all = asKind(written, 'list')
      ? written
      : { is: 'list' as const, items: Array<Thing>(2 * sides).fill(written), exact: true };
    return padded(shape, all);
  }
  if (/^Upsampl/.test(name)) return enlarged(layer, shape);
  return arranged(layer, name, shape);
}

function arranged(layer: Instance, name: string, shape: Sides): Sides | null | undefined {
  switch (name) {
    case 'Flatten': {
      const plain = [setting(layer, 'start_dim'), setting(layer, 'end_dim')];
      return shapeOfOp(shape, 'flatten', plain);
    }
    case 'Unflatten': {
      const at = axisOf(shape, setting(layer, 'dim'));
      const inner = at === undefined ? null : filled(shape[at] ?? null, sidesOf(setting(layer, 'unflattened_size'), 1));
      return at === undefined || !inner ? null : [...shape.slice(0, at), ...inner, ...shape.slice(at + 1)];
    }
    case 'PixelShuffle':
    case 'PixelUnshuffle': {
      const factor = numberOf(setting(layer, name === 'PixelShuffle' ? 'upscale_factor' : 'downscale_factor'));
      if (factor === null || shape.length < 3) return null;
      const by = name === 'PixelShuffle' ? factor : 1 / factor;
      const [channels = null, height = null, width = null] = shape.slice(-3);
      return [
        ...shape.slice(0, -3),
        sizeOfAll([channels, 1 / by ** 2]),
        sizeOfAll([height, by]),
        sizeOfAll([width, by]),
      ];
    }
    case 'GLU': {
      const at = axisOf(shape, setting(layer, 'dim'));
      return at === undefined ? null : shape.map((one, index) => (index === at ? sizeOfAll([one, 0.5]) : one));
    }
    case 'Fold':
    case 'Unfold':
    case 'CosineSimilarity':
    case 'PairwiseDistance':
      return null;
    default:
      return undefined;
  }
}

function shapeOfOp(shape: Sides, name: string, plain: readonly Thing[]): Sides | null {
  const result = tensorOp(tensorOf(shape), name, { plain, named: new Map(), complete: true });
  return asKind(result, 'tensor')?.shape ?? null;
}

function pooled(layer: Instance, shape: Sides, count: number): Sides | null {
  if (shape.length < count + 1) return null;
  const kernel = sidesOf(setting(layer, 'kernel_size'), count);
  const written = setting(layer, 'stride');
  const stride = written === null ? kernel : sidesOf(written, count);
  const padding = sidesOf(setting(layer, 'padding'), count);
  const dilation = layer.config.has('dilation') ? sidesOf(setting(layer, 'dilation'), count) : kernel.map(() => 1);
  const up = isOn(layer, 'ceil_mode');
  const side = (size: Side, at: number): Side =>
    up === undefined
      ? null
      : windows(
          size,
          [kernel[at] ?? null, stride[at] ?? null, padding[at] ?? null, dilation[at] ?? null],
          up ? 'up' : 'down',
        );
  return [...shape.slice(0, -count), ...shape.slice(-count).map(side)];
}

function adapted(written: Thing, shape: Sides, count: number): Sides | null {
  if (shape.length < count + 1) return null;
  const items = asKind(written, 'list')?.items ?? Array<Thing>(count).fill(written);
  const before = shape.slice(-count);
  return [...shape.slice(0, -count), ...items.map((one, at) => (one === null ? (before[at] ?? null) : numberOf(one)))];
}

function enlarged(layer: Instance, shape: Sides): Sides | null {
  const [size, factor] = [setting(layer, 'size'), setting(layer, 'scale_factor')];
  const count = shape.length - 2;
  if (size !== null) return [...shape.slice(0, 2), ...sidesOf(size, count)];
  const factors = sidesOf(factor, count);
  const side = (one: Side, at: number): Side => {
    const larger = sizeOfAll([one, factors[at] ?? null]);
    return larger === null ? null : Math.floor(larger);
  };
  return [...shape.slice(0, 2), ...shape.slice(2).map(side)];
}
