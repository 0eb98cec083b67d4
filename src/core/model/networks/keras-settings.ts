/** The parameters of Keras layers with their defaults, in order (Keras 3, `keras.layers`). */
import { UNKNOWN_THING, type Given, type Instance, type Thing } from './things';

const CONVOLUTION =
  'filters kernel_size strides=1 padding=valid data_format=None dilation_rate=1 groups=1 activation=None use_bias=True';
const SEPARABLE =
  'filters kernel_size strides=1 padding=valid data_format=None dilation_rate=1 depth_multiplier=1 activation=None use_bias=True';
const DEPTHWISE =
  'kernel_size strides=1 padding=valid depth_multiplier=1 data_format=None dilation_rate=1 activation=None use_bias=True';
const TRANSPOSED =
  'filters kernel_size strides=1 padding=valid output_padding=None data_format=None dilation_rate=1 activation=None use_bias=True';
const RECURRENT =
  'units activation=None recurrent_activation=None use_bias=True reset_after=True return_sequences=False return_state=False';

const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/^Dense$/, 'units activation=None use_bias=True'],
  [/^EinsumDense$/, 'equation output_shape'],
  [/^(Conv|Convolution)[123]D$/, CONVOLUTION],
  [/^Separable(Conv|Convolution)[12]D$/, SEPARABLE],
  [/^DepthwiseConv[12]D$/, DEPTHWISE],
  [/^(Conv|Convolution)[123]DTranspose$/, TRANSPOSED],
  [/^ConvLSTM[123]D$/, CONVOLUTION + ' return_sequences=False'],
  [/^(LSTM|GRU|SimpleRNN|CuDNNLSTM|CuDNNGRU)$/, RECURRENT],
  [/^Bidirectional$/, 'layer merge_mode=concat'],
  [/^TimeDistributed$/, 'layer'],
  [/^Embedding$/, 'input_dim output_dim'],
  [/^BatchNormalization$/, 'axis=-1 momentum=0 epsilon=0 center=True scale=True'],
  [/^LayerNormalization$/, 'axis=-1 epsilon=0 center=True scale=True'],
  [/^GroupNormalization$/, 'groups=32 axis=-1 epsilon=0 center=True scale=True'],
  [/^MultiHeadAttention$/, 'num_heads key_dim value_dim=None dropout=0 use_bias=True output_shape=None'],
  [/^(Max|Average)Pool(ing)?[123]D$/, 'pool_size=2 strides=None padding=valid'],
  [/^Global(Max|Average)Pool(ing)?[123]D$/, 'data_format=None keepdims=False'],
  [/^ZeroPadding[123]D$/, 'padding=1'],
  [/^Cropping[123]D$/, 'cropping=0'],
  [/^UpSampling[123]D$/, 'size=2'],
  [/^Reshape$/, 'target_shape'],
  [/^Permute$/, 'dims'],
  [/^RepeatVector$/, 'n'],
  [/^Concatenate$/, 'axis=-1'],
  [/^Dot$/, 'axes'],
  [/^(Resizing|CenterCrop|RandomCrop)$/, 'height width'],
  [/^PReLU$/, 'alpha_initializer=None alpha_regularizer=None alpha_constraint=None shared_axes=None'],
  [/^InputLayer$/, 'shape=None'],
  [/^Lambda$/, 'function'],
];

export function configureKeras(instance: Instance, name: string, given: Given): void {
  const line = SETTINGS.find(([pattern]) => pattern.test(name))?.[1];
  for (const [at, one] of (line?.split(' ') ?? []).entries()) {
    const [key = '', written] = one.split('=');
    const value = given.named.has(key) ? given.named.get(key) : given.plain[at];
    instance.config.set(key, value === undefined ? (given.complete ? constant(written) : UNKNOWN_THING) : value);
  }
  for (const [key, value] of given.named)
    if (/^(input_shape|input_dim|batch_input_shape|batch_shape|input_length)$/.test(key))
      instance.config.set(key, value);
}

function constant(written: string | undefined): Thing {
  if (written === undefined) return UNKNOWN_THING;
  if (written === 'None') return null;
  if (written === 'True' || written === 'False') return written === 'True';
  return Number.isNaN(Number(written)) ? written : Number(written);
}
