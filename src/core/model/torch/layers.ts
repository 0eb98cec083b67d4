/** What layers a locally defined module has, and how many weights its literal sizes give. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { methodCallsOn } from '../traverse';
import { asBoolean, asNumber } from '../values';
import { countedLayers } from './counted-layers';
import type { LayerFacts } from './layer-facts';

export type { LayerFacts };

const HEAVY =
  /^(Conv|ConvTranspose|LazyConv)\d?d?$|^(Conv|ConvTranspose)[123]d$|^(Linear|LazyLinear|Bilinear|LSTM|GRU|RNN|LSTMCell|GRUCell|MultiheadAttention|Transformer\w*)$/;
const WEIGHTLESS =
  /^(Embedding(Bag)?|ReLU|LeakyReLU|PReLU|GELU|SiLU|ELU|SELU|Tanh|Sigmoid|Softmax|LogSoftmax|Softplus|Hardswish|Dropout\w*|MaxPool\dd|AvgPool\dd|Adaptive\w+|Flatten|Unflatten|Identity|Upsample\w*|ZeroPad2d|ReflectionPad2d|PixelShuffle|Sequential|ModuleList|ModuleDict|InstanceNorm\dd|\w*Loss)$/;

const MAX_DEPTH = 4;

const NONE: LayerFacts = { heavy: 0, convolutions: 0, dense: 0, parameters: 0, complete: true };
/** A module of some library: certainly layers, of unknown size. */
const UNREAD: LayerFacts = { heavy: 1, convolutions: 1, dense: 0, parameters: 0, complete: false };

/** The layers that a class, a function or a container call builds, what it uses of the program and its bases included. */
export function layersOf(model: Model, definition: ClassDef | FunctionDef | Call, depth = 0): LayerFacts {
  let facts = definition.kind === 'class' ? inherited(model, definition, depth) : NONE;
  for (const node of descend(definition)) {
    if (node.kind !== 'call') continue;
    const part = layerOf(model, node, depth);
    if (part) facts = sum(facts, part);
  }
  return facts;
}

/** The layers of a module that a call makes: those of its class and of the modules that it is given. */
export function layersOfInstance(model: Model, definition: ClassDef, call: Call | null): LayerFacts {
  const read = (call?.args ?? []).reduce(
    (facts, { value }) => sum(facts, layersGiven(model, value)),
    layersOf(model, definition),
  );
  return call ? countedLayers(model, call, read) : read;
}

/** The layers of a container: those in its call and those put into it afterwards. */
export function layersOfContainer(model: Model, construction: Call): LayerFacts {
  const added = ['add_module', 'append'].flatMap((method) => methodCallsOn(model, construction, method));
  const read = added.reduce((facts, call) => sum(facts, layersOf(model, call)), layersOf(model, construction));
  return countedLayers(model, construction, read);
}

function layersGiven(model: Model, value: Expr): LayerFacts {
  if (value.kind === 'call') return layersOf(model, value);
  for (const origin of model.origins(value)) {
    if (origin.kind === 'instance') return layersOf(model, origin.of);
    if (origin.kind === 'result' && origin.of.startsWith('torch.nn.')) return layersOfContainer(model, origin.call);
    if (origin.kind === 'result' && MODULES.test(origin.of)) return UNREAD;
    const imported = origin.kind === 'result' ? importedLayers(model, origin.of, origin.call) : undefined;
    if (imported) return imported;
  }
  return NONE;
}

function inherited(model: Model, definition: ClassDef, depth: number): LayerFacts {
  if (depth >= MAX_DEPTH) return NONE;
  let facts = NONE;
  for (const base of definition.bases) {
    for (const origin of model.origins(base.value)) {
      if (origin.kind === 'class' && origin.definition !== definition)
        facts = sum(facts, layersOf(model, origin.definition, depth + 1));
      if (origin.kind === 'external' && MODULES.test(origin.name)) facts = sum(facts, UNREAD);
      if (origin.kind === 'external') facts = sum(facts, importedLayers(model, origin.name) ?? NONE);
    }
  }
  return facts;
}

/** Libraries whose classes and factories are networks or parts of them. */
const MODULES =
  /^(torchvision\.models|timm|transformers|torch\.hub|segmentation_models_pytorch|monai\.networks|efficientnet_pytorch|pretrainedmodels|open_clip|diffusers|peft|sentence_transformers|x_transformers|vit_pytorch|lightning\.pytorch\.demos|torchaudio\.models)\b/;

/** Layers over graphs, of unknown size. */
const GRAPH_LAYER = /^(torch_geometric|dgl)\.nn\.(\w+\.)*[A-Z]\w*$/;

function sum(a: LayerFacts, b: LayerFacts): LayerFacts {
  return {
    heavy: a.heavy + b.heavy,
    convolutions: a.convolutions + b.convolutions,
    dense: a.dense + b.dense,
    parameters: a.parameters + b.parameters,
    complete: a.complete && b.complete,
  };
}

function layerOf(model: Model, call: Call, depth: number): LayerFacts | undefined {
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'external' && origin.name.startsWith('torch.nn.'))
      return torchLayer(model, call, origin.name.slice('torch.nn.'.length));
    if (origin.kind === 'external' && MODULES.test(origin.name)) return UNREAD;
    if (origin.kind === 'external' && GRAPH_LAYER.test(origin.name)) return { ...NONE, complete: false };
    const imported = origin.kind === 'external' ? importedLayers(model, origin.name) : undefined;
    if (imported) return imported;
    if (origin.kind === 'class' && depth < MAX_DEPTH) return layersOf(model, origin.definition, depth + 1);
    // A method is part of the class that is being read already.
    if (origin.kind === 'function' && origin.definition.parent?.kind !== 'class' && depth < MAX_DEPTH)
      return layersOf(model, origin.definition, depth + 1);
  }
  return undefined;
}

/**
 * The layers of a module that another file of the workspace defines or builds, with the arguments of `call` where it is given;
 * undefined for anything else.
 */
export function importedLayers(model: Model, name: string, call?: Call): LayerFacts | undefined {
  const thing = model.imported(name);
  const read = thing && thing.kind !== 'constant' ? (thing.layers ?? undefined) : undefined;
  return read && call ? countedLayers(model, call, read) : read;
}

function torchLayer(model: Model, call: Call, name: string): LayerFacts | undefined {
  if (name.includes('.') || WEIGHTLESS.test(name)) return undefined;
  const parameters = parametersOf(model, call, name);
  return {
    heavy: HEAVY.test(name) ? 1 : 0,
    convolutions: /^Conv/.test(name) ? 1 : 0,
    dense: /Linear$/.test(name) ? 1 : 0,
    parameters: parameters ?? 0,
    complete: parameters !== undefined,
  };
}

function at(call: Call, index: number, name: string): Expr | undefined {
  return (
    call.args.find((one) => one.name === name)?.value ??
    call.args.filter((one) => one.name === null && one.star === '')[index]?.value
  );
}

/** Weights of one layer; undefined when a size is not literal or the layer is not known. Source: torch.nn definitions. */
function parametersOf(model: Model, call: Call, name: string): number | undefined {
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
