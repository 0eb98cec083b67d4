/** Functions and methods of tensors, as far as they say what shape comes out. */
import { itemsOf } from './items';
import type { Run } from './run';
import { asKind, listOf, tensorOf, UNKNOWN_THING, type Given, type Tensor, type Thing } from './things';

const BY_SHAPE = /^(torch|tensorflow|numpy|keras\.ops)\.(zeros|ones|randn?|empty|full|normal|rand|random\.(normal|uniform))$|^torch\.(FloatTensor|Tensor|LongTensor)$/;

/** Undefined for a function that makes no tensor. */
export function tensorCall(run: Run, name: string, given: Given): Thing | undefined {
  void run;
  if (BY_SHAPE.test(name)) return tensorOf(writtenShape(given));
  if (/^torch\.(tensor|as_tensor|from_numpy)$/.test(name)) return tensorOf(lengths(given.plain[0]));
  if (name === 'torch.arange') return tensorOf([typeof given.plain[0] === 'number' ? given.plain[0] : null]);
  if (name === 'torch.eye' && typeof given.plain[0] === 'number') return tensorOf([given.plain[0], given.plain[0]]);
  if (/^torch\.Size$/.test(name)) return given.plain[0];
  return /^(torch|tensorflow|keras\.ops)\./.test(name) ? tensorOf(null) : undefined;
}

/** `torch.zeros(2, 3)`, `torch.zeros((2, 3))`, `size=(2, 3)`. */
export function writtenShape({ plain, named }: Given): readonly (number | null)[] | null {
  const [first] = plain;
  const list = named.get('size') ?? named.get('shape') ?? (first !== undefined && itemsOf(first) ? first : listOf([...plain]));
  const sizes = itemsOf(list);
  if (!sizes || asKind(list, 'list')?.exact === false) return null;
  return sizes.map((one) => (typeof one === 'number' ? one : null));
}

function lengths(thing: Thing | undefined): readonly (number | null)[] | null {
  const items = asKind(thing, 'list');
  if (!items) return typeof thing === 'number' ? [] : (asKind(thing, 'tensor')?.shape ?? null);
  return [items.exact ? items.items.length : null, ...(lengths(items.items[0]) ?? [])];
}

export function tensorMethod(run: Run, self: Tensor, name: string, given: Given): Thing {
  void run;
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
