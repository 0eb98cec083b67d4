/** Functions and methods of tensors, as far as they say what shape comes out. */
import { itemsOf } from './items';
import { tensorsIn } from './keras-graph';
import { asKind, listOf, tensorOf, UNKNOWN_THING, type Given, type Tensor, type Thing } from './things';

const BY_SHAPE =
  /^(torch|tensorflow|numpy|keras\.ops)\.(zeros|ones|randn?|empty|full|normal|rand|random\.(normal|uniform))$|^torch\.(FloatTensor|Tensor|LongTensor)$/;

/** Functions that work element by element. */
const SAME_SHAPE =
  /\.(relu\w*|sigmoid|tanh|softmax|log_softmax|gelu|silu|elu|leaky_relu|dropout\w*|abs|exp|log|sqrt|square|clamp|clip|cast|stop_gradient|identity)$/;

/** Undefined for a function that makes no tensor. */
export function tensorCall(name: string, given: Given): Thing | undefined {
  if (BY_SHAPE.test(name)) return tensorOf(writtenShape(given));
  if (/^torch\.(tensor|as_tensor|from_numpy)$/.test(name)) return tensorOf(lengths(given.plain[0]));
  if (/^(torch|tensorflow|keras\.ops)\.(arange|range)$/.test(name)) return tensorOf([rangeLength(given)]);
  if (/^(tensorflow|keras\.ops)\.shape$/.test(name)) return shapeOf(given.plain[0]);
  if (/\.matmul$/.test(name)) return product(given.plain[0], given.plain[1]);
  if (name === 'torch.eye' && typeof given.plain[0] === 'number') return tensorOf([given.plain[0], given.plain[0]]);
  if (/^torch\.Size$/.test(name)) return given.plain[0];
  if (!/^(torch|tensorflow|keras\.(ops|activations|backend))\./.test(name)) return undefined;
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => tensorsIn(one));
  const shape = SAME_SHAPE.test(name) ? (inputs[0]?.shape ?? null) : null;
  return inputs.length > 0 ? tensorOf(shape, { layer: null, inputs }) : tensorOf(null);
}

/** `torch.zeros(2, 3)`, `torch.zeros((2, 3))`, `size=(2, 3)`. */
export function writtenShape({ plain, named }: Given): readonly (number | null)[] | null {
  const [first] = plain;
  const list =
    named.get('size') ?? named.get('shape') ?? (first !== undefined && itemsOf(first) ? first : listOf([...plain]));
  const sizes = itemsOf(list);
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

/** `a @ b`. */
export function product(a: Thing | undefined, b: Thing | undefined): Tensor {
  const [left, right] = [a, b].map((one) => asKind(one, 'tensor')?.shape ?? asKind(one, 'parameter')?.shape ?? null);
  const inputs = [a, b].flatMap((one) => asKind(one, 'tensor') ?? []);
  const shape = left && right && right.length >= 2 ? [...left.slice(0, -1), right.at(-1) ?? null] : null;
  return tensorOf(shape, { layer: null, inputs });
}

function lengths(thing: Thing | undefined): readonly (number | null)[] | null {
  const items = asKind(thing, 'list');
  if (!items) return typeof thing === 'number' ? [] : (asKind(thing, 'tensor')?.shape ?? null);
  return [items.exact ? items.items.length : null, ...(lengths(items.items[0]) ?? [])];
}

export function tensorMethod(self: Tensor, name: string, given: Given): Thing {
  if (name === 'size') {
    const [at] = given.plain;
    if (at === undefined) return self.shape ? listOf(self.shape.map((one) => one ?? UNKNOWN_THING)) : UNKNOWN_THING;
    return typeof at === 'number' ? (self.shape?.at(at) ?? UNKNOWN_THING) : UNKNOWN_THING;
  }
  if (/^(float|double|half|to|cuda|cpu|clone|detach|contiguous|requires_grad_|\w+_)$/.test(name)) return self;
  if (name === 'unsqueeze' && self.shape && typeof given.plain[0] === 'number') {
    const at = given.plain[0] < 0 ? self.shape.length + 1 + given.plain[0] : given.plain[0];
    return tensorOf([...self.shape.slice(0, at), 1, ...self.shape.slice(at)]);
  }
  if (name === 'dim') return self.shape?.length ?? UNKNOWN_THING;
  return tensorOf(null);
}
