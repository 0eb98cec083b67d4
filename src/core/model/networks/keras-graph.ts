/** The layers that lie between tensors of Keras. */
import { plus } from './amounts';
import { asKind, exactly, type Amount, type Instance, type Source, type Tensor, type Thing } from './things';

/** The layers between tensors; false where a tensor comes from something that was not followed. */
export function collect(
  tensors: readonly Tensor[],
  ends: ReadonlySet<Thing>,
  layers: Set<Instance>,
  seen = new Set<Tensor>(),
): boolean {
  let complete = tensors.length > 0;
  for (const tensor of tensors) {
    if (seen.has(tensor) || ends.has(tensor)) continue;
    seen.add(tensor);
    if (tensor.from?.layer) layers.add(tensor.from.layer);
    if (!tensor.from || !collect(tensor.from.inputs, ends, layers, seen)) complete = false;
  }
  return complete;
}

export function tensorsIn(thing: Thing): readonly Tensor[] {
  const tensor = asKind(thing, 'tensor');
  if (tensor) return [tensor];
  const dict = asKind(thing, 'dict');
  return [...(dict?.entries.values() ?? asKind(thing, 'list')?.items ?? [])].flatMap((one) => tensorsIn(one));
}

/** Multiply-accumulates between tensors: each call of a layer once, however many tensors it gives. */
export function graphWork(outputs: readonly Tensor[], ends: ReadonlySet<Thing>): Amount {
  const sources = new Set<Source>();
  const seen = new Set<Tensor>();
  const open = [...outputs];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (seen.has(tensor) || ends.has(tensor)) continue;
    seen.add(tensor);
    if (!tensor.from) return { least: 0, most: Infinity };
    sources.add(tensor.from);
    open.push(...tensor.from.inputs);
  }
  return plus(exactly(0), ...[...sources].map(({ work }) => work));
}
