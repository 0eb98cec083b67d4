/** What a Keras model computes with: whether it has layers for matrix units, how many weights, and which layer comes last. */
import type { Call, ClassDef, Expr, FunctionDef, Node } from '../syntax/ast';
import { descend, enclosingFunction } from '../syntax/walk';
import { asIs } from './answers';
import { lastPart } from './canonical';
import { convnetWeights } from './keras-convnet';
import { reachingBindings } from './lookup';
import type { Model } from './model';
import { perModelAnd } from './per-model';
import { methodCallsOn } from './traverse';
import { asNumber, asString } from './values';

export interface KerasWork {
  /** Convolutions, attention, a known backbone, wide dense or recurrent layers. */
  readonly heavy: boolean;
  /** False where something is used that cannot be read. */
  readonly complete: boolean;
  /** Weights, where the sizes of a chain of layers can be followed. */
  readonly weights: number | undefined;
  /** The call that makes the last layer, where the model is built in this program. */
  readonly last: Call | undefined;
}

const UNREAD: KerasWork = { heavy: false, complete: false, weights: undefined, last: undefined };
const BACKBONE =
  /^(keras\.applications|keras_contrib\.applications|keras_resnet|keras_(hub|nlp|cv)|tensorflow_hub|transformers|efficientnet|classification_models|segmentation_models|vit_keras)\b/;

/** `receiver` is the value on which `fit` is called. */
export const kerasWork = perModelAnd((model: Model, receiver: Expr): KerasWork => {
  for (const origin of model.origins(receiver)) {
    if (origin.kind === 'instance') return { ...workOf(model, layersBelow(model, origin.of)), last: undefined };
    if (origin.kind !== 'result') continue;
    if (BACKBONE.test(origin.of)) return { ...UNREAD, heavy: true };
    if (isBuiltElsewhere(model, origin.of)) return { ...UNREAD, heavy: true };
    if (/^keras\.Sequential$/.test(origin.of)) return sequentialWork(model, origin.call);
    if (/^keras\.Model$/.test(origin.of)) return functionalWork(model, origin.call);
  }
  return UNREAD;
}, asIs);

/** Layers and networks that are heavy whatever their size; of a dense layer in another file only its name is known. */
const HEAVY_ELSEWHERE =
  /^((Separable|Depthwise)?Conv(LSTM)?[23]D(Transpose)?|Convolution2D|MultiHeadAttention|ResNet\d+\w*|VGG1[69]|DenseNet\d+|MobileNet\w*|EfficientNet\w*|Inception\w*|Xception|NASNet\w*)$/;

/** A function of another file that builds the model out of such layers. */
function isBuiltElsewhere(model: Model, name: string): boolean {
  const thing = model.imported(name);
  return thing?.kind === 'function' && thing.uses(HEAVY_ELSEWHERE);
}

function sequentialWork(model: Model, construction: Call): KerasWork {
  const list = construction.args.find((one) => one.name === null || one.name === 'layers')?.value;
  const listed = list?.kind === 'list' ? list.items : list === undefined ? [] : [list];
  const added = methodCallsOn(model, construction, 'add').flatMap((call) => call.args[0]?.value ?? []);
  const items = [...listed, ...added];
  const layers = items.flatMap((item) => layersBelow(model, item));
  const end = items.at(-1);
  return { ...workOf(model, layers), last: end && layerCall(model, end) };
}

function functionalWork(model: Model, construction: Call): KerasWork {
  const owner: Node = enclosingFunction(construction) ?? model.program.module;
  const layers = owner.kind === 'module' ? topLevelLayers(model, construction) : layersBelow(model, owner);
  const given = model.arguments(construction, ['inputs', 'outputs']);
  const outputs = given.get('outputs')?.value;
  return { ...workOf(model, layers), last: outputs && applied(model, outputs) };
}

/** At the top level a model has the layers since the one before it. */
function topLevelLayers(model: Model, construction: Call): readonly Layer[] {
  const before = model
    .callsOf('keras.Model', 'keras.Sequential')
    .filter(({ call }) => call.end <= construction.start && !enclosingFunction(call))
    .map(({ call }) => call.end);
  const since = Math.max(0, ...before);
  return model.program.module.body
    .filter(
      (one) => one.start >= since && one.end <= construction.end && one.kind !== 'function' && one.kind !== 'class',
    )
    .flatMap((statement) => layersBelow(model, statement));
}

/** `Dense(10)(x)`, perhaps through a name: the call that makes the layer. */
function applied(model: Model, outputs: Expr, depth = 0): Call | undefined {
  if (outputs.kind === 'call') return outputs.func.kind === 'call' ? layerCall(model, outputs.func) : undefined;
  if (outputs.kind !== 'name' || depth > 3) return undefined;
  const [only, ...others] = reachingBindings(outputs);
  return only?.value && others.length === 0 && only.path.length === 0
    ? applied(model, only.value, depth + 1)
    : undefined;
}

