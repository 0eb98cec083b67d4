/** The parameters of the layers of `torch.nn` with their defaults, in order (torch 2.13, `torch.nn`). */
import { truthOf, UNKNOWN_THING, type Given, type Instance, type Thing } from './things';

const CONVOLUTION = 'in_channels out_channels kernel_size stride=1 padding=0 dilation=1 groups=1 bias=True';
const TRANSPOSED =
  'in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 bias=True dilation=1';
const BATCH_NORM = 'num_features eps=0 momentum=0 affine=True';
const INSTANCE_NORM = 'num_features eps=0 momentum=0 affine=False';
const RECURRENT =
  'input_size hidden_size num_layers=1 bias=True batch_first=False dropout=0 bidirectional=False proj_size=0';
const CELL = 'input_size hidden_size bias=True';
const EMBEDDING = 'num_embeddings embedding_dim';
const MAX_POOL = 'kernel_size stride=None padding=0 dilation=1 return_indices=False ceil_mode=False';
const AVERAGE_POOL = 'kernel_size stride=None padding=0 ceil_mode=False';
const TRANSFORMER =
  'd_model nhead dim_feedforward=2048 dropout=0 activation=None layer_norm_eps=0 batch_first=False norm_first=False bias=True';

const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/^Linear$/, 'in_features out_features bias=True'],
  [/^LazyLinear$/, 'out_features bias=True'],
  [/^Bilinear$/, 'in1_features in2_features out_features bias=True'],
  [/^Conv[123]d$/, CONVOLUTION],
  [/^LazyConv[123]d$/, CONVOLUTION.replace('in_channels ', '')],
  [/^ConvTranspose[123]d$/, TRANSPOSED],
  [/^(Sync)?BatchNorm([123]d)?$/, BATCH_NORM],
  [/^LazyBatchNorm[123]d$/, BATCH_NORM.replace('num_features ', '')],
  [/^InstanceNorm[123]d$/, INSTANCE_NORM],
  [/^GroupNorm$/, 'num_groups num_channels eps=0 affine=True'],
  [/^LayerNorm$/, 'normalized_shape eps=0 elementwise_affine=True bias=True'],
  [/^RMSNorm$/, 'normalized_shape eps=0 elementwise_affine=True'],
  [/^PReLU$/, 'num_parameters=1'],
  [/^Embedding(Bag)?$/, EMBEDDING],
  [/^(LSTM|GRU)$/, RECURRENT],
  [/^RNN$/, RECURRENT.replace('bias', 'nonlinearity=None bias')],
  [/^(RNN|LSTM|GRU)Cell$/, CELL],
  [
    /^MultiheadAttention$/,
    'embed_dim num_heads dropout=0 bias=True add_bias_kv=False add_zero_attn=False kdim=None vdim=None batch_first=False',
  ],
  [/^Transformer(En|De)coderLayer$/, TRANSFORMER],
  [/^Transformer(En|De)coder$/, 'layer num_layers norm=None'],
  [
    /^Transformer$/,
    'd_model=512 nhead=8 num_encoder_layers=6 num_decoder_layers=6 dim_feedforward=2048 dropout=0 activation=None custom_encoder=None custom_decoder=None layer_norm_eps=0 batch_first=False norm_first=False bias=True',
  ],
  [/^MaxPool[123]d$/, MAX_POOL],
  [/^AvgPool[123]d$/, AVERAGE_POOL],
  [/^Adaptive(Avg|Max)Pool[123]d$/, 'output_size'],
  [/^Flatten$/, 'start_dim=1 end_dim=-1'],
  [/^Unflatten$/, 'dim unflattened_size'],
  [/^Upsample\w*$/, 'size=None scale_factor=None'],
  [/^PixelShuffle$/, 'upscale_factor'],
  [/^PixelUnshuffle$/, 'downscale_factor'],
  [/^GLU$/, 'dim=-1'],
  [/^(Zero|Reflection|Replication|Constant)Pad[123]d$/, 'padding'],
];

/** Fills in the settings of a layer from what its constructor was given. */
export function configure(instance: Instance, name: string, given: Given): void {
  const line = SETTINGS.find(([pattern]) => pattern.test(name))?.[1];
  for (const [at, one] of (line?.split(' ') ?? []).entries()) {
    const [key = '', written] = one.split('=');
    const alias = /^Transformer(En|De)coder$/.test(name) && key === 'layer' ? /coder_layer$/ : undefined;
    const byAlias = alias && [...given.named].find(([other]) => alias.test(other))?.[1];
    const value = given.named.has(key) ? given.named.get(key) : (byAlias ?? given.plain[at]);
    const otherwise = given.complete ? constant(written) : UNKNOWN_THING;
    instance.config.set(key, value === undefined ? otherwise : value);
  }
}

function constant(written: string | undefined): Thing {
  if (written === undefined) return UNKNOWN_THING;
  if (written === 'None') return null;
  return written === 'True' ? true : written === 'False' ? false : Number(written);
}

export const setting = ({ config }: Instance, name: string): Thing => config.get(name) ?? null;

export const isOn = (instance: Instance, name: string): boolean | undefined => truthOf(setting(instance, name));
