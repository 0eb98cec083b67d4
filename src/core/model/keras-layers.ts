/** How large a Keras model is, where it is nothing but dense and recurrent layers with known widths. */
import type { Call, Expr, Node, Param } from '../syntax/ast';
import { descend, enclosingFunction } from '../syntax/walk';
import { bindingIn } from './bind';
import { lastPart } from './canonical';
import type { Model } from './model';
import { methodCallsOn } from './traverse';
import { mostNumber } from './values';

/** Layers without weights, or with a few for each feature. */
const LIGHT =
  /^(Input|InputLayer|Flatten|Dropout|AlphaDropout|GaussianNoise|GaussianDropout|Activation|ReLU|LeakyReLU|PReLU|ELU|SELU|Softmax|BatchNormalization|LayerNormalization|Normalization|Rescaling|Reshape|Concatenate|Add|concatenate|add|multiply|Lambda|ActivityRegularization)$/;

/** Gates of a recurrent cell, each with its own weights. */
const GATES = new Map([
  ['LSTM', 4],
  ['GRU', 3],
  ['SimpleRNN', 1],
]);

/** A table has fewer columns than this; pictures are flattened, which is seen. */
const MOST_COLUMNS = 4096;

/**
 * The weights, at most, of a multilayer perceptron or of recurrent layers over numbers; undefined for every other model and
 * where a width cannot be read. `receiver` is the value on which `fit` is called, `columns` what the data is known to have.
 */
export function perceptronWeights(model: Model, receiver: Expr, columns?: number): number | undefined {
  for (const origin of model.origins(receiver)) {
    if (origin.kind === 'parameter') return weightsOfCallers(model, origin.param, columns);
    if (origin.kind === 'instance') return weightsOf(model, layersIn(model, origin.of), columns);
    if (origin.kind !== 'result' || !origin.of.startsWith('keras.')) continue;
    if (lastPart(origin.of) === 'Sequential') return weightsOf(model, sequentialLayers(model, origin.call), columns);
    if (lastPart(origin.of) === 'Model') return weightsOf(model, functionalLayers(model, origin.call), columns);
  }
  return undefined;
}

/** The largest of the models that callers hand in. */
function weightsOfCallers(model: Model, param: Param, columns: number | undefined): number | undefined {
  const owner = enclosingFunction(param);
  const handed = owner ? model.callersOf(owner).map((call) => bindingIn(call, owner, param)) : [];
  const weights = handed.map((one) => {
    const known = one && model.origins(one).every((origin) => origin.kind !== 'parameter');
    return known ? perceptronWeights(model, one, columns) : undefined;
  });
  const counted = weights.filter((one) => one !== undefined);
  return counted.length > 0 && counted.length === weights.length ? Math.max(...counted) : undefined;
}

/** A call of a layer class, or null for an element that is something else. */
type Layer = Call | null;

/** What goes into a layer: `width` numbers for a dense one, `features` at each step for a recurrent one. */
interface Inputs {
  readonly width: number | undefined;
  readonly features: number | undefined;
}

function weightsOf(model: Model, layers: readonly Layer[], columns: number | undefined): number | undefined {
  let inputs: Inputs = { width: undefined, features: undefined };
  let most = columns ?? MOST_COLUMNS;
  let weights = 0;
  for (const layer of layers) {
    const name = layer && layerName(model, layer);
    if (!layer || name === undefined || name === null) return undefined;
    inputs = statedInputs(model, layer, name) ?? inputs;
    if (/^(Flatten|Reshape)$/.test(name)) most = columns ?? Number.NaN;
    if (LIGHT.test(name)) continue;
    const next = through(model, layer, name, { width: inputs.width ?? most, features: inputs.features ?? most });
    if (!next || Number.isNaN(next.weights)) return undefined;
    weights += next.weights;
    inputs = next.outputs;
  }
  return weights > 0 ? weights : undefined;
}

interface Step {
  readonly weights: number;
  readonly outputs: Inputs;
}

/** Undefined for a layer of another kind, or one whose size cannot be read. */
function through(model: Model, layer: Call, name: string, { width, features }: Inputs): Step | undefined {
  const given = layer.args.find((one) => one.name === 'units')?.value ?? layer.args[0]?.value;
  const units = given && (mostNumber(model.value(given)) ?? (countsColumns(given) ? MOST_COLUMNS : undefined));
  if (units === undefined) return undefined;
  const outputs = { width: units, features: units };
  if (name === 'Dense') return { weights: ((width ?? Number.NaN) + 1) * units, outputs };
  const gates = GATES.get(name);
  return gates ? { weights: gates * (units + (features ?? Number.NaN) + 1) * units, outputs } : undefined;
}

/** `X.shape[1]`: an autoencoder gives back as many numbers as the table has columns. */
function countsColumns(units: Expr): boolean {
  if (units.kind !== 'subscript' || units.value.kind !== 'attribute' || units.value.attr !== 'shape') return false;
  const [index] = units.index;
  return index?.kind === 'constant' && index.value === 1;
}

/** The inputs that a layer states: `shape=(28, 28)`, `input_shape=[8]`, `input_dim=784`. */
function statedInputs(model: Model, layer: Call, name: string): Inputs | undefined {
  const stated = layer.args.find((one) => /^(input_shape|batch_input_shape|shape|input_dim)$/.test(one.name ?? ''));
  const shape = stated ?? (/^Input/.test(name) ? layer.args.find((one) => one.name === null) : undefined);
  if (!shape) return undefined;
  const value = model.value(shape.value);
  const number = mostNumber(value);
  if (number !== undefined) return { width: number, features: number };
  const [only, ...others] = value.alternatives;
  if (others.length > 0 || only?.type !== 'sequence' || !only.items) return { width: undefined, features: undefined };
  const sizes = only.items.map((item) => mostNumber(model.value(item)));
  const whole = shape.name === 'batch_input_shape' ? sizes.slice(1) : sizes;
  const width = whole.reduce((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);
  return { width, features: sizes.at(-1) };
}

/** `Dense` for `keras.layers.Dense(...)`; undefined for anything that is not known to be a layer of Keras. */
function layerName(model: Model, call: Call): string | undefined {
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && /^keras\.(layers\.|Input$)/.test(origin.name)) return lastPart(origin.name);
  }
  // A name that was never imported: for a layer without weights it is plain enough.
  const { func } = call;
  return func.kind === 'name' && LIGHT.test(func.id) && model.origins(func).length === 0 ? func.id : undefined;
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
