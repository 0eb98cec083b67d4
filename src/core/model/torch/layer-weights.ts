/** How many weights one layer of PyTorch holds, by the literal sizes in its call. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { asBoolean, asNumber } from '../values';

function at(call: Call, index: number, name: string): Expr | undefined {
  return (
    call.args.find((one) => one.name === name)?.value ??
    call.args.filter((one) => one.name === null && one.star === '')[index]?.value
  );
}

/** Weights of one layer; undefined when a size is not literal or the layer is not known. Source: torch.nn definitions. */
export function parametersOf(model: Model, call: Call, name: string): number | undefined {
  const number = (index: number, key: string): number | undefined => {
    const expression = at(call, index, key);
    return expression ? asNumber(model.value(expression)) : undefined;
  };
  const bias = call.args.find((one) => one.name === 'bias')?.value;
  const hasBias = bias && asBoolean(model.value(bias)) === false ? 0 : 1;
  if (name === 'Linear')
    return product(
      number(0, 'in_features'),
      number(1, 'out_features') ?? classes(at(call, 1, 'out_features')),
      1,
      hasBias,
    );
  const gates = GATES[name.replace(/Cell$/, '')];
  if (gates !== undefined) return recurrent(gates, number, call);
  const convolution = /^Conv(Transpose)?([123])d$/.exec(name);
  if (convolution) {
    const side = kernelSize(model, at(call, 2, 'kernel_size'), Number(convolution[2]));
    const groups = call.args.some((one) => one.name === 'groups') ? undefined : 1;
    return side === undefined || groups === undefined
      ? undefined
      : product(number(0, 'in_channels'), number(1, 'out_channels'), side, hasBias);
  }
  if (/^(Sync)?BatchNorm(\dd)?$|^LayerNorm$/.test(name)) {
    const features = number(0, 'num_features') ?? number(0, 'normalized_shape');
    return features === undefined ? undefined : 2 * features;
  }
  return undefined;
}

/** A classifier's last layer has one output for each class, of which most data sets have few. */
const FEW_CLASSES = 100;
const CLASS_COUNT =
  /^(n_?|num_?|nb_?)(class(es)?|labels?|outputs?|categories)$|^(class|label)_?(num|count|size)$|^output_(shape|dim|size|features)$/i;

function classes(outputs: Expr | undefined): number | undefined {
  if (outputs?.kind === 'call' && outputs.func.kind === 'name' && outputs.func.id === 'len') return FEW_CLASSES;
  const name = outputs?.kind === 'name' ? outputs.id : outputs?.kind === 'attribute' ? outputs.attr : '';
  return CLASS_COUNT.test(name) ? FEW_CLASSES : undefined;
}

/** Weight matrices of one step, each from input and from state (torch.nn.RNN, GRU, LSTM). */
const GATES: Readonly<Record<string, number>> = { RNN: 1, GRU: 3, LSTM: 4 };

function recurrent(
  gates: number,
  number: (index: number, key: string) => number | undefined,
  call: Call,
): number | undefined {
  const [inputs, hidden] = [number(0, 'input_size'), number(1, 'hidden_size')];
  const layers = at(call, 2, 'num_layers') ? number(2, 'num_layers') : 1;
  if (inputs === undefined || hidden === undefined || layers === undefined) return undefined;
  const directions = call.args.some((one) => one.name === 'bidirectional') ? 2 : 1;
  const first = gates * hidden * (inputs + hidden + 2);
  return directions * (first + (layers - 1) * gates * hidden * (directions * hidden + hidden + 2));
}

function product(
  inputs: number | undefined,
  outputs: number | undefined,
  kernel: number,
  bias: number,
): number | undefined {
  return inputs === undefined || outputs === undefined ? undefined : inputs * outputs * kernel + bias * outputs;
}

function kernelSize(model: Model, expression: Expr | undefined, dimensions: number): number | undefined {
  const only = expression ? model.value(expression).alternatives[0] : undefined;
  if (only?.type === 'number') return only.value ** dimensions;
  if (only?.type !== 'sequence' || !only.items) return undefined;
  return only.items.reduce<number | undefined>((total, item) => {
    const side = asNumber(model.value(item));
    return total === undefined || side === undefined ? undefined : total * side;
  }, 1);
}
