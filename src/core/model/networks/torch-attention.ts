/** Calls attention and transformers of `torch.nn`: shapes and multiply-accumulates. */
import { countOf, plus, times } from './amounts';
import { lose, spend, type Run } from './run';
import { amountOfAll, amountOfSide, derived, type Sides } from './sides';
import { isOn, setting } from './torch-settings';
import { asKind, exactly, listOf, type Amount, type Instance, type Tensor, type Thing } from './things';

/** Of `query` over `memory`, both of three sides: products of queries with keys, and of weights with values. */
function mixed(layer: Instance, query: Sides, memory: Sides, width: Amount): Amount {
  const first = isOn(layer, 'batch_first');
  if (first === undefined) return countOf(undefined);
  const [batch, length] = first ? [query[0], query[1]] : [query[1], query[0]];
  const sources = first ? memory[1] : memory[0];
  return times(exactly(2), amountOfSide(batch), amountOfSide(length), amountOfSide(sources), width);
}

/** Projections of query, key, value and result, and what lies between. */
function attention(layer: Instance, [query, key, value]: readonly Sides[], width: Amount): Amount {
  if (!query || !key || !value || [query, key, value].some((one) => one.length !== 3)) return countOf(undefined);
  const places = (sides: Sides): Amount => amountOfAll(sides.slice(0, -1));
  const inner = (sides: Sides): Amount => amountOfSide(sides.at(-1));
  return plus(
    times(exactly(2), places(query), width, width),
    times(places(key), inner(key), width),
    times(places(value), inner(value), width),
    mixed(layer, query, key, width),
  );
}

export function attentionOn(run: Run, layer: Instance, inputs: readonly Tensor[]): Thing {
  const [query, key = query, value = key] = inputs;
  const width = countOf(setting(layer, 'embed_dim'));
  const shapes = [query, key, value].flatMap((one) => (one?.shape ? [one.shape] : []));
  const fits =
    typeof query?.shape?.at(-1) !== 'number' || width.least !== width.most || query.shape.at(-1) === width.least;
  spend(run, fits ? attention(layer, shapes, width) : countOf(undefined));
  return listOf([derived(fits ? (query?.shape ?? null) : null, inputs), derived(null, inputs)]);
}

export function transformerOn(run: Run, layer: Instance, name: string, inputs: readonly Tensor[]): Thing {
  const [first, second] = inputs;
  const width = countOf(setting(layer, 'd_model'));
  const isDecoder = name.includes('Decoder');
  if (name === 'TransformerEncoder' || name === 'TransformerDecoder') return stack(run, layer, inputs);
  if (name === 'Transformer') return whole(run, layer, inputs);
  const fits = first?.shape?.length === 3 && (width.least !== width.most || first.shape.at(-1) === width.least);
  if (!fits || (isDecoder && !second?.shape)) {
    lose(run);
    return derived(null, inputs);
  }
  spend(run, layerWork(layer, first.shape, isDecoder ? (second?.shape ?? null) : null));
  return derived(first.shape, inputs);
}

function layerWork(layer: Instance, shape: Sides, memory: Sides | null): Amount {
  const width = countOf(setting(layer, 'd_model'));
  const inner = countOf(setting(layer, 'dim_feedforward'));
  const across = memory ? attention(layer, [shape, memory, memory], width) : exactly(0);
  const feeds = times(exactly(2), amountOfAll(shape.slice(0, -1)), width, inner);
  return plus(attention(layer, [shape, shape, shape], width), across, feeds);
}

function stack(run: Run, layer: Instance, [input, memory]: readonly Tensor[]): Thing {
  let value: Thing = input ?? derived(null, []);
  for (const [key, one] of layer.attrs) {
    const inner = asKind(one, 'instance');
    if (!inner || !key.startsWith('layers.')) continue;
    const plain = memory && inner.library?.includes('Decoder') ? [value, memory] : [value];
    value = run.call(inner, { plain, named: new Map(), complete: true });
  }
  if (!layer.exact) lose(run);
  return value;
}

/** `nn.Transformer`: the encoder over what goes in, the decoder over what comes out. */
function whole(run: Run, layer: Instance, inputs: readonly Tensor[]): Thing {
  const [source, target] = inputs;
  if (!source?.shape || !target?.shape || setting(layer, 'custom_encoder') !== null) {
    lose(run);
    return derived(null, inputs);
  }
  spend(run, times(countOf(setting(layer, 'num_encoder_layers')), layerWork(layer, source.shape, null)));
  spend(run, times(countOf(setting(layer, 'num_decoder_layers')), layerWork(layer, target.shape, source.shape)));
  return derived(target.shape, inputs);
}
