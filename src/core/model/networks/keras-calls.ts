/** Calls models and layers of Keras, which get their weights when it is known what goes into them. */
import { times } from './amounts';
import { lineOf, memberIn, methodOf } from './classes';
import { callClosure, ownForward } from './closures';
import { putAll } from './containers';
import { tensorsIn } from './keras-graph';
import { kerasShape, sidesOf } from './keras-shapes';
import { kerasWeights } from './keras-weights';
import type { Run } from './run';
import { writtenShape } from './tensors';
import {
  amountOf,
  asKind,
  exactly,
  listOf,
  tensorOf,
  UNKNOWN_THING,
  type Given,
  type Instance,
  type Tensor,
  type Thing,
} from './things';
import { setting } from './torch-settings';

export function callKeras(run: Run, module: Instance, given: Given): Thing {
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => tensorsIn(one));
  const from = { layer: module, inputs };
  if (module.of) return callOwn(run, module, given, inputs);
  const name = module.library?.slice(module.library.lastIndexOf('.') + 1) ?? '';
  if (name === 'Sequential') return tensorOf(through(run, module, inputs[0] ?? tensorOf(null)).shape, from);
  if (name === 'Model') {
    const outputs = tensorsIn(setting(module, 'outputs')).map(({ shape }) => tensorOf(shape, from));
    return outputs.length === 1 ? (outputs[0] ?? tensorOf(null)) : listOf([...outputs]);
  }
  return layerOn(run, module, name, inputs);
}

function layerOn(run: Run, layer: Instance, name: string, inputs: readonly Tensor[]): Thing {
  const from = { layer, inputs };
  if (name === 'Bidirectional' || name === 'TimeDistributed')
    return tensorOf(wrapped(run, layer, name, inputs[0]), from);
  build(layer, name, inputs);
  const shape = kerasShape(layer, name, inputs);
  const output = tensorOf(shape, from);
  if (setting(layer, 'return_state') !== true) return output;
  const state = tensorOf([null, amountOf(setting(layer, 'units'))?.least ?? null], from);
  return listOf(name === 'LSTM' ? [output, state, state] : [output, state]);
}

function build(layer: Instance, name: string, inputs: readonly Tensor[]): void {
  if (layer.config.get('built') === true) return;
  const size = kerasWeights(layer, name, inputs);
  if (!size) {
    layer.exact = false;
    return;
  }
  layer.config.set('built', true);
  if (size.most > 0) layer.attrs.set('weights', { is: 'parameter', size, isTable: name === 'Embedding' });
}

function wrapped(run: Run, wrapper: Instance, name: string, input: Tensor | undefined): Tensor['shape'] {
  const inner = asKind(wrapper.attrs.get('layer'), 'instance');
  const shape = input?.shape ?? null;
  if (!inner || !input) return null;
  if (name === 'TimeDistributed') {
    const step = shape ? tensorOf([shape[0] ?? null, ...shape.slice(2)]) : tensorOf(null);
    const [output] = tensorsIn(callKeras(run, inner, { plain: [step], named: new Map(), complete: true }));
    return shape && output?.shape ? [shape[0] ?? null, shape[1] ?? null, ...output.shape.slice(1)] : null;
  }
  const given = { plain: [input], named: new Map<string, Thing>(), complete: true };
  const other = asKind(wrapper.attrs.get('backward'), 'instance');
  if (other) callKeras(run, other, given);
  const [output] = tensorsIn(callKeras(run, inner, given));
  if (!output?.shape || setting(wrapper, 'merge_mode') !== 'concat') return output?.shape ?? null;
  const width = output.shape.at(-1) ?? null;
  return [...output.shape.slice(0, -1), width === null ? null : 2 * width];
}

