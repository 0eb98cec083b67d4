/** Finds calls that load a model from a file or a hub, and where each is used. */
import type { Call, Expr, If, Node } from '../../syntax/ast';
import { ancestors, descend, statementOf } from '../../syntax/walk';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { asBoolean, isNone } from '../values';
import { calleeName } from '../traverse';

/** Loaders by canonical name; tokenisers and configurations cost little and are left out. */
const LOADERS =
  /^(transformers\.(?!\w*(Tokenizer|Config|Processor|FeatureExtractor)\w*\.)\w+\.from_pretrained|transformers\.pipeline|diffusers\.\w+\.from_pretrained|peft\.(PeftModel\w*|AutoPeftModel\w*)\.from_pretrained|sentence_transformers\.(SentenceTransformer|CrossEncoder)|keras\.models\.load_model|keras\.saving\.load_model|joblib\.load|(c?[pP]ickle|_pickle|dill|cloudpickle)\.load|torch\.hub\.load|torch\.jit\.load|whisper\.load_model|faster_whisper\.WhisperModel|spacy\.load|ultralytics\.YOLO|onnxruntime\.InferenceSession|easyocr\.Reader|tensorflow_hub\.load|fasttext\.load_model|vllm\.LLM|stanza\.Pipeline|flair\.models\.SequenceTagger\.load)$/;
const LAST_PARTS = [
  'from_pretrained',
  'pipeline',
  'SentenceTransformer',
  'CrossEncoder',
  'load_model',
  'load',
  'WhisperModel',
  'YOLO',
  'InferenceSession',
  'Reader',
  'LLM',
  'Pipeline',
  'create_model',
];

/** Functions of torchvision.models that may load weights. */
const BACKBONE =
  /^(resnet|resnext|wide_resnet|vgg|densenet|efficientnet|mobilenet|vit_|swin|convnext|alexnet|inception|googlenet)/;

/** Calls that load a model, in source order. */
export function modelLoads(model: Model): readonly Call[] {
  const { program } = model;
  const pretrained = [...program.calledNames()].filter((name) => BACKBONE.test(name));
  const calls = new Set([...LAST_PARTS, ...aliases(model), ...pretrained].flatMap((name) => program.calls(name)));
  return [...calls].sort((a, b) => a.start - b.start).filter((call) => !model.isIgnored(call) && loads(model, call));
}

/** `from whisper import load_model as lm`. */
function aliases(model: Model): readonly string[] {
  return model.program.imports.flatMap(({ names }) =>
    names.flatMap(({ name, alias }) => (alias !== null && LAST_PARTS.includes(lastPart(name)) ? [alias] : [])),
  );
}

function loads(model: Model, call: Call): boolean {
  return model.origins(call.func).some((origin) => {
    if (origin.kind !== 'external') return false;
    if (origin.name === 'timm.create_model')
      return call.args.some(({ name, value }) => name === 'pretrained' && asBoolean(model.value(value)) === true);
    if (/^torchvision\.models\.[a-z]\w*$/.test(origin.name))
      return call.args.some(
        ({ name, value }) => (name === 'weights' || name === 'pretrained') && !isNone(model.value(value)),
      );
    return LOADERS.test(origin.name);
  });
}

/** Methods that only run what was loaded. */
const RUNS = new Set([
  ...[
    'predict',
    'predict_proba',
    'encode',
    'generate',
    'transcribe',
    'forward',
    'transform',
    'decision_function',
    'readtext',
    'run',
    'embed',
  ],
  ...[
    'similarity',
    'score',
    'chat',
    'detect',
    'encode_image',
    'encode_text',
    'get_image_features',
    'get_text_features',
    'pipe',
    'predict_classes',
    'rank',
  ],
]);
const PREPARES = new Set([
  'eval',
  'to',
  'cuda',
  'cpu',
  'half',
  'float',
  'max_seq_length',
  'config',
  'device',
  'tokenizer',
  'get_inputs',
  'get_outputs',
  'bfloat16',
  'names',
  'enable_model_cpu_offload',
  'set_progress_bar_config',
]);

