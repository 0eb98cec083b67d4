/** Networks that are made with so few channels that neither a famous name nor a library of large ones says how large they are. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { mostNumber } from '../values';

/** How wide the layers are: what transformers, convolution networks and their makers call it. */
const WIDTH =
  /^(d_?model|model_?dim|dim|hidden(_?(size|dim|channels))?|n_?embd|emb(ed(ding)?)?_?(dim|size)|n(um)?_?(channels|filters|features|hidden)|(block_out_)?channels|filters|features)$/i;
/** Twelve times its square weights a layer of a transformer: under a million in five layers of 128. */
const NARROW = 128;

/** Every construction behind the value states widths, all of them small; a default counts, because it only softens. */
export function isMadeNarrow(model: Model, value: Expr): boolean {
  const calls = model.origins(value).flatMap((origin): readonly Call[] => {
    const call = origin.kind === 'instance' || origin.kind === 'result' ? origin.call : null;
    return call ? [call] : [];
  });
  return calls.length > 0 && calls.every((call) => isNarrow(model, call));
}

function isNarrow(model: Model, { args }: Call): boolean {
  const stated = args.filter(({ name, value }) => WIDTH.test(name ?? nameOf(value)));
  const widths = stated.map(({ value }) => widest(model, value));
  return widths.length > 0 && widths.every((one) => one !== undefined && one < NARROW);
}

/** `d_model` where the value is passed by its place under that name. */
const nameOf = (value: Expr): string =>
  value.kind === 'name' ? value.id : value.kind === 'attribute' ? value.attr : '';

/** `64`, `(16, 32, 64)`. */
function widest(model: Model, value: Expr): number | undefined {
  const known = model.value(value);
  const [only] = known.alternatives;
  if (only?.type !== 'sequence') return mostNumber(known);
  const items = only.items?.map((item) => mostNumber(model.value(item)) ?? Number.NaN) ?? [];
  return items.length > 0 && !items.some(Number.isNaN) ? Math.max(...items) : undefined;
}
