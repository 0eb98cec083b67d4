/** Finds large models of the hub that are loaded in 32-bit precision only to run them. */
import { setKeyword } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { cardGeneration } from '../../model/card';
import { isAtLeast, isBefore } from '../../model/configuration/versions';
import { scaleOfGeneration } from '../../model/inference/generation';
import { type HubLoad, hubLoads, runsByLoad, runsOnAccelerator } from '../../model/inference/hub-loads';
import type { Model } from '../../model/model';
import { longer } from '../../model/scale/of-runs';
import { anyOn } from '../../model/setting';
import { dotted } from '../../model/traverse';
import { asString } from '../../model/values';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { isReducedElsewhere, overflowsInFp16 } from '../shared/mixed-precision';
import { importOf } from '../shared/import-of';
import { notes } from '../shared/notes';
import { trainsSomething } from '../shared/trains-something';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.1,
  typical: 0.4,
  high: 0.6,
  grade: 'E',
  source:
    'a Llama of 1.1B on an H200 (docs/benchmarks.md): 23 % at batch 1, 52 % at 16; arXiv 2601.22362: nothing for some decoding',
};

export const rule: Rule = {
  meta: {
    id: 'llm-inference-in-fp32',
    summary: 'A large model is loaded in 32-bit precision only to run it, with twice the bytes that it needs.',
    category: 'inference',
    severity: 'warning',
    frameworks: ['huggingface'],
    triggers: ['from_pretrained', 'pipeline'],
    requires: [
      [importOf('transformers')],
      ['generate', 'pipeline', 'AutoModel', 'EncoderModel'],
      ['cuda', 'device', 'accelerator'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'million-parameters': { default: 300, minimum: 1, description: 'Smaller models are left alone.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const least = (options['million-parameters'] ?? 300) * 1e6;
    const loads = hubLoads(model).filter(({ parameters }) => parameters >= least);
    if (loads.length === 0 || trainsSomething(model) || isLeft(model)) return;
    for (const load of loads) {
      const reading = readingOf(model, load);
      const runs = runsByLoad(model).get(load.call) ?? [];
      if (!reading || runs.length === 0 || runsOnAccelerator(model, load) !== true) continue;
      if (!isReducedElsewhere(model, [])) yield finding(model, load, reading);
    }
  },
};

/** Weights that are merged, written or quantised here are not loaded to run them. */
function isLeft(model: Model): boolean {
  const changes = [
    'save_pretrained',
    'push_to_hub',
    'merge_and_unload',
    'quantize',
    'quantize_',
    'get_peft_model',
    'export',
  ];
  return (
    changes.some((name) => model.program.calls(name).length > 0) || model.program.calls('set_default_dtype').length > 0
  );
}

/** How it is known that the weights are in float32: written so, or by the default of a release. */
type Reading = 'written' | 'default' | 'older';

const TYPES = ['dtype', 'torch_dtype'];
const DECIDES = ['quantization_config', 'load_in_8bit', 'load_in_4bit', 'gguf_file', 'model_kwargs'];

function readingOf(model: Model, { call, kind, given }: HubLoad): Reading | undefined {
  if (!given.complete || DECIDES.some((name) => given.has(name))) return undefined;
  const type = TYPES.map((name) => given.get(name)).find((one) => one !== undefined);
  if (type) return isFloat32(model, type.value) && !isDiscussed(model, call) ? 'written' : undefined;
  if (kind === 'pipeline' && !given.get('model')?.argument) return undefined;
  // Code that comes with the checkpoint may choose a type by itself, as that of the first Qwen does.
  return anyOn(model, given, ['trust_remote_code']) ? undefined : defaultOf(model, kind);
}

function isFloat32(model: Model, type: HubLoad['call']['args'][number]['value']): boolean {
  return /(^|\.)(float32|float)$/.test(dotted(type) ?? '') || asString(model.value(type)) === 'float32';
}

/** A comment between the arguments says why, or what was tried. */
function isDiscussed(model: Model, call: HubLoad['call']): boolean {
  return model.program.commentsIn(call).length > 0;
}

/**
 * `from_pretrained` takes float32 before 5.0 and the type of the checkpoint since; `pipeline` takes the latter since 4.53
 * (transformers, modeling_utils.py and pipelines/__init__.py). `dtype` is new in 4.56: who writes it is close to that.
 */
function defaultOf(model: Model, kind: HubLoad['kind']): Reading | undefined {
  const release = model.version('transformers');
  const [major, minor] = kind === 'model' ? ([5, 0] as const) : ([4, 53] as const);
  if (isBefore(release, major, minor)) return 'default';
  if (isAtLeast(release, major, minor) || kind === 'pipeline') return undefined;
  const usesNew = model.program.calls('from_pretrained').some(({ args }) => args.some(({ name }) => name === 'dtype'));
  return usesNew ? undefined : 'older';
}

const MESSAGES: Readonly<Record<Reading, string>> = {
  written: 'A large model is loaded in fp32 to run it on an accelerator',
  default: 'A large model is loaded in fp32 to run it: no dtype is given',
  older: 'Before transformers 5 this large model is loaded in fp32: no dtype is given',
};

const LEVELS: Readonly<Record<Reading, Level>> = { written: 'warning', default: 'warning', older: 'information' };

function finding(model: Model, load: HubLoad, reading: Reading): Finding {
  const runs = runsByLoad(model).get(load.call) ?? [];
  const scale = runs.map((run) => scaleOfGeneration(model, run)).reduce(longer);
  const level = lowered(
    LEVELS[reading],
    (load.via === null ? 0 : 1) + (reading === 'older' && !isOlder(model) ? 1 : 0),
  );
  const [run] = runs;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(load.call),
    message: MESSAGES[reading],
    notes: notes(
      reading === 'older' &&
        'nothing here says which release it runs on; since 5.0 the type of the checkpoint is taken',
      load.via !== null && `${load.via} names another model`,
      scaleNote(level, scale),
    ),
    related: run ? [{ span: spanOf(run), message: 'It runs here' }] : [],
    facts: { parameters: load.parameters, model: load.name },
    saving: SAVING,
    workload: null,
    fixes: fixesOf(model, load),
  };
}

/** Spellings that were given up before 5.0. */
function isOlder(model: Model): boolean {
  return ['torch_dtype', 'use_auth_token', 'low_cpu_mem_usage'].some((name) => model.program.mentions(name));
}

/** Checkpoints that are stored in 16 bits, so that `auto` takes them as they are. */
const STORED_SHORT =
  /llama|mi[sx]tral|qwen|gemma|phi-?[1-4]|falcon|(^|[/-])opt-|bloom|vicuna|zephyr|deepseek|(^|\/)yi-|olmo|smollm|internlm|baichuan|granite|stablelm|whisper-large-v3|starcoder|mpt-/i;

const AUTO =
  'The weights stay as the checkpoint holds them, but the arithmetic rounds to 16 bits: compare some outputs.';
const BF16 = 'bf16 rounds to 8 significant bits and needs an Ampere or newer GPU: compare some outputs.';
const FP16 = 'fp16 rounds and can overflow where fp32 does not: compare some outputs.';
const NEW_NAME = ' Before transformers 4.56 the argument is called torch_dtype.';

function fixesOf(model: Model, load: HubLoad): Fix[] {
  const isShort = STORED_SHORT.test(load.name);
  const old = cardGeneration(model) === 'before-ampere' || model.document.accelerator !== null;
  if (old && cardGeneration(model) !== 'ampere')
    return overflowsInFp16(load.name) ? [] : write(model, load, 'float16', FP16);
  return isShort ? write(model, load, 'auto', AUTO) : write(model, load, 'bfloat16', BF16);
}

function write(model: Model, { call, given }: HubLoad, type: string, reason: string): Fix[] {
  const { text } = model.program;
  const written = TYPES.find((name) => given.has(name));
  if (written !== undefined && !given.get(written)?.argument) return [];
  const keyword = written ?? keywordOf(model);
  const { expression, imports } =
    type === 'auto' ? { expression: '"auto"', imports: [] } : reference(model.program, `torch.${type}`, call);
  const edits = setKeyword(call, text, keyword, expression);
  if (!edits) return [];
  const unsure = written === undefined && keyword === 'dtype' && !isAtLeast(model.version('transformers'), 4, 56);
  const title = `Set ${keyword}=${expression}`;
  return [{ safety: 'review', title, reason: unsure ? reason + NEW_NAME : reason, edits, imports }];
}

function keywordOf(model: Model): string {
  const release = model.version('transformers');
  const isOld = isBefore(release, 4, 56) || (!isAtLeast(release, 4, 56) && model.program.mentions('torch_dtype'));
  return isOld ? 'torch_dtype' : 'dtype';
}
