/** Calls recurrent layers of `torch.nn`: shapes and multiply-accumulates. */
import { countOf, plus, times } from './amounts';
import { lose, spend, type Run } from './run';
import { amountOfAll, derived, numberOf, sizeOfAll } from './sides';
import { isOn, setting } from './torch-settings';
import { GATES } from './torch-weights';
import { exactly, listOf, type Amount, type Instance, type Tensor, type Thing } from './things';

/** `(output, state)`; of a cell the state alone. */
export function recurrentOn(run: Run, layer: Instance, name: string, input: Tensor): Thing {
  const gates = exactly(GATES[name.replace(/Cell$/, '')] ?? 1);
  const { shape } = input;
  const hidden = numberOf(setting(layer, 'hidden_size'));
  const width = numberOf(setting(layer, 'input_size'));
  const isCell = name.endsWith('Cell');
  if (shape?.length !== (isCell ? 2 : 3) || (width !== null && shape.at(-1) !== null && shape.at(-1) !== width)) {
    lose(run);
    return isCell ? derived(null, [input]) : listOf([derived(null, [input]), derived(null, [input])]);
  }
  const perStep = isCell
    ? times(gates, countOf(hidden ?? undefined), plus(countOf(width ?? undefined), countOf(hidden ?? undefined)))
    : stacked(layer, gates);
  spend(run, times(amountOfAll(shape.slice(0, -1)), perStep));
  if (isCell) {
    const state = derived([shape[0] ?? null, hidden], [input]);
    return name === 'LSTMCell' ? listOf([state, state]) : state;
  }
  return outputOf(layer, name, input);
}

function outputOf(layer: Instance, name: string, input: Tensor): Thing {
  const shape = input.shape ?? [];
  const directions = isOn(layer, 'bidirectional') === true ? 2 : 1;
  const hidden = numberOf(setting(layer, 'hidden_size'));
  const projected = numberOf(setting(layer, 'proj_size'));
  const given = projected === 0 ? hidden : projected;
  const batch = isOn(layer, 'batch_first') === true ? shape[0] : shape[1];
  const stack = sizeOfAll([numberOf(setting(layer, 'num_layers')), directions]);
  const state = (size: number | null): Tensor => derived([stack, batch ?? null, size], [input]);
  const output = derived([...shape.slice(0, -1), sizeOfAll([given, directions])], [input]);
  return listOf([output, name === 'LSTM' ? listOf([state(given), state(hidden)]) : state(given)]);
}

/** Multiply-accumulates of one step through all layers and directions. */
function stacked(layer: Instance, gates: Amount): Amount {
  const hidden = countOf(setting(layer, 'hidden_size'));
  const projection = setting(layer, 'proj_size');
  const given = projection === 0 ? hidden : countOf(projection);
  const step = (inputs: Amount): Amount =>
    plus(times(gates, hidden, plus(inputs, given)), projection === 0 ? exactly(0) : times(given, hidden));
  const directions = isOn(layer, 'bidirectional');
  const count = numberOf(setting(layer, 'num_layers'));
  if (directions === undefined || count === null) return countOf(undefined);
  const both = exactly(directions ? 2 : 1);
  const first = step(countOf(setting(layer, 'input_size')));
  return times(both, plus(first, times(exactly(Math.max(0, count - 1)), step(times(both, given)))));
}
