/** The name of what is trained: an architecture, an estimator class, a checkpoint. */
import { modelNamed } from '../../../data/models';
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { lastPart } from '../canonical';
import { moved } from '../answers';
import type { Model } from '../model';
import { argumentGiven, functionInContext } from '../imports/in-context';
import { placeOf } from '../imports/places';
import { onlyValue } from '../lookup';
import { perModelAnd } from '../per-model';
import type { Origin } from '../origins';
import { constructedWith } from '../constructed';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { asNumber } from '../values';
import { withoutSpan } from './data-facts';
import { known, stringOf } from './fact';
import { chosenMaker, chosenModel, handedBack, innerModel } from './chosen-model';
import { kerasBase } from './keras-base';
import { isFixed, returnedByDefault, takenOrigins } from './taken';

const LOADS = /\.(from_pretrained|from_config)$/;
const NAMED_BY_ARGUMENT =
  /^((timm|effdet)\.create_model|torch\.hub\.load|torchvision\.models\.get_model|sentence_transformers\.SentenceTransformer|ultralytics\.(YOLO|RTDETR))$/;
const CONFIGURED = /Config\.from_pretrained$/;

/** Calls whose result is their first argument, changed or wrapped. */
const WRAPS_MODEL =
  /\.Fast\w*Model\.get_peft_model$|^peft\.(get_peft_model|prepare_model_for_\w+|PeftModel\.from_pretrained)$|\.(DataParallel|DistributedDataParallel|FullyShardedDataParallel|SyncBatchNorm\.convert_sync_batchnorm|clone_model|prune_low_magnitude|quantize_model|multi_gpu_model)$/;

const wrappedModel = ({ args }: Call): Expr | undefined =>
  args.find((one) => one.name === 'model' || one.name === 'module')?.value ??
  args.find((one) => one.name === null && one.star === '')?.value;

/** The name of the model that an expression holds; null when it cannot be told. */
export function modelName(model: Model, expression: Expr | undefined): Fact<string> {
  return expression ? nameAt(model, expression) : null;
}

const nameAt = perModelAnd((model: Model, expression: Expr) => readName(model, expression, 0), moved);

function readName(model: Model, expression: Expr | undefined, depth: number): Fact<string> {
  if (!expression || depth > 4) return null;
  const outside = argumentGiven(model, expression);
  if (outside) return readName(outside.model, outside.value, depth + 1);
  const text = stringOf(model, expression);
  if (text) return text.value === '' ? null : text;
  const made = expression.kind === 'name' ? onlyValue(expression) : expression;
  const given = made?.kind === 'call' ? handedBack(model, made) : undefined;
  if (given) return readName(model, given, depth + 1);
  const all = model.origins(expression);
  const origins = takenOrigins(model, expression);
  for (const group of [origins.filter(isOwnFactory), origins.filter((one) => !isOwnFactory(one))]) {
    const names = group.map((origin) => originName(model, origin, depth)).filter((one) => one && one.value !== '');
    const [name = null] = names;
    if (name && names.some((one) => one?.value !== name.value)) return null;
    if (name) return origins.length < all.length && !isFixed(model, expression) ? asOption(name) : name;
  }
  return origins.every((one) => one.kind === 'parameter') ? nameInside(model, expression, depth) : null;
}

/** What an option chose may be chosen otherwise. */
const asOption = (name: NonNullable<Fact<string>>): Fact<string> =>
  name.certainty === 'known' ? { ...name, certainty: 'default' } : name;

/** `models.__dict__[args.arch]()`, and what a method that returns its receiver was called on. */
function nameInside(model: Model, expression: Expr, depth: number): Fact<string> {
  const chosen = chosenModel(model, expression);
  if (chosen) return chosen;
  for (const inner of innerModel(model, expression)) {
    const name = readName(model, inner, depth + 1);
    if (name) return name;
  }
  return null;
}

/** Made by a class of the project: an architecture says more than the checkpoint that another branch loads. */
function isOwnFactory(origin: Origin): boolean {
  return origin.kind === 'instance' || (origin.kind === 'result' && /(^|\.)[A-Z]\w*$/.test(origin.of));
}

function originName(model: Model, origin: Origin, depth: number): Fact<string> {
  if (origin.kind === 'instance') return backbone(model, origin, depth) ?? known(origin.of.name, origin.call);
  if (origin.kind === 'item') return loadedWithTokenizer(model, origin) ?? distributed(model, origin, depth);
  if (origin.kind !== 'result') return null;
  const { call, of } = origin;
  if (WRAPS_MODEL.test(of)) return readName(model, wrappedModel(call), depth + 1);
  if (LOADS.test(of) || NAMED_BY_ARGUMENT.test(of)) {
    const index = of === 'torch.hub.load' ? 1 : 0;
    const given =
      call.args.filter((one) => one.name === null)[index]?.value ??
      call.args.find((one) => /^(model_name|config|model)$/.test(one.name ?? ''))?.value;
    return stringOf(model, given) ?? (of.endsWith('.from_config') ? readName(model, given, depth + 1) : null);
  }
  const configured = configuration(model, call, of, depth);
  if (configured) return configured;
  if (/^(sklearn|imblearn)\.pipeline\.(Pipeline|make_pipeline)$/.test(of))
    return readName(model, lastStep(call), depth + 1);
  const name = lastPart(of);
  if (of.startsWith('monai.') && modelNamed(name) && !isOfPictures(model, call)) return null;
  if (/^keras\.(Model|Sequential)$/.test(of)) {
    const base = kerasBase(model, call);
    if (base || name === 'Model') return base ? readName(model, base, depth + 1) : null;
  }
  const elsewhere = classElsewhere(model, call, of) ?? nameElsewhere(model, call, of, depth);
  if (elsewhere) return elsewhere;
  const isPlain = /^[a-z_]/.test(name) && !/^(torchvision|keras|efficientnet|timm)/.test(of);
  if (isPlain) return handedOn(model, call, depth);
  for (const { value } of call.args) {
    const maker = chosenMaker(model, value);
    if (maker) return maker;
  }
  return known(name, call);
}

