/** What functions and methods of tensors do to shapes: `flatten`, `permute`, `mean`, `cat`, of torch, TensorFlow, Keras and NumPy. */
import { broadcast } from './broadcast';
import { axisOf, derived, filled, numberOf, sidesOf, sizeOfAll, type Side, type Sides } from './sides';
import { axisIn, flattened, listed, ordered, repeated, squeezed } from './tensor-axes';
import { asKind, listOf, UNKNOWN_THING, type Given, type Tensor, type Thing } from './things';

type Shape = Sides | null;

/** Functions that leave the shape as it is. */
const SAME =
  /^(relu6?|elu|selu|celu|gelu|silu|swish|mish|leaky_relu|prelu|rrelu|sigmoid|hard_?sigmoid|hardswish|hardtanh|tanh|softmax|log_softmax|softplus|softsign|log_?sigmoid|dropout\w*|alpha_dropout|feature_dropout|normalize|layer_norm|batch_norm|instance_norm|group_norm|rms_norm|local_response_norm|l2_normalize|abs|neg|exp|log|log1p|log2|sqrt|rsqrt|square|pow|sin|cos|erf|sign|round|floor|ceil|clamp\w*|clip\w*|cast|astype|stop_gradient|identity|contiguous|to|float|double|half|bfloat16|int|long|bool|type|type_as|cuda|cpu|numpy|clone|detach|requires_grad_|masked_fill|masked_fill_|fill_|zero_|normal_|uniform_|add_|sub_|mul_|div_|clamp_|relu_|sigmoid_|tanh_|softmax_|roll|flip|fliplr|flipud|cumsum|cumprod|tril|triu|sort|argsort|logical_not|isnan|zeros_like|ones_like|rand_like|randn_like|full_like|empty_like|copy|as_tensor|convert_to_tensor|convert_to_numpy|asarray|array|ascontiguousarray|data|pack_padded_sequence|set_shape|adjust_\w+|random_flip\w*|random_brightness|per_image_standardization|checkpoint_name)$/;

/** Functions of two tensors, element by element. */
const PAIRED =
  /^(add|sub|subtract|mul|multiply|div|divide|true_divide|maximum|minimum|atan2|fmod|remainder|floor_divide|eq|ne|lt|gt|le|ge|greater\w*|less\w*|equal|not_equal|logical_and|logical_or|lerp|addcmul)$/;

/** Functions that take axes together. */
const REDUCES =
  /^(reduce_)?(mean|sum|max|min|amax|amin|std|var|variance|prod|logsumexp|norm|median|any|all|argmax|argmin|count_nonzero)$/;

const LOSSES = /(^|_)(cross_?entropy\w*|loss|kl_div|nll|mse|bce\w*)$/;

/** Undefined for a function that is not known here. `given` are the arguments after the tensor. */
export function tensorOp(self: Tensor, name: string, given: Given): Thing | undefined {
  if (SAME.test(name)) return derived(self.shape, [self]);
  if (LOSSES.test(name)) return derived([], [self]);
  const { shape } = self;
  if (PAIRED.test(name)) {
    const other = asKind(given.plain[0] ?? given.named.get('other'), 'tensor');
    return other ? derived(broadcast(shape, other.shape), [self, other]) : derived(shape, [self]);
  }
  if (REDUCES.test(name)) return reduced(self, name, given);
  const parts = split(self, name, given);
  if (parts) return parts;
  if (!HANDLED.test(name)) return undefined;
  return derived(shape && reshaped(shape, name, given), [self]);
}

const HANDLED =
  /^(flatten|view|reshape|unflatten|permute|transpose|swapaxes|moveaxis|movedim|t|squeeze|unsqueeze|expand_dims|expand|expand_as|view_as|reshape_as|repeat|tile|repeat_interleave|broadcast_to|narrow|select|one_hot|pad|take|topk)$/;

