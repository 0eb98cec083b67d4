/** Functions and methods of tensors, as far as they say what shape comes out and how much is multiplied. */
import { lastPart } from '../canonical';
import { itemsOf } from './items';
import { tensorsIn } from './keras-graph';
import { rearranged } from './rearrange';
import { amountOfAll, derived, type Sides } from './sides';
import { joined } from './tensor-joins';
import { tensorOp } from './tensor-ops';
import { attended, einsum, linear, product } from './tensor-products';
import { asKind, listOf, tensorOf, UNKNOWN_THING, type Given, type Tensor, type Thing } from './things';

const BY_SHAPE =
  /^(torch|tensorflow|numpy|keras\.(ops|random)|jax\.numpy)\.(random\.|nn\.)?(zeros|ones|randn?|empty|full|normal|uniform|random|rand|randint|standard_normal|truncated_normal)$|^torch\.(cuda\.)?(FloatTensor|Tensor|LongTensor)$/;

const TENSOR_LIBRARIES = /^(torch|tensorflow|numpy|keras\.(ops|activations|backend|layers|utils|random))\./;

/** Functions that multiply, of which the shapes are not worked out. */
const MULTIPLIES =
  /(conv|linear|matmul|einsum|tensordot|attention|lstm|gru|rnn|addmm|baddbmm|addbmm|inner|outer|cdist|kron|fft|stft|svd|eig|inverse|solve|linalg|vmap|bilinear|multi_head|chain)/;

/** Undefined for a function that makes no tensor. */
export function tensorCall(name: string, given: Given): Thing | undefined {
  if (BY_SHAPE.test(name)) return tensorOf(writtenShape(drawn(name, given)));
  if (/^torch\.(tensor|as_tensor|from_numpy)$/.test(name) && !tensorsIn(given.plain[0] ?? null)[0])
    return tensorOf(lengths(given.plain[0]));
  if (/^(torch|tensorflow|keras\.ops|numpy)\.(arange|range)$/.test(name)) return tensorOf([rangeLength(given)]);
  if (/^(tensorflow|keras\.ops|numpy|keras\.backend\.int)(\.|_)shape$/.test(name)) return shapeOf(given.plain[0]);
  if (name === 'torch.eye' && typeof given.plain[0] === 'number') return tensorOf([given.plain[0], given.plain[0]]);
  if (/^torch\.Size$/.test(name)) return given.plain[0];
  if (/^einops\./.test(name)) return rearranged(name, given);
  return TENSOR_LIBRARIES.test(name) ? computed(lastPart(name), given) : undefined;
}

function computed(name: string, given: Given): Thing | undefined {
  if (/^(cat|concat|concatenate|stack|vstack|hstack)$/.test(name)) {
    const inputs = tensorsIn(given.named.get('tensors') ?? given.named.get('values') ?? given.plain[0] ?? null);
    return (
      (/^[vh]/.test(name) ? undefined : joined(name, given)) ??
      (inputs.length > 0 ? derived(null, inputs) : tensorOf(null))
    );
  }
  const multiplied = products(name, given);
  if (multiplied) return multiplied;
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => tensorsIn(one));
  const [first, ...others] = given.plain;
  const named = [...given.named].find(([, one]) => one === inputs[0])?.[0];
  const self = asKind(first, 'tensor') ?? (first === undefined ? inputs[0] : undefined);
  if (self) {
    const rest = new Map([...given.named].filter(([key]) => first !== undefined || key !== named));
    const result = tensorOp(self, name, { plain: others, named: rest, complete: given.complete });
    if (result !== undefined) return result;
  }
  if (name === 'where' && inputs.length > 0) return derived(inputs.at(-1)?.shape ?? null, inputs);
  if (inputs.length === 0) return tensorOf(null);
  return derived(null, inputs, MULTIPLIES.test(name) ? amountOfAll(null) : undefined);
}