/** The layers of a `Sequential` one after another; an input in the list says what goes in. */
function through(run: Run, module: Instance, input: Tensor): Tensor {
  let value = input;
  for (const item of module.attrs.values()) {
    const layer = asKind(item, 'instance');
    const symbolic = asKind(item, 'tensor');
    if (symbolic) value = value.shape ? value : symbolic;
    else if (!layer) value = tensorOf(null);
    else {
      const stated = value.shape ? undefined : statedInput(layer);
      if (layer.library === 'keras.layers.InputLayer') value = stated ?? value;
      else
        value =
          tensorsIn(callKeras(run, layer, { plain: [stated ?? value], named: new Map(), complete: true }))[0] ??
          tensorOf(null);
    }
  }
  module.config.set('built', true);
  return value;
}

/** `input_shape=(28, 28)`, `input_dim=8` of a first layer. */
function statedInput({ config, library }: Instance): Tensor | undefined {
  const width = config.get('input_dim');
  if (width !== undefined && library !== 'keras.layers.Embedding') return tensorOf([null, ...sidesOf(width, 1)]);
  if (library === 'keras.layers.Embedding') {
    const length = config.get('input_length');
    return tensorOf([null, typeof length === 'number' ? length : null]);
  }
  const shape = config.get('shape') ?? config.get('input_shape');
  const whole = config.get('batch_shape') ?? config.get('batch_input_shape');
  if (whole !== undefined) return tensorOf(sidesOf(whole, 1));
  return shape === undefined || shape === null ? undefined : tensorOf([null, ...sidesOf(shape, 1)]);
}

/** A model or layer of the project: `build`, then `call`. */
function callOwn(run: Run, module: Instance, given: Given, inputs: readonly Tensor[]): Thing {
  buildOwn(run, module, inputs[0]);
  const result = ownForward(run, module, given);
  if (result === undefined && module.library === 'keras.Sequential')
    return tensorOf(through(run, module, inputs[0] ?? tensorOf(null)).shape, { layer: module, inputs });
  const outputs = tensorsIn(result ?? null).map(({ shape }) => tensorOf(shape, { layer: module, inputs }));
  return outputs.length > 1 ? listOf([...outputs]) : (outputs[0] ?? tensorOf(null, { layer: module, inputs }));
}

function buildOwn(run: Run, module: Instance, input: Tensor | undefined): void {
  if (!module.of || module.config.get('built') === true) return;
  module.config.set('built', true);
  const found = memberIn(lineOf(run, module.of), 'build');
  if (!found || 'is' in found || found.binding.node.kind !== 'function') return;
  const shape = input?.shape ? listOf(input.shape.map((one) => one ?? UNKNOWN_THING)) : UNKNOWN_THING;
  callClosure(run, methodOf(found.binding.node, found.owner, module), {
    plain: [shape],
    named: new Map(),
    complete: true,
  });
}

/** Runs a model on what it says that it takes, if it was not called. */
export function finishKeras(run: Run, module: Instance): void {
  if (module.library !== 'keras.Sequential' || module.config.get('built') === true) return;
  through(run, module, tensorOf(null));
}

export function callKerasMethod(run: Run, module: Instance, name: string, given: Given): Thing {
  const [first] = given.plain;
  switch (name) {
    case 'add':
      putAll(module, first === undefined ? [] : [first]);
      return null;
    case 'pop':
      module.attrs.delete([...module.attrs.keys()].at(-1) ?? '');
      return null;
    case 'build': {
      const shape = given.named.get('input_shape') ?? first;
      const input = shape === undefined ? tensorOf(null) : tensorOf(sidesOf(shape, 1));
      callKeras(run, module, { plain: [input], named: new Map(), complete: true });
      return null;
    }
    case 'add_weight': {
      const shape = writtenShape({ ...given, plain: given.plain.filter((one) => asKind(one, 'list')) });
      const size = shape ? times(...shape.map((one) => (one === null ? UNKNOWN_THING : exactly(one)))) : UNKNOWN_THING;
      return { is: 'parameter', size, isTable: false, shape };
    }
    default:
      return UNKNOWN_THING;
  }
}
