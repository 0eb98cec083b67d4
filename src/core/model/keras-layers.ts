/** How large a Keras model is, where it is nothing but dense layers with known widths. */
import type { Call, Expr, Node } from '../syntax/ast';
import { descend, enclosingFunction } from '../syntax/walk';
import { lastPart } from './canonical';
import type { Model } from './model';
import { methodCallsOn } from './traverse';
import { asNumber } from './values';

/** Layers without weights, or with a few for each feature. */
const LIGHT =
  /^(Input|InputLayer|Flatten|Dropout|AlphaDropout|GaussianNoise|GaussianDropout|Activation|ReLU|LeakyReLU|PReLU|ELU|SELU|Softmax|BatchNormalization|LayerNormalization|Normalization|Rescaling|Reshape|Concatenate|Add|Lambda|ActivityRegularization)$/;

/**
 * The weights of a multilayer perceptron; undefined for every other model and where a width or the inputs cannot be read. `receiver`
 * is the value on which `fit` is called.
 */
export function perceptronWeights(model: Model, receiver: Expr): number | undefined {
  for (const origin of model.origins(receiver)) {
    if (origin.kind === 'instance') return weightsOf(model, layersIn(model, origin.of));
    if (origin.kind !== 'result' || !origin.of.startsWith('keras.')) continue;
    if (lastPart(origin.of) === 'Sequential') return weightsOf(model, sequentialLayers(model, origin.call));
    if (lastPart(origin.of) === 'Model') return weightsOf(model, functionalLayers(model, origin.call));
  }
  return undefined;
}

/** A call of a layer class, or null for an element that is something else. */
type Layer = Call | null;

function weightsOf(model: Model, layers: readonly Layer[]): number | undefined {
  let inputs: number | undefined;
  let weights = 0;
  let dense = 0;
  for (const layer of layers) {
    const name = layer && layerName(model, layer);
    if (!layer || name === undefined || name === null) return undefined;
    inputs = inputsOf(model, layer, name) ?? inputs;
    if (LIGHT.test(name)) continue;
    const given = layer.args.find((one) => one.name === 'units')?.value ?? layer.args[0]?.value;
    const units = name === 'Dense' && given ? asNumber(model.value(given)) : undefined;
    if (units === undefined || inputs === undefined) return undefined;
    weights += (inputs + 1) * units;
    inputs = units;
    dense += 1;
  }
  return dense > 0 ? weights : undefined;
}

/** The inputs that a layer states: `shape=(28, 28)`, `input_shape=[8]`, `input_dim=784`. */
function inputsOf(model: Model, layer: Call, name: string): number | undefined {
  const stated = layer.args.find((one) => /^(input_shape|shape|input_dim)$/.test(one.name ?? ''))?.value;
  const shape = stated ?? (/^Input/.test(name) ? layer.args.find((one) => one.name === null)?.value : undefined);
  const value = shape && model.value(shape);
  const only = value?.alternatives.length === 1 ? value.alternatives[0] : undefined;
  if (only?.type === 'number') return only.value;
  if (only?.type !== 'sequence' || !only.items) return undefined;
  const sizes = only.items.map((item) => asNumber(model.value(item)));
  return sizes.reduce<number | undefined>((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);
}

/** `Dense` for `keras.layers.Dense(...)`; undefined for anything that is no layer of Keras. */
function layerName(model: Model, call: Call): string | undefined {
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && /^keras\.(layers\.|Input$)/.test(origin.name)) return lastPart(origin.name);
  }
  return undefined;
}

/** The layers in the list, and those added one by one. */
function sequentialLayers(model: Model, construction: Call): readonly Layer[] {
  const list = construction.args.find((one) => one.name === null || one.name === 'layers')?.value;
  const listed = list?.kind === 'list' ? list.items : list === undefined ? [] : [list];
  const added = methodCallsOn(model, construction, 'add').map((call) => call.args[0]?.value);
  return [...listed, ...added].map((one) => (one ? layerBehind(model, one) : null));
}

function layerBehind(model: Model, expression: Expr): Layer {
  if (expression.kind === 'call') return expression;
  const made = model.origins(expression).find((origin) => origin.kind === 'result');
  return made?.kind === 'result' ? made.call : null;
}

/** The layers made in the same function as the model, or at the top level since the model before it. */
function functionalLayers(model: Model, construction: Call): readonly Layer[] {
  const owner = enclosingFunction(construction);
  if (owner) return layersIn(model, owner);
  const before = model
    .callsOf('keras.Model', 'keras.Sequential')
    .filter(({ call }) => call.end <= construction.start && !enclosingFunction(call))
    .map(({ call }) => call.end);
  const since = Math.max(0, ...before);
  const statements = model.program.module.body.filter(
    (one) => one.start >= since && one.end <= construction.end && one.kind !== 'function' && one.kind !== 'class',
  );
  return statements.flatMap((statement) => layersIn(model, statement));
}

/** The calls of layer classes below a node; null for a network or a layer of another making. */
function layersIn(model: Model, node: Node): readonly Layer[] {
  const calls = [...descend(node)].filter((one) => one.kind === 'call');
  return calls.flatMap((call): readonly Layer[] => {
    if (layerName(model, call) !== undefined) return [call];
    return isOtherNetwork(model, call) ? [null] : [];
  });
}

function isOtherNetwork(model: Model, call: Call): boolean {
  return model.origins(call.func).some((origin) => {
    if (origin.kind === 'class') return model.isSubclass(origin.definition, 'keras.layers.Layer', 'keras.Model');
    return (
      origin.kind === 'external' &&
      /^(keras\.applications|keras_(hub|nlp|cv)|tensorflow_hub|transformers)\./.test(origin.name)
    );
  });
}
