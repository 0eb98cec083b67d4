/** Calls of library functions and classes in the code that builds a network. */
import type { Call } from '../../syntax/ast';
import { lastPart } from '../canonical';
import { builtin } from './builtins';
import { copied } from './containers';
import { kerasInput } from './keras';
import { initialise, made } from './make';
import { callMethod } from './methods';
import { functionalCall } from './functional';
import { dataCall } from './data-sets';
import { spent, type Run } from './run';
import { holderCall, saveHyperparameters } from './settings';
import { unfollowed } from './torch-forward';
import { times } from './amounts';
import {
  asKind,
  amountOf,
  instanceOf,
  type Frame,
  type Given,
  type Library,
  type Thing,
  UNKNOWN_THING,
} from './things';
import { tensorCall } from './tensors';

/** Wrappers that hand back the module they are given. */
const WRAPPERS =
  /^(torch\.compile|torch\.jit\.(script|trace)|torch\.nn\.parallel\.\w+|torch\.nn\.utils\.(parametrizations\.)?spectral_norm|torch\.nn\.SyncBatchNorm\.convert_sync_batchnorm|torch\.autograd\.Variable|torch_geometric\.compile)$/;

/** Libraries whose classes and factories are networks or parts of them, of unknown size. */
const NETWORKS =
  /^(torchvision\.(models|ops)|timm|transformers|torch\.hub|segmentation_models_pytorch|monai\.networks|efficientnet_pytorch|pretrainedmodels|open_clip|diffusers|peft|sentence_transformers|x_transformers|vit_pytorch|torchaudio\.models|torch_geometric\.nn|dgl\.nn|keras\.applications|keras_hub|keras_nlp|keras_cv|tensorflow_hub)\b/;

export function callLibrary(run: Run, callee: Library, given: Given, node?: Call, frame?: Frame): Thing {
  const all = callee.given && callee.name !== 'record' ? joined(callee.given, given) : given;
  const { name, self } = callee;
  if (name === 'partial') return self === undefined ? UNKNOWN_THING : run.call(self, all);
  if (name === 'method.save_hyperparameters') return saveHyperparameters(self ?? null, all, frame);
  if (name.startsWith('method.'))
    return self === undefined ? UNKNOWN_THING : callMethod(run, self, name.slice('method.'.length), all);
  const [first, ...others] = all.plain;
  // Estimates are for a device where there may be one; nothing is being exported.
  if (/^torch\.cuda\.is_available$|^torch\.is_grad_enabled$/.test(name)) return true;
  if (/^torch\.(jit\.is_(scripting|tracing)|onnx\.is_in_onnx_export|is_autocast_enabled)$/.test(name)) return false;
  if (name === 'torch.utils.checkpoint.checkpoint' && first !== undefined)
    return run.call(first, { ...all, plain: others, named: new Map() });
  if (name === 'functools.partial')
    return first === undefined
      ? UNKNOWN_THING
      : { is: 'library', name: 'partial', self: first, given: { ...all, plain: others } };
  if (name === 'collections.namedtuple') return { is: 'library', name: 'record', given: all };
  if (name === 'record' && callee.given) return record(callee.given, given);
  if (name === 'copy.deepcopy' || name === 'copy.copy') return first === undefined ? UNKNOWN_THING : copied(first);
  if (WRAPPERS.test(name)) return first ?? UNKNOWN_THING;
  if (/weight_norm$/.test(name)) return weightNormed(first);
  if (name.endsWith('.__init__')) {
    const self_ = asKind(first, 'instance');
    if (self_) initialise(self_, name.slice(0, -'.__init__'.length), { ...all, plain: others });
    return null;
  }
  if (/^torch\.nn\.(parameter\.)?Parameter$/.test(name)) return parameterOf(first ?? all.named.get('data'));
  if (/^keras\.(layers\.)?Input$/.test(name)) return kerasInput(all);
  if (MERGES.test(name)) return merge(run, name, all);
  if (/^(torch\.nn|keras\.layers)\.[A-Z]\w*$|^keras\.(Sequential|Model)$/.test(name)) return made(name, all);
  if (NETWORKS.test(name)) return { ...made('torch.nn.Module', all), library: name, exact: false };
  return (
    holderCall(name, all) ??
    builtin(run, name, all, node, frame) ??
    functionalCall(run, name, all) ??
    dataCall(name, all) ??
    computed(run, name, all) ??
    (HARMLESS.test(name) ? UNKNOWN_THING : unfollowed(run, all))
  );
}

/** Functions that say or test something and compute nothing. */
const HARMLESS = /^(builtins|logging|warnings|math|os|time|typing)\./;

function computed(run: Run, name: string, given: Given): Thing | undefined {
  const result = tensorCall(name, given);
  return result === undefined ? undefined : spent(run, result);
}

/** Functions that call a merging layer: `concatenate([a, b])`. */
const MERGES = /^keras\.layers\.(concatenate|add|subtract|multiply|average|maximum|minimum|dot)$/;

function merge(run: Run, name: string, { plain, named, complete }: Given): Thing {
  const layer = lastPart(name).replace(/^./, (letter) => letter.toUpperCase());
  const [tensors, ...settings] = [named.get('inputs') ?? plain[0] ?? null, ...plain.slice(1)];
  const instance = made(`keras.layers.${layer}`, { plain: settings, named, complete });
  return run.call(instance, { plain: [tensors], named: new Map(), complete: true });
}

/** A named tuple: its fields by name, and in order where it is unpacked. */
function record(definition: Given, { plain, named }: Given): Thing {
  const [, written] = definition.plain;
  const fields =
    typeof written === 'string' ? written.split(/[\s,]+/).filter(Boolean) : (asKind(written, 'list')?.items ?? []);
  const defaults = asKind(definition.named.get('defaults'), 'list')?.items ?? [];
  const instance = instanceOf(null);
  for (const [at, field] of fields.entries()) {
    const key = typeof field === 'string' ? field : '';
    const given = named.has(key) ? named.get(key) : plain[at];
    const otherwise = defaults[at - (fields.length - defaults.length)];
    instance.attrs.set(key, given === undefined ? (otherwise === undefined ? UNKNOWN_THING : otherwise) : given);
  }
  instance.config.set('ordered', true);
  return instance;
}

function joined(a: Given, b: Given): Given {
  return {
    plain: [...a.plain, ...b.plain],
    named: new Map([...a.named, ...b.named]),
    complete: a.complete && b.complete,
  };
}

function parameterOf(thing: Thing | undefined): Thing {
  const tensor = asKind(thing, 'tensor');
  const known = asKind(thing, 'parameter');
  if (known) return known;
  const size = tensor?.shape
    ? times(...tensor.shape.map((one) => amountOf(one ?? UNKNOWN_THING) ?? UNKNOWN_THING))
    : UNKNOWN_THING;
  return { is: 'parameter', size, isTable: false, shape: tensor?.shape ?? null };
}

/** One scale for each output, beside the weights. */
function weightNormed(thing: Thing | undefined): Thing {
  const layer = asKind(thing, 'instance');
  if (!layer) return UNKNOWN_THING;
  const isTransposed = layer.library?.includes('Transpose') === true;
  const outputs = isTransposed ? undefined : (layer.config.get('out_features') ?? layer.config.get('out_channels'));
  const size = amountOf(outputs);
  if (size) layer.attrs.set('weight_g', { is: 'parameter', size, isTable: false });
  else layer.exact = false;
  return layer;
}
