/** Multiply-accumulates of Keras layers for a batch, once it is known what goes in and what comes out (Keras 3). */
import { countOf, over, plus, sizeOf, times } from './amounts';
import { amountOfAll, amountOfSide, type Sides } from './sides';
import { setting } from './torch-settings';
import { GATES } from './keras-weights';
import { exactly, type Amount, type Instance, type Tensor } from './things';

/** Layers that multiply, of which the work is not worked out. */
const UNCOUNTED = /^(ConvLSTM|EinsumDense|Dot$|AdditiveAttention|GroupedQueryAttention|RNN$|StackedRNNCells|Lambda)/;

/** `output` is the shape that comes out. */
export function kerasMacs(layer: Instance, name: string, inputs: readonly Tensor[], output: Sides | null): Amount {
  const shape = inputs[0]?.shape ?? null;
  const channels = amountOfSide(shape?.at(-1));
  const count = (key: string): Amount => countOf(setting(layer, key));
  if (/(Conv|Convolution)[123]D/.test(name)) return convolution(layer, name, shape, output);
  if (UNCOUNTED.test(name)) return countOf(undefined);
  switch (name) {
    case 'Dense':
      return times(amountOfAll(shape && shape.slice(0, -1)), channels, count('units'));
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN': {
      const units = count('units');
      const step = times(exactly(GATES[name] ?? 1), units, plus(channels, units));
      return shape?.length === 3 ? times(amountOfAll(shape.slice(0, -1)), step) : countOf(undefined);
    }
    case 'MultiHeadAttention':
      return manyHeads(layer, inputs);
    case 'Attention':
      return oneHead(inputs);
    default:
      return exactly(0);
  }
}

function convolution(layer: Instance, name: string, shape: Sides | null, output: Sides | null): Amount {
  if (name.startsWith('ConvLSTM')) return countOf(undefined);
  const kernel = sizeOf(setting(layer, 'kernel_size'), Number(/([123])D/.exec(name)?.[1] ?? 2));
  const channels = amountOfSide(shape?.at(-1));
  const filters = countOf(setting(layer, 'filters'));
  const places = amountOfAll(output && output.slice(0, -1));
  if (name.endsWith('Transpose')) return times(amountOfAll(shape && shape.slice(0, -1)), kernel, channels, filters);
  const inner = times(channels, countOf(setting(layer, 'depth_multiplier')));
  if (name.startsWith('Depthwise')) return times(places, kernel, inner);
  if (name.startsWith('Separable')) return plus(times(places, kernel, inner), times(places, inner, filters));
  return times(places, over(times(kernel, channels, filters), countOf(setting(layer, 'groups'))));
}

function manyHeads(layer: Instance, [query, value = query, key = value]: readonly Tensor[]): Amount {
  const heads = countOf(setting(layer, 'num_heads'));
  const width = times(heads, countOf(setting(layer, 'key_dim')));
  const written = setting(layer, 'value_dim');
  const inner = written === null ? width : times(heads, countOf(written));
  const [q, v, k] = [query, value, key].map((one) => one?.shape ?? null);
  if (q?.length !== 3 || v?.length !== 3 || k?.length !== 3) return countOf(undefined);
  const places = amountOfAll(q.slice(0, -1));
  const output = setting(layer, 'output_shape');
  const outputs = output === null ? amountOfSide(q[2]) : countOf(output);
  return plus(
    times(amountOfAll(q), width),
    times(amountOfAll(k), width),
    times(amountOfAll(v), inner),
    times(places, amountOfSide(k[1]), plus(width, inner)),
    times(places, inner, outputs),
  );
}

/** Products of queries with keys, and of weights with values. */
function oneHead([query, value, key = value]: readonly Tensor[]): Amount {
  const [q, v, k] = [query, value, key].map((one) => one?.shape ?? null);
  if (!q || !v || !k) return countOf(undefined);
  return times(
    amountOfAll(q.slice(0, -1)),
    amountOfSide(k.at(-2)),
    plus(amountOfSide(q.at(-1)), amountOfSide(v.at(-1))),
  );
}