function reshaped(shape: Sides, name: string, given: Given): Shape {
  const first = given.plain[0];
  const like = asKind(first ?? given.named.get('other'), 'tensor')?.shape ?? null;
  switch (name) {
    case 'flatten':
      return flattened(
        shape,
        given.named.get('start_dim') ?? first ?? 0,
        given.named.get('end_dim') ?? given.plain[1] ?? -1,
      );
    case 'view':
    case 'reshape': {
      const sides = listed(given, 'shape', 'target_shape', 'newshape', 'size');
      return sides && filled(sizeOfAll(shape), sides);
    }
    case 'view_as':
    case 'reshape_as':
    case 'expand_as':
      return like;
    case 'unflatten': {
      const at = axisOf(shape, axisIn(given, 0));
      const inner =
        at === undefined ? null : filled(shape[at] ?? null, sidesOf(given.named.get('sizes') ?? given.plain[1], 1));
      return at === undefined || !inner ? null : [...shape.slice(0, at), ...inner, ...shape.slice(at + 1)];
    }
    case 'squeeze':
      return squeezed(shape, axisIn(given, 0));
    case 'unsqueeze':
    case 'expand_dims': {
      const at = axisOf([...shape, 1], axisIn(given, 0));
      return at === undefined ? null : [...shape.slice(0, at), 1, ...shape.slice(at)];
    }
    case 'one_hot': {
      const classes = numberOf(given.named.get('num_classes') ?? given.named.get('depth') ?? first);
      return [...shape, classes];
    }
    default:
      return repeated(shape, name, given) ?? ordered(shape, name, given);
  }
}

function reduced(self: Tensor, name: string, given: Given): Thing {
  const { shape } = self;
  const isNorm = name === 'norm';
  const axis = axisIn(given, isNorm ? 1 : 0);
  if (axis === undefined || axis === null) return derived([], [self]);
  const axes = (asKind(axis, 'list')?.items ?? [axis]).map((one) => (shape ? axisOf(shape, one) : undefined));
  const keeps = given.named.get('keepdim') ?? given.named.get('keepdims') ?? (isNorm ? undefined : given.plain[1]);
  if (!shape || axes.includes(undefined)) return derived(null, [self]);
  const result: Side[] =
    keeps === true
      ? shape.map((one, at) => (axes.includes(at) ? 1 : one))
      : shape.filter((_, at) => !axes.includes(at));
  const value = derived(result, [self]);
  return /^(max|min|median)$/.test(name) && given.named.get('axis') === undefined ? listOf([value, value]) : value;
}

/** `chunk`, `split` and `unbind` give several tensors. */
function split(self: Tensor, name: string, given: Given): Thing | undefined {
  if (!/^(chunk|split|tensor_split|unbind|unstack)$/.test(name)) return undefined;
  const { shape } = self;
  const axis = axisIn(given, /^un/.test(name) ? 0 : 1) ?? 0;
  const at = shape ? axisOf(shape, axis) : undefined;
  const size = at === undefined ? null : (shape?.[at] ?? null);
  if (!shape || at === undefined || size === null) return UNKNOWN_THING;
  const part = (length: number): Tensor =>
    derived(
      shape.map((one, index) => (index === at ? length : one)),
      [self],
    );
  if (/^un/.test(name))
    return listOf(
      Array.from({ length: size }, () =>
        derived(
          shape.filter((_, index) => index !== at),
          [self],
        ),
      ),
    );
  const written = given.plain[0] ?? [...given.named.values()][0];
  const lengths = asKind(written, 'list') ? sidesOf(written, 1) : partLengths(size, numberOf(written), name);
  if (!lengths || lengths.includes(null)) return UNKNOWN_THING;
  return listOf((lengths as number[]).map(part));
}

/** `chunk(3)` is three parts, `split(3)` parts of three. */
function partLengths(size: number, number: Side, name: string): Sides | null {
  if (number === null || number <= 0) return null;
  const each = name === 'split' ? number : Math.ceil(size / number);
  return Array.from({ length: Math.ceil(size / each) }, (_, at) => Math.min(each, size - at * each));
}
