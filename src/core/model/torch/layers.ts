/** What layers a locally defined module has, and how many weights its literal sizes give. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName, methodCallsOn } from '../traverse';
import { countedLayers } from './counted-layers';
import type { LayerFacts } from './layer-facts';
import { parametersOf } from './layer-weights';
import { heldNetworks } from './held-modules';
import { isModuleClass } from './modules';
import { isUnreadClass, isUnreadModule } from './unread-modules';

export type { LayerFacts };

const HEAVY =
  /^(Conv|ConvTranspose|LazyConv)\d?d?$|^(Conv|ConvTranspose)[123]d$|^(Linear|LazyLinear|Bilinear|LSTM|GRU|RNN|LSTMCell|GRUCell|MultiheadAttention|Transformer\w*)$/;
const WEIGHTLESS =
  /^(Embedding(Bag)?|ReLU|LeakyReLU|PReLU|GELU|SiLU|ELU|SELU|Tanh|Sigmoid|Softmax|LogSoftmax|Softplus|Hardswish|Dropout\w*|MaxPool\dd|AvgPool\dd|Adaptive\w+|Flatten|Unflatten|Identity|Upsample\w*|ZeroPad2d|ReflectionPad2d|PixelShuffle|Sequential|ModuleList|ModuleDict|InstanceNorm\dd|\w*Loss)$/;

const MAX_DEPTH = 4;

const NONE: LayerFacts = { heavy: 0, convolutions: 0, dense: 0, parameters: 0, complete: true, unread: false };
/** A module that cannot be looked into. */
const UNSEEN: LayerFacts = { ...NONE, complete: false, unread: true };
/** A module of some library: certainly layers, of unknown size. */
const UNREAD: LayerFacts = { ...UNSEEN, heavy: 1, convolutions: 1 };

/** The layers that a class, a function or a container call builds, what it uses of the program and its bases included. */
export function layersOf(model: Model, definition: ClassDef | FunctionDef | Call, depth = 0): LayerFacts {
  const own = ownLayers(model, definition, depth);
  return definition.kind === 'class' && heldNetworks(model, definition, null).length > 0 ? sum(own, UNSEEN) : own;
}

/** Without the networks that a class is given. */
function ownLayers(model: Model, definition: ClassDef | FunctionDef | Call, depth: number): LayerFacts {
  let facts = definition.kind === 'class' ? inherited(model, definition, depth) : NONE;
  for (const node of descend(definition)) {
    if (node.kind !== 'call') continue;
    const part = layerOf(model, node, depth);
    if (part) facts = sum(facts, part);
  }
  return facts;
}

/** The layers of a class with what a call gives it: a network that cannot be told is one that was not seen. */
function layersWith(model: Model, definition: ClassDef, call: Call | null, depth: number): LayerFacts {
  const unseen = heldNetworks(model, definition, call).some((one) => !one || layersGiven(model, one) === NONE);
  const own = ownLayers(model, definition, depth);
  return unseen ? sum(own, UNSEEN) : own;
}

/** The layers of a module that a call makes: those of its class and of the modules that it is given. */
export function layersOfInstance(model: Model, definition: ClassDef, call: Call | null): LayerFacts {
  const read = (call?.args ?? []).reduce(
    (facts, { value }) => sum(facts, layersGiven(model, value)),
    layersWith(model, definition, call, 0),
  );
  return call ? countedLayers(model, call, read) : read;
}

/** The layers of a container: those in its call and those put into it afterwards. */
export function layersOfContainer(model: Model, construction: Call, around: readonly Call[] = []): LayerFacts {
  const added = ['add_module', 'append'].flatMap((method) => methodCallsOn(model, construction, method));
  const written = added.reduce((facts, call) => sum(facts, layersOf(model, call)), layersOf(model, construction));
  // `nn.Sequential(backbone, head)`: what a name stands for is a module, seen or not.
  const held = calleeName(construction) === 'Sequential' && !around.includes(construction) ? construction.args : [];
  const read = held
    .filter(({ value }) => value.kind === 'name' || value.kind === 'attribute')
    .map(({ value }) => layersGiven(model, value, [...around, construction]))
    .reduce((facts, given) => sum(facts, given === NONE ? UNSEEN : given), written);
  return countedLayers(model, construction, read);
}

function layersGiven(model: Model, value: Expr, around: readonly Call[] = []): LayerFacts {
  if (value.kind === 'call') return layersOf(model, value);
  for (const origin of model.origins(value)) {
    if (origin.kind === 'instance') return layersOf(model, origin.of);
    if (origin.kind === 'result' && origin.of.startsWith('torch.nn.'))
      return layersOfContainer(model, origin.call, around);
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
    if (isUnreadClass(model, base.value)) facts = sum(facts, UNSEEN);
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
export const MODULES =
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
    unread: a.unread || b.unread,
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
    if (origin.kind === 'class')
      return depth < MAX_DEPTH
        ? layersWith(model, origin.definition, call, depth + 1)
        : tooDeep(model, origin.definition);
    // A method is part of the class that is being read already.
    if (origin.kind === 'function' && origin.definition.parent?.kind !== 'class' && depth < MAX_DEPTH)
      return layersOf(model, origin.definition, depth + 1);
  }
  return isUnreadModule(model, call) ? UNSEEN : undefined;
}

const tooDeep = (model: Model, definition: ClassDef): LayerFacts => (isModuleClass(model, definition) ? UNSEEN : NONE);

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
    unread: false,
  };
}
