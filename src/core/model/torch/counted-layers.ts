/** The layers of a module with the arguments of its call, from building it; what the text of its class shows where that fails. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../model';
import { networkOf } from '../networks/network';
import type { LayerFacts } from './layer-facts';

const HEAVY =
  /^torch\.nn\.((Lazy)?Conv(Transpose)?[123]d|(Lazy)?Linear|Bilinear|LSTM|GRU|RNN|LSTMCell|GRUCell|MultiheadAttention|Transformer\w*)$/;

/** `read` is what the text shows. */
export function countedLayers(model: Model, call: Call, read: LayerFacts): LayerFacts {
  const network = networkOf(model, call);
  if (!network) return read;
  const { weights, tables, layers } = network;
  if (weights.most === Infinity) {
    const parameters = Math.max(read.parameters, weights.least - tables.least);
    return { ...read, parameters, complete: false, weights };
  }
  const count = (pattern: RegExp): number => layers.filter((one) => pattern.test(one)).length;
  return {
    heavy: count(HEAVY),
    convolutions: count(/^torch\.nn\.(Lazy)?Conv/),
    dense: count(/Linear$/),
    parameters: weights.most - (tables.most === Infinity ? 0 : tables.most),
    complete: true,
    unread: false,
    weights,
  };
}
