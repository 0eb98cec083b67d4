/** Finds notebooks that ask for a GPU or TPU runtime and use none. */
import { CPU_ONLY } from '../../model/cpu-libraries';
import type { Model } from '../../model/model';
import type { ImportFrom } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import { withoutAccelerator } from '../../text/notebook/accelerator';
import type { MetadataEdit } from '../../text/notebook/metadata';
import type { Finding, Fix, Rule } from '../rule';
import type { Level } from '../shared/level';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'whole',
  'the idle draw of the accelerator, tens of watts as long as the runtime lives; no share of a run is measured',
);

export const rule: Rule = {
  meta: {
    id: 'idle-accelerator-runtime',
    summary: 'A notebook asks for a GPU or TPU runtime, and nothing in it can use one.',
    category: 'placement',
    severity: 'warning',
    frameworks: ['sklearn', 'pandas', 'torch', 'xgboost'],
    triggers: ['accelerator', 'isGpuEnabled'],
    requires: [['import']],
    only: 'notebook',
    saving: SAVING,
    fixes: 'always',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    const { accelerator, kind } = model.document;
    if (kind !== 'notebook' || accelerator === null || model.document.isTest) return;
    const first = model.program.imports[0];
    const verdict = first ? verdictOf(model) : undefined;
    if (first && verdict) yield finding(model, spanOf(first), verdict);
  },
};

interface Verdict {
  readonly level: Level;
  readonly message: string;
  readonly note: string | null;
}

function verdictOf(model: Model): Verdict | undefined {
  if (runsProgram(model)) return undefined;
  const roots = rootsOf(model);
  const others = roots.filter((root) => !CPU_ONLY.has(root));
  if (model.program.module.body.length < LEAST_STATEMENTS) return undefined;
  if (others.length === 0 && !asksForDevice(model))
    return { level: 'warning', message: 'no cell can use it', note: null };
  if (hidesDevices(model)) return { level: 'information', message: 'the program hides it', note: null };
  if (others.every((root) => TORCH.has(root)) && others.length > 0) return torchVerdict(model);
  return undefined;
}