function products(name: string, { plain, named }: Given): Tensor | undefined {
  const [a, b, c] = plain;
  const of = (key: string, otherwise: Thing | undefined): Thing | undefined => named.get(key) ?? otherwise;
  switch (name) {
    case 'matmul':
    case 'mm':
    case 'bmm':
    case 'mv':
    case 'dot': {
      const turned = (thing: Thing | undefined, key: string): Thing | undefined => {
        const tensor = asKind(thing, 'tensor');
        return named.get(key) === true && tensor?.shape && tensor.shape.length >= 2
          ? derived([...tensor.shape.slice(0, -2), tensor.shape.at(-1) ?? null, tensor.shape.at(-2) ?? null], [tensor])
          : thing;
      };
      return product(turned(of('a', a), 'transpose_a'), turned(of('b', b), 'transpose_b'));
    }
    case 'einsum':
      return einsum(
        a,
        plain.slice(1).flatMap((one) => asKind(one, 'list')?.items ?? [one]),
      );
    case 'linear':
      return linear(of('input', a), of('weight', b));
    case 'scaled_dot_product_attention':
      return attended(of('query', a), of('key', b), of('value', c));
    default:
      return undefined;
  }
}

/** The arguments that say the shape: `randint(0, 10, (2, 3))`, `full((2, 3), 1)`, `np.random.normal(0, 1, (2, 3))`. */
function drawn(name: string, given: Given): Given {
  if (/^torch\.(rand|randn|zeros|ones|empty|(cuda\.)?(FloatTensor|Tensor|LongTensor))$/.test(name)) return given;
  const list = given.plain.find((one) => asKind(one, 'list') !== undefined);
  return list === undefined ? given : { ...given, plain: [list] };
}

/** `torch.zeros(2, 3)`, `torch.zeros((2, 3))`, `size=(2, 3)`. */
export function writtenShape({ plain, named }: Given): Sides | null {
  const [first] = plain;
  const list =
    named.get('size') ?? named.get('shape') ?? (first !== undefined && itemsOf(first) ? first : listOf([...plain]));
  const sizes = typeof list === 'number' ? [list] : itemsOf(list);
  if (!sizes || asKind(list, 'list')?.exact === false) return null;
  return sizes.map((one) => (typeof one === 'number' ? one : null));
}

function rangeLength({ plain, named }: Given): number | null {
  const [start, stop] = plain.length > 1 ? plain : [0, plain[0]];
  const [from, to] = [named.get('start') ?? start, named.get('stop') ?? named.get('limit') ?? named.get('end') ?? stop];
  const step = named.get('step') ?? named.get('delta') ?? plain[2] ?? 1;
  if (typeof from !== 'number' || typeof to !== 'number' || typeof step !== 'number') return null;
  return Math.max(0, Math.ceil((to - from) / step));
}

export function shapeOf(thing: Thing | undefined): Thing {
  const shape = asKind(thing, 'tensor')?.shape ?? asKind(thing, 'parameter')?.shape;
  return shape ? listOf(shape.map((one) => one ?? UNKNOWN_THING)) : UNKNOWN_THING;
}

function lengths(thing: Thing | undefined): Sides | null {
  const items = asKind(thing, 'list');
  if (!items) return typeof thing === 'number' ? [] : (asKind(thing, 'tensor')?.shape ?? null);
  return [items.exact ? items.items.length : null, ...(lengths(items.items[0]) ?? [])];
}

export function tensorMethod(self: Tensor, name: string, given: Given): Thing {
  if (name === 'size') {
    const at = given.named.get('dim') ?? given.plain[0];
    if (at === undefined) return shapeOf(self);
    return typeof at === 'number' ? (self.shape?.at(at) ?? UNKNOWN_THING) : UNKNOWN_THING;
  }
  if (name === 'dim' || name === 'ndimension') return self.shape?.length ?? UNKNOWN_THING;
  if (/^(item|tolist)$/.test(name)) return UNKNOWN_THING;
  if (/^new_(zeros|ones|empty|full)$/.test(name)) return tensorOf(writtenShape(given));
  // `exp_` changes the tensor itself.
  const plainName = name.replace(/(?<=\w)_$/, '');
  return computed(plainName, { ...given, plain: [self, ...given.plain] }) ?? derived(null, [self]);
}