/** True when what `call` loads is run inside `scope` and nothing else is done to it there. */
export function isOnlyRun(model: Model, call: Call, scope: Node): boolean {
  const uses = usesIn(model, call, scope);
  const kinds = uses.map((use) => useKind(use));
  return kinds.includes('run') && !kinds.includes('other');
}

/** The load itself where it is used in place, and the names that it was put into. */
function usesIn(model: Model, call: Call, scope: Node): readonly Expr[] {
  const made = chained(call);
  const statement = statementOf(made);
  const isStored = statement?.kind === 'assign' && statement.value === made;
  if (!isStored) return [made];
  return model.usesOf(made).filter((use) => scope.start <= use.start && use.end <= scope.end);
}

/** `load(...).to(device).eval()`: what the variable gets. */
export function chained(call: Call): Call {
  const { parent } = call;
  const outer =
    parent?.kind === 'attribute' && parent.value === call && PREPARES.has(parent.attr) ? parent.parent : null;
  return outer?.kind === 'call' && outer.func === parent ? chained(outer) : call;
}

function useKind(use: Expr): 'run' | 'prepare' | 'other' {
  const { parent } = use;
  if (parent?.kind === 'call' && parent.func === use) return 'run';
  if (parent?.kind === 'attribute' && parent.value === use) {
    if (parent.parent?.kind === 'assign' && parent.parent.targets.includes(parent)) return 'other';
    if (RUNS.has(parent.attr)) return 'run';
    return PREPARES.has(parent.attr) ? 'prepare' : 'other';
  }
  // `model = model.to(device)` and reads of it as an argument of `len`, `next`: nothing is known of other calls.
  return parent?.kind === 'assign' ? 'prepare' : 'other';
}

/** Calls that train, change or write what a loop works on, so that it wants a fresh model. */
const CHANGES = new Set([
  ...[
    'fit',
    'train',
    'backward',
    'step',
    'Trainer',
    'compile',
    'save_pretrained',
    'save',
    'dump',
    'get_peft_model',
    'quantize',
    'quantize_dynamic',
  ],
  ...[
    'load_lora_weights',
    'merge_and_unload',
    'add_adapter',
    'set_adapter',
    'load_state_dict',
    'evaluate',
    'empty_cache',
    'collect',
    'clear_session',
  ],
  ...[
    'perf_counter',
    'time',
    'timeit',
    'process_time',
    'prune',
    'sleep',
    'train_on_batch',
    'partial_fit',
    'register_forward_hook',
  ],
]);

/** `images[0].save(path)`, `fig.save(path)`: what was predicted is written, not the model. */
function savesPicture({ func }: Call, name: string): boolean {
  if (name !== 'save' || func.kind !== 'attribute') return false;
  return func.value.kind !== 'name' || /im(g|age)|fig|plot|canvas|pil|audio|frame/i.test(func.value.id);
}

export function changesModels(scope: Node): boolean {
  for (const node of descend(scope)) {
    if (node.kind === 'delete') return true;
    if (node.kind !== 'call') continue;
    const name = calleeName(node);
    if (CHANGES.has(name) && !savesPicture(node, name)) return true;
  }
  return false;
}

/** `if request.empty: return error` `else: ...`: the rest of the function, written as the other arm. */
function isRest({ body, orelse, test }: If, inner: Node): boolean {
  const leaves = ['return', 'raise', 'continue'].includes(body.at(-1)?.kind ?? '');
  const isGuard = [...descend(test)].some((one) => one.kind === 'name' && /model|cache|load|pipe|clf/i.test(one.id));
  return leaves && !isGuard && (orelse as readonly Node[]).includes(inner);
}

/** True when the load runs each time that `scope` runs: no branch, guard or handler in between. */
export function isUnconditional(call: Call, scope: Node): boolean {
  let inner: Node = call;
  for (const at of ancestors(call)) {
    if (at === scope) return true;
    if (
      (at.kind === 'if' && !isRest(at, inner)) ||
      at.kind === 'conditional' ||
      at.kind === 'match' ||
      at.kind === 'while' ||
      at.kind === 'function' ||
      at.kind === 'class'
    )
      return false;
    if (at.kind === 'binary' && (at.op === 'or' || at.op === 'and')) return false;
    if (at.kind === 'try' && !(at.body as readonly Node[]).includes(inner)) return false;
    inner = at;
  }
  return false;
}