/** PyTorch computes on the CPU unless it is told otherwise. */
const TORCH = new Set(['torch', 'torchvision', 'torchtext', 'torchaudio', 'torchinfo', 'torchsummary', 'torchmetrics']);
const MOVES = /cuda|gpu|\bxla\b|accelerat|\.to\(|device|mps/i;
const ONLY_CPU = /(device\s*=\s*(torch\.device\()?|torch\.device\(|\.to\()\s*["']cpu["']/;

function torchVerdict(model: Model): Verdict | undefined {
  const { text } = model.program;
  const rest = text
    .replace(new RegExp(ONLY_CPU, 'g'), '')
    .replace(/\bdevice\s*=\s*device\b|\.to\(\s*device\s*\)|map_location|\bdevice\b/g, '');
  const isNailed = ONLY_CPU.test(text) && !/cuda|gpu|xla|accelerat|\.to\(|mps/i.test(rest);
  if (isNailed) return { level: 'information', message: 'everything is placed on the CPU', note: null };
  if (MOVES.test(text)) return undefined;
  return {
    level: 'information',
    message: 'nothing is moved to it',
    note: 'PyTorch computes on the CPU until .to(device) is called',
  };
}

const HIDES = [
  /["']CUDA_VISIBLE_DEVICES["']\]?\s*[=,]\s*["'](-1)?["']/,
  /set_visible_devices\(\s*\[\s*\]\s*,\s*["']GPU["']/,
];

/** `CUDA_VISIBLE_DEVICES` set to nothing, TensorFlow's list of visible GPUs emptied. */
function hidesDevices(model: Model): boolean {
  return HIDES.some((pattern) => model.program.first(pattern) !== undefined);
}

/** Boosting that is told to use the device, models that run inside another library, exercises still to be filled in. */
function asksForDevice(model: Model): boolean {
  return model.program.first(USES) !== undefined || /cudf|cuml|rapids|gpu|cuda|torch|tensorflow/i.test(shellOf(model));
}

const USES =
  /(?<!sagemaker\.\w*)(?:cuda|gpu|\btpu\b|xla|torch|tensorflow|keras|\bjax\b|HuggingFace|SentenceTransformer|LlamaCpp|GPT4All|Ollama|cross_encoder|vllm|sglang|localhost)/i;
/** Less is a sketch of a notebook. */
const LEAST_STATEMENTS = 4;

function shellOf(model: Model): string {
  return model.document.surroundings
    .filter(({ path }) => path === 'notebook shell lines')
    .map(({ text }) => text)
    .join('\n');
}

/** Commands that install, download, copy and look around; any other may train on this machine. */
const HARMLESS =
  /^(?:sudo\s+|time\s+)?(?:(?:[A-Z_]+=\S*\s+)*(?:pip3?|python[\d.]*\s+-m\s+(?:pip|spacy\s+download|nltk\.downloader)|python[\d.]*\s+(?:--version|-V)|conda|mamba|uv|apt|apt-get|wget|curl|git|ls|cd|mkdir|cp|mv|rm|ln|unzip|tar|gunzip|7z|unrar|cat|head|tail|wc|echo|nvidia-smi|kaggle|gdown|openai|wandb|gcloud|gsutil|aws|huggingface-cli|hf|export|env|df|du|free|lscpu|uname|pwd|tree|find|grep|sed|awk|sort|touch|which|chmod|date|hostname|whoami|jupyter\s+nbextension|sleep|lsof)(?=$|[\s;&|<>]))/;
const HARMLESS_MAGIC =
  /^%{1,2}(?:cd|matplotlib|env|set_env|time|timeit|capture|pip|conda|config|autoreload|reload_ext|whos|who|store|tensorboard|wandb|ls|pwd|mkdir|cp|mv|rm|cat|writefile|file|html|HTML|javascript|js|markdown|latex|svg|sql|bigquery|load_ext|precision|pylab|prun|memit|mprun|history|reset|xmode|pycat|script)\b/;

function runsProgram(model: Model): boolean {
  return shellOf(model)
    .split('\n')
    .map((line) => line.trim())
    .some((line) => line !== '' && !isHarmless(line));
}

function isHarmless(line: string): boolean {
  if (/\bload_ext\s+(cudf|cuml|rapids)/.test(line)) return false;
  if (line.startsWith('%')) return HARMLESS_MAGIC.test(line);
  const command = line.replace(/^\s*(?:[\w.[\], ]+=\s*)?!+\s*/, '');
  return (
    /^(?:#|\?|[\w.]+\?)/.test(command) ||
    command.split(/&&|\|\||[;|]/).every((part) => part.trim() === '' || HARMLESS.test(part.trim()))
  );
}

/** The packages that are imported; a relative import is a module of the project. */
function rootsOf(model: Model): readonly string[] {
  return model.program.imports.flatMap((one) => {
    if (one.kind === 'importfrom' && one.level > 0) return ['.'];
    if (one.kind === 'importfrom') return isHubData(one) ? [] : [rootOf(one.module)];
    return one.names.map(({ name }) => rootOf(name));
  });
}

/** Tables of Hugging Face; another module of this name is one of the project. */
function isHubData({ module, names, star }: ImportFrom): boolean {
  return (
    module === 'datasets' &&
    !star &&
    names.every(({ name }) => /^(load_dataset|Dataset|DatasetDict|concatenate_datasets)$/.test(name))
  );
}

const rootOf = (module: string): string => module.split('.')[0] ?? module;

function finding({ document }: Model, span: Finding['span'], { level, message, note }: Verdict): Finding {
  const { accelerator, metadata = {} } = document;
  const name = /tpu/i.test(accelerator ?? '') ? 'TPU' : 'GPU';
  return {
    rule: rule.meta.id,
    severity: level,
    span,
    message: `The runtime has a ${name}, and ${message}`,
    notes: notes('change the runtime type of the notebook to CPU', note),
    related: [],
    facts: { accelerator },
    saving: SAVING,
    workload: null,
    fixes: [fixFor(level, withoutAccelerator(metadata))],
  };
}

/** Where nothing can use the accelerator, nothing changes without it. */
function fixFor(level: Level, metadata: readonly MetadataEdit[]): Fix {
  const fix = { title: "Switch the notebook's runtime to CPU", edits: [], imports: [], metadata };
  if (level === 'warning') return { ...fix, safety: 'safe' };
  return { ...fix, safety: 'review', reason: 'a cell that takes the accelerator after all runs on the CPU, or fails' };
}
