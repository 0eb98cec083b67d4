/** Calls layers of `torch.nn`: what shape comes out, and the multiply-accumulates that it takes (documentation of torch 2.13). */
import { countOf, over, sizeOf, times } from './amounts';
import { recurrentOn } from './torch-recurrent';
import { attentionOn, transformerOn } from './torch-attention';
import { lose, spend, type Run } from './run';
import { amountOfAll, amountOfSide, derived, numberOf, sidesOf, windows, type Side, type Sides } from './sides';
import { isOn, setting } from './torch-settings';
import { plainShape } from './torch-shapes';
import { asKind, listOf, UNKNOWN_THING, type Given, type Instance, type Tensor, type Thing } from './things';

/** `name` is that in `torch.nn`. */
export function callTorch(run: Run, layer: Instance, name: string, given: Given): Thing {
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => asKind(one, 'tensor') ?? []);
  const [input] = inputs;
  if (!input) {
    lose(run);
    return derived(null, []);
  }
  if (/^(RNN|LSTM|GRU)(Cell)?$/.test(name)) return recurrentOn(run, layer, name, input);
  if (name === 'MultiheadAttention') return attentionOn(run, layer, inputs);
  if (/^Transformer/.test(name)) return transformerOn(run, layer, name, inputs);
  const multiplied = weighted(run, layer, name, input);
  if (multiplied !== undefined) return derived(multiplied, inputs);
  const shape = input.shape && plainShape(layer, name, input.shape);
  if (shape === undefined) lose(run);
  const output = derived(shape ?? null, inputs);
  return isOn(layer, 'return_indices') === true ? listOf([output, output]) : output;
}

/** Layers with weights; undefined for others, null where the shape cannot be told. */
function weighted(run: Run, layer: Instance, name: string, { shape }: Tensor): Sides | null | undefined {
  if (/^(Lazy)?Conv/.test(name)) return convolved(run, layer, name, shape);
  switch (name) {
    case 'Linear':
    case 'LazyLinear':
      return dense(run, layer, shape);
    case 'Embedding':
      return shape && [...shape, numberOf(setting(layer, 'embedding_dim'))];
    case 'EmbeddingBag':
      return shape && [shape[0] ?? null, numberOf(setting(layer, 'embedding_dim'))];
    default:
      return undefined;
  }
}

function dense(run: Run, layer: Instance, shape: Sides | null): Sides | null {
  const inputs = numberOf(layer.config.get('in_features'));
  const given = shape?.at(-1) ?? null;
  if (!shape || shape.length === 0 || (inputs !== null && given !== null && inputs !== given)) {
    lose(run);
    return null;
  }
  const outputs = setting(layer, 'out_features');
  spend(run, times(amountOfAll(shape.slice(0, -1)), amountOfSide(inputs ?? given), countOf(outputs)));
  return [...shape.slice(0, -1), numberOf(outputs)];
}

function convolved(run: Run, layer: Instance, name: string, shape: Sides | null): Sides | null {
  const count = Number(/([123])d$/.exec(name)?.[1] ?? 2);
  const written = numberOf(layer.config.get('in_channels'));
  const given = shape?.[1] ?? null;
  if (shape?.length !== count + 2 || (written !== null && given !== null && written !== given)) {
    lose(run);
    return null;
  }
  const isTransposed = name.includes('Transpose');
  const sides = shape.slice(2).map((size, at) => sideOf(layer, size, { at, count, isTransposed }));
  const outputs = setting(layer, 'out_channels');
  const filters = over(times(amountOfSide(written ?? given), countOf(outputs)), countOf(setting(layer, 'groups')));
  const places = amountOfAll([shape[0] ?? null, ...(isTransposed ? shape.slice(2) : sides)]);
  spend(run, times(places, filters, sizeOf(setting(layer, 'kernel_size'), count)));
  return [shape[0] ?? null, numberOf(outputs), ...sides];
}

interface Place {
  readonly at: number;
  readonly count: number;
  readonly isTransposed: boolean;
}

function sideOf(layer: Instance, size: Side, { at, count, isTransposed }: Place): Side {
  const of = (key: string): Side => sidesOf(setting(layer, key), count)[at] ?? null;
  const [kernel, stride, dilation] = [of('kernel_size'), of('stride'), of('dilation')];
  const written = setting(layer, 'padding');
  if (written === 'same') return size;
  const padding = written === 'valid' ? 0 : of('padding');
  if (!isTransposed) return windows(size, [kernel, stride, padding, dilation]);
  const more = of('output_padding');
  if ([size, kernel, stride, padding, dilation, more].includes(null)) return null;
  return (
    ((size ?? 0) - 1) * (stride ?? 0) - 2 * (padding ?? 0) + (dilation ?? 0) * ((kernel ?? 0) - 1) + (more ?? 0) + 1
  );
}

/** What a module of which nothing is known does with tensors. */
export function unfollowed(run: Run, given: Given): Thing {
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => asKind(one, 'tensor') ?? []);
  if (inputs.length === 0) return UNKNOWN_THING;
  lose(run);
  return derived(null, inputs);
}
