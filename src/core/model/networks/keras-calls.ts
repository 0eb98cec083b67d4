/** Calls models and layers of Keras, which get their weights when it is known what goes into them. */
import { times } from './amounts';
import { lineOf, memberIn, methodOf } from './classes';
import { callClosure, ownForward } from './closures';
import { putAll } from './containers';
import { graphWork, tensorsIn } from './keras-graph';
import { kerasMacs } from './keras-macs';
import { kerasShape } from './keras-shapes';
import { kerasWeights } from './keras-weights';
import { lose, measured, spend, type Run } from './run';
import { amountOfSide, sidesOf } from './sides';
import { writtenShape } from './tensors';
import {
  BATCH,
  amountOf,
  asKind,
  exactly,
  listOf,
  tensorOf,
  UNKNOWN_THING,
  type Given,
  type Instance,
  type Source,
  type Tensor,
  type Thing,
} from './things';
import { setting } from './torch-settings';

export function callKeras(run: Run, module: Instance, given: Given): Thing {
  const inputs = [...given.plain, ...given.named.values()].flatMap((one) => tensorsIn(one));
  const { result, work } = measured(run, () => applied(run, module, given, inputs));
  return marked(result, { layer: module, inputs, work });
}

/** The tensors of a result as those that a layer gives. */
function marked(result: Thing, from: Source): Thing {
  const list = asKind(result, 'list');
  if (list) return { ...list, items: list.items.map((one) => marked(one, from)) };
  return asKind(result, 'tensor') ? tensorOf(asKind(result, 'tensor')?.shape ?? null, from) : result;
}

function applied(run: Run, module: Instance, given: Given, inputs: readonly Tensor[]): Thing {
  const name = module.library?.slice(module.library.lastIndexOf('.') + 1) ?? '';
  if (module.of) {
    buildOwn(run, module, inputs[0]);
    const result = ownForward(run, module, given);
    if (result !== undefined) return tensorsIn(result).length > 0 ? result : tensorOf(null);
  }
  if (name === 'Sequential') return through(run, module, inputs[0] ?? tensorOf(null));
  if (name === 'Model') return functional(run, module, inputs);
  if (module.library?.startsWith('keras.layers.') && name !== 'Layer') return layerOn(run, module, name, inputs);
  lose(run);
  return tensorOf(null);
}

/** A functional model on tensors like those that it was made with. */
function functional(run: Run, module: Instance, inputs: readonly Tensor[]): Thing {
  const made = tensorsIn(setting(module, 'inputs'));
  const outputs = tensorsIn(setting(module, 'outputs'));
  const isAlike = made.length > 0 && made.every((one, at) => isSameShape(one.shape, inputs[at]?.shape ?? null));
  if (isAlike) spend(run, graphWork(outputs, new Set<Thing>(made)));
  else lose(run);
  const [only, ...others] = outputs.map(({ shape }) => tensorOf(isAlike ? shape : unsized(shape)));
  return others.length === 0 ? (only ?? tensorOf(null)) : listOf([...outputs]);
}

const isSameShape = (a: Tensor['shape'], b: Tensor['shape']): boolean =>
  a !== null && b?.length === a.length && a.every((side, at) => side === b[at]);

/** The last side is that of the last layer whatever goes in. */
const unsized = (shape: Tensor['shape']): Tensor['shape'] =>
  shape && shape.map((side, at) => (at === shape.length - 1 ? side : null));

function layerOn(run: Run, layer: Instance, name: string, inputs: readonly Tensor[]): Thing {
  if (name === 'Bidirectional' || name === 'TimeDistributed') return tensorOf(wrapped(run, layer, name, inputs[0]));
  if (name === 'Lambda') return lambda(run, layer, inputs);
  build(layer, name, inputs);
  const shape = kerasShape(layer, name, inputs);
  spend(run, kerasMacs(layer, name, inputs, shape));
  const output = tensorOf(shape);
  if (setting(layer, 'return_state') !== true) return output;
  const state = tensorOf([inputs[0]?.shape?.[0] ?? null, amountOf(setting(layer, 'units'))?.least ?? null]);
  return listOf(name === 'LSTM' ? [output, state, state] : [output, state]);
}

function lambda(run: Run, layer: Instance, inputs: readonly Tensor[]): Thing {
  const given: Given = { plain: inputs.length > 1 ? [listOf([...inputs])] : inputs, named: new Map(), complete: true };
  const result = run.call(setting(layer, 'function'), given);
  return tensorsIn(result).length > 0 ? result : tensorOf(null);
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
    const { result, work } = measured(run, () =>
      callKeras(run, inner, { plain: [step], named: new Map(), complete: true }),
    );
    const [output] = tensorsIn(result);
    const steps = amountOfSide(shape?.[1]);
    spend(run, times(work, { least: Math.max(0, steps.least - 1), most: Math.max(0, steps.most - 1) }));
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
  if (width !== undefined && library !== 'keras.layers.Embedding') return tensorOf([BATCH, ...sidesOf(width, 1)]);
  if (library === 'keras.layers.Embedding') {
    const length = config.get('input_length');
    return tensorOf([BATCH, typeof length === 'number' ? length : null]);
  }
  const shape = config.get('shape') ?? config.get('input_shape');
  const whole = config.get('batch_shape') ?? config.get('batch_input_shape');
  if (whole !== undefined) return tensorOf([BATCH, ...sidesOf(whole, 1).slice(1)]);
  return shape === undefined || shape === null ? undefined : tensorOf([BATCH, ...sidesOf(shape, 1)]);
}

/** A model or layer of the project: `build`, before `call`. */
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
      const input = shape === undefined ? tensorOf(null) : tensorOf([BATCH, ...sidesOf(shape, 1).slice(1)]);
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
