/** Tensors that are put behind or upon one another. */
import { itemsOf } from './items';
import { axisOf, derived, type Side } from './sides';
import { asKind, type Given, type Tensor } from './things';

const sumOf = (a: Side, b: Side): Side => (a === null || b === null ? null : a + b);

/** `torch.cat([a, b], dim=1)` and `torch.stack`. */
export function joined(name: string, { plain, named }: Given): Tensor | undefined {
  const list = named.get('tensors') ?? named.get('values') ?? plain[0];
  const items = list === undefined ? undefined : itemsOf(list);
  if (!items || asKind(list, 'list')?.exact === false) return undefined;
  const all = items.map((one) => asKind(one, 'tensor') ?? derived(asKind(one, 'parameter')?.shape ?? null, []));
  const [first] = all;
  const axis = named.get('dim') ?? named.get('axis') ?? plain[1] ?? 0;
  const shape = first?.shape;
  if (!shape || all.some((one) => one.shape?.length !== shape.length)) return derived(null, all);
  if (name === 'stack') {
    const at = axisOf([...shape, 1], axis);
    return derived(at === undefined ? null : [...shape.slice(0, at), all.length, ...shape.slice(at)], all);
  }
  const at = axisOf(shape, axis);
  if (at === undefined) return derived(null, all);
  const total = all.reduce<Side>((sum, one) => sumOf(sum, one.shape?.[at] ?? null), 0);
  return derived(
    shape.map((one, index) => (index === at ? total : one)),
    all,
  );
}