/** A class of another file, however it is written: `vgg(depth=16)`. */
function classElsewhere(model: Model, call: Call, of: string): Fact<string> {
  const place = /(^|\.)[a-z_]\w*$/.test(of) ? placeOf(model, of) : undefined;
  return place?.definition?.kind === 'class' && place.rest.length === 0 ? known(place.definition.name, call) : null;
}

/** What a function of another file hands back: `build(args)`, `zoo.alexnet(pretrained=True)`. */
function nameElsewhere(model: Model, call: Call, of: string, depth: number): Fact<string> {
  const found = functionInContext(model, call, of);
  if (!found) return null;
  const { there, within } = found;
  const names = returnedByDefault(within, there.definition).map((one) => readName(within, one, depth + 1));
  const [first = null] = names;
  return first && names.every((one) => one?.value === first.value) ? withoutSpan(first) : null;
}

/** A network of MONAI is one of volumes unless it is told to have two dimensions: other weights and work than its namesake has. */
function isOfPictures(model: Model, call: Call): boolean {
  const given = call.args.find(({ name }) => name === 'spatial_dims' || name === 'dimensions') ?? call.args[0];
  return given !== undefined && asNumber(model.value(given.value)) === 2;
}

/** `shard(net)`: a function of no known library that takes the model alone gives it back changed. */
function handedOn(model: Model, call: Call, depth: number): Fact<string> {
  const only = call.args.length === 1 ? call.args[0]?.value : undefined;
  if (only?.kind !== 'name' && only?.kind !== 'call') return null;
  return stringOf(model, only) ? null : readName(model, only, depth + 1);
}

/** The published network that a class of the project wraps: `self.model = AutoModel.from_pretrained("...")`. */
function backbone(model: Model, { of, call }: Extract<Origin, { kind: 'instance' }>, depth: number): Fact<string> {
  const init = of.body.find((one): one is FunctionDef => one.kind === 'function' && one.name === '__init__');
  const made = (init?.body ?? []).flatMap((one) =>
    one.kind === 'assign' && one.targets[0]?.kind === 'attribute' && one.value && isPublished(model, one.value)
      ? [one.value]
      : [],
  );
  const [only, ...others] = made;
  if (!only || others.length > 0) return null;
  return (call && checkpointGiven(model, call, of, only)) ?? readName(model, only, depth + 1);
}

/** The checkpoint that one construction of a class names where others name others: `AutoModel.from_pretrained(name)`. */
function checkpointGiven(model: Model, made: Call, definition: ClassDef, loaded: Expr): Fact<string> {
  const [first] = loaded.kind === 'call' && calleeName(loaded) === 'from_pretrained' ? loaded.args : [];
  const given = first && constructedWith(made, definition, first.value);
  return given ? stringOf(model, given) : null;
}

const PUBLISHED =
  /^(transformers\.\w*(Model|For\w+)\w*\.(from_pretrained|from_config)|torchvision\.models\.|timm\.create_model)/;

function isPublished(model: Model, value: Expr): boolean {
  if (chosenModel(model, value)) return true;
  return model.origins(value).some((one) => one.kind === 'result' && PUBLISHED.test(one.of));
}

/** `LlamaForCausalLM(LlamaConfig.from_pretrained("..."))`: the checkpoint whose shape the model has. */
function configuration(model: Model, call: Call, of: string, depth: number): Fact<string> {
  const given = /^transformers\.\w*(Model|For\w+)$/.test(of) ? call.args[0]?.value : undefined;
  if (!given) return null;
  const loaded = model.origins(given).some((one) => one.kind === 'result' && CONFIGURED.test(one.of));
  return loaded ? readName(model, given, depth + 1) : null;
}

/** `engine, *_ = deepspeed.initialize(model=net, ...)`. */
function distributed(model: Model, { call, of, path }: Extract<Origin, { kind: 'item' }>, depth: number): Fact<string> {
  if (path[0] !== 0 || of !== 'deepspeed.initialize') return null;
  return readName(model, call.args.find((one) => one.name === 'model')?.value, depth + 1);
}

/** `model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen3-8B")`. */
function loadedWithTokenizer(model: Model, { call, of, path }: Extract<Origin, { kind: 'item' }>): Fact<string> {
  if (path[0] !== 0 || !/\.Fast\w*Model\.from_pretrained$/.test(of)) return null;
  return stringOf(model, model.arguments(call, ['model_name']).get('model_name')?.value);
}

/** The estimator at the end of a pipeline: the last of `steps`, or the last argument of `make_pipeline`. */
export function lastStep({ args }: Call): Expr | undefined {
  const given = args.find((one) => one.name === 'steps')?.value ?? args[0]?.value;
  const steps = given?.kind === 'list' ? given.items : args.filter((one) => one.name === null).map((one) => one.value);
  const last = steps.at(-1);
  return last?.kind === 'tuple' ? last.items[1] : last;
}