function layerCall(model: Model, expression: Expr): Call | undefined {
  if (expression.kind === 'call') return layerName(model, expression) === undefined ? undefined : expression;
  const made = model.origins(expression).find((origin) => origin.kind === 'result');
  return made?.kind === 'result' && layerName(model, made.call) !== undefined ? made.call : undefined;
}

export interface Layer {
  /** `Conv2D`; null for a network or layer that cannot be read, `backbone` for one of a library. */
  readonly name: string | null;
  readonly call: Call;
}

const MAX_DEPTH = 3;

/** The layers made below a node, those of the functions and classes it calls included, in source order. */
function layersBelow(model: Model, node: Node, depth = 0): readonly Layer[] {
  const found: Layer[] = [];
  for (const at of descend(node, (one) => one === node || one.kind !== 'lambda')) {
    if (at.kind === 'call') found.push(...layersOfCall(model, at, depth));
    else if (at.kind === 'name' && depth === 0) found.push(...backboneBehind(model, at));
  }
  return found;
}

function layersOfCall(model: Model, call: Call, depth: number): readonly Layer[] {
  const name = layerName(model, call);
  if (name !== undefined) return [{ name, call }];
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && BACKBONE.test(origin.name))
      return isEmbedding(model, origin.name, call) ? [] : [{ name: 'backbone', call }];
    const definition = definitionOf(model, origin);
    if (definition && depth < MAX_DEPTH) return layersBelow(model, definition, depth + 1);
  }
  return [];
}

function definitionOf(model: Model, origin: ReturnType<Model['origins']>[number]): ClassDef | FunctionDef | undefined {
  if (origin.kind === 'function') return origin.definition;
  if (origin.kind !== 'class') return undefined;
  return model.isSubclass(origin.definition, 'keras.layers.Layer', 'keras.Model', 'keras.Sequential')
    ? origin.definition
    : undefined;
}

const HUB_NETWORK =
  /resnet|efficientnet|mobilenet|inception|imagenet|bert|electra|vit|bit\/|feature.?vector|encoder-large/i;

/** TensorFlow Hub has tables of word vectors as well; a handle that cannot be read says nothing. */
function isEmbedding(model: Model, name: string, call: Call): boolean {
  if (!name.startsWith('tensorflow_hub')) return false;
  const handle = call.args[0] ? asString(model.value(call.args[0].value)) : undefined;
  return handle === undefined || !HUB_NETWORK.test(handle);
}

/** A variable that holds a network of a library. */
function backboneBehind(model: Model, name: Expr): readonly Layer[] {
  return model
    .origins(name)
    .flatMap((origin): Layer[] =>
      origin.kind === 'result' && BACKBONE.test(origin.of) && !isEmbedding(model, origin.of, origin.call)
        ? [{ name: 'backbone', call: origin.call }]
        : [],
    );
}

function layerName(model: Model, call: Call): string | undefined {
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && /^keras\.(layers\.|Input$)/.test(origin.name)) return lastPart(origin.name);
  }
  return undefined;
}

function workOf(model: Model, layers: readonly Layer[]): Omit<KerasWork, 'last'> {
  return {
    heavy: layers.some((layer) => isHeavy(model, layer)),
    complete: layers.length > 0 && layers.every(({ name }) => name !== null && name !== 'backbone'),
    weights: convnetWeights(model, layers),
  };
}

const CONVOLVES = /^(Separable|Depthwise)?Conv(LSTM)?[123]D(Transpose)?$|^Convolution2D$/;
const ATTENDS = /Attention$|^Transformer/;
/** Units from which a dense and a recurrent layer fill matrix units. */
const WIDE = 1024;
const WIDE_RECURRENT = 256;
/** Filters from which a convolution over a sequence is more than a few multiplications. */
const WIDE_FILTERS = 64;

function isHeavy(model: Model, { name, call }: Layer): boolean {
  if (name === 'backbone') return true;
  if (name === null) return false;
  const units =
    call.args.find((one) => one.name === 'units' || one.name === 'filters')?.value ??
    call.args.find((one) => one.name === null)?.value;
  const count = units ? asNumber(model.value(units)) : undefined;
  if (/^(Separable)?Conv1D$/.test(name)) return (count ?? WIDE_FILTERS) >= WIDE_FILTERS;
  if (CONVOLVES.test(name) || ATTENDS.test(name)) return true;
  if (name === 'Dense') return (count ?? 0) >= WIDE;
  return /^(LSTM|GRU|SimpleRNN)$/.test(name) && (count ?? 0) >= WIDE_RECURRENT;
}
