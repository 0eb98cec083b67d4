/** Finds loops and request handlers that load the same model again each time. */
import { changesModels, isOnlyRun, isUnconditional, modelLoads } from '../../model/inference/loads';
import { isInvariant, type Repeated, repetitionOf } from '../../model/inference/repeated';
import { countOf } from '../../model/inference/loop-kind';
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { importOf } from '../shared/import-of';
import { inBlock } from '../shared/in-block';
import { hoistFixes } from '../shared/hoist-load-fix';
import type { Level } from '../shared/level';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('load', 'no measured figure found: (n - 1) of n loads are saved');

/** Modules whose `load` or `load_model` reads a model, as they are called or imported. */
const MODULES = '(?:joblib|\\w*[pP]ickle|dill|hub|jit)';

/** What a call that loads a model is named, unless an import renames it. Tokenisers and configurations cost little. */
const LOADS =
  '(?<!\\bdef\\s+)(?<!(?:Tokenizer|Config|Processor|FeatureExtractor)\\w*\\s*\\.\\s*)from_pretrained|pipeline|SentenceTransformer|CrossEncoder|load_model|' +
  '(?<!\\b(?:json|orjson|simplejson|yaml|toml|tomllib|torch|np|numpy)\\s*\\.\\s*)load|' +
  'WhisperModel|YOLO|InferenceSession|Reader|LLM|Pipeline|create_model|' +
  '(?:resnet|resnext|wide_resnet|vgg|densenet|efficientnet|mobilenet|vit_|swin|convnext|alexnet|inception|googlenet)\\w*';

export const rule: Rule = {
  meta: {
    id: 'model-loaded-in-loop',
    summary: 'A loop or a request handler loads the same model from disk again each time.',
    category: 'inference',
    severity: 'warning',
    frameworks: ['huggingface', 'torch', 'keras', 'sklearn'],
    triggers: [
      ...[
        'from_pretrained',
        'pipeline',
        'SentenceTransformer',
        'CrossEncoder',
        'load_model',
        'joblib',
        'pickle',
        'dill',
        'hub.load',
        'jit.load',
      ],
      ...[
        'WhisperModel',
        'spacy',
        'YOLO',
        'InferenceSession',
        'easyocr',
        'vllm',
        'stanza',
        'flair',
        'timm',
        'torchvision',
      ],
    ],
    requires: [
      ['for ', 'while ', 'apply(', 'map(', '@', 'map_batches(', '__getitem__', 'gradio'],
      [
        ...[
          'transformers',
          'keras',
          'joblib',
          'pickle',
          'dill',
          'torch',
          'whisper',
          'spacy',
          'ultralytics',
          'onnxruntime',
          'diffusers',
          'peft',
        ],
        ...['tensorflow_hub', 'fasttext', 'easyocr', 'vllm', 'stanza', 'flair', 'timm'],
      ],
      [
        importOf(
          ...['transformers', 'sentence_transformers', 'diffusers', 'peft', 'keras', 'tf_keras', 'tensorflow\\w*'],
          ...['whisper', 'faster_whisper', 'spacy', 'ultralytics', 'onnxruntime', 'easyocr', 'fasttext', 'vllm'],
          ...['stanza', 'flair', 'timm', 'torchvision'],
        ),
        new RegExp(`\\b${MODULES}\\s*(?:\\.\\s*load\\b|as\\b|import\\b)|=\\s*(?:torch\\.)?${MODULES}[ \\t]*$`, 'm'),
      ],
      [
        /\b(?:from_pretrained|[pP]ipeline|SentenceTransformer|CrossEncoder|load_model|WhisperModel|YOLO|InferenceSession|Reader|LLM)\b/,
        /\b(?:joblib|c?[pP]ickle|cloudpickle|dill|hub|tensorflow_hub|jit|spacy|flair)\b/,
        // Networks of torchvision and timm cost little unless weights are read.
        /\b(?:weights|pretrained)\s*=/,
      ],
      [inBlock(`\\b(?:${LOADS})\\s*\\(`), new RegExp(`\\b(?:${LOADS})\\s+as\\b`)],
    ],
    // What an import renames may be called anything.
    repeats: { what: new RegExp(`\\b(?:${LOADS})\\s*\\(`), or: [new RegExp(`\\b(?:${LOADS})\\s+as\\b`)] },
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      iterations: { default: 3, minimum: 2, description: 'Loops that are known to be shorter are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    for (const call of modelLoads(model)) {
      const repeated = repetitionOf(model, call);
      if (repeated && isWaste(model, call, repeated, options['iterations'] ?? 3)) yield finding(model, call, repeated);
    }
  },
};

/** The same load each time, whatever happens, of a model that is only run. */
function isWaste(model: Model, call: Call, { scope, cause, kind }: Repeated, least: number): boolean {
  if (!isUnconditional(call, scope) || !isInvariant(model, call, scope)) return false;
  if (changesModels(scope) || (cause !== scope && cause.kind === 'for' && changesModels(cause))) return false;
  const loop = cause.kind === 'for' ? cause : undefined;
  if (loop && (countOf(model, loop.iter) ?? least) < least) return false;
  // A request is answered; nobody trains in it.
  return kind === 'handler' || isOnlyRun(model, call, scope);
}

const MESSAGES: Readonly<Record<Repeated['kind'], string>> = {
  loop: 'The same model is loaded in every iteration',
  handler: 'The same model is loaded for every request',
  item: 'The same model is loaded for every item of the data set',
  'called in a loop': 'The same model is loaded at every call, and a loop calls this',
};

const LEVELS: Readonly<Record<Repeated['kind'], Level>> = {
  loop: 'warning',
  handler: 'warning',
  item: 'warning',
  'called in a loop': 'information',
};

function finding(model: Model, call: Call, { kind, cause }: Repeated): Finding {
  const count = cause.kind === 'for' ? (countOf(model, cause.iter) ?? null) : null;
  const head = cause.kind === 'for' ? cause.iter : cause.kind === 'class' || cause.kind === 'while' ? null : cause;
  return {
    rule: rule.meta.id,
    severity: LEVELS[kind],
    span: spanOf(call),
    message: MESSAGES[kind],
    notes: notes(kind !== 'loop' && 'load it once, at import or behind functools.cache'),
    related: head ? [{ span: spanOf(head), message: 'Repeated by this' }] : [],
    facts: { repeatedBy: kind, iterations: count },
    saving: SAVING,
    workload: null,
    fixes: kind === 'loop' ? hoistFixes(model, call, cause) : [],
  };
}
