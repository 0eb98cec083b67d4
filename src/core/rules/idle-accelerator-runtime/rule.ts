/** Finds notebooks that ask for a GPU or TPU runtime and use none. */
import { CPU_ONLY } from '../../model/cpu-libraries';
import type { Model } from '../../model/model';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import type { Level } from '../shared/level';
import { notes } from '../shared/notes';

const SAVING: Saving = {
  scope: 'whole',
  low: null,
  typical: null,
  high: null,
  grade: 'N',
  source: 'the idle draw of the accelerator, tens of watts as long as the runtime lives; no share of a run is measured',
};

export const rule: Rule = {
  meta: {
    id: 'idle-accelerator-runtime',
    summary: 'A notebook asks for a GPU or TPU runtime, and nothing in it can use one.',
    category: 'placement',
    severity: 'warning',
    frameworks: ['sklearn', 'pandas', 'torch', 'xgboost'],
    triggers: ['accelerator', 'isGpuEnabled'],
    requires: [['import']],
    saving: SAVING,
    fixes: 'never',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    const { accelerator, kind } = model.document;
    if (kind !== 'notebook' || accelerator === null || model.document.isTest) return;
    const first = model.program.imports[0];
    const verdict = first ? verdictOf(model) : undefined;
    if (first && verdict) yield finding(accelerator, spanOf(first), verdict);
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

/** `CUDA_VISIBLE_DEVICES` set to nothing, TensorFlow's list of visible GPUs emptied. */
function hidesDevices(model: Model): boolean {
  const { text } = model.program;
  return (
    /["']CUDA_VISIBLE_DEVICES["']\]?\s*[=,]\s*["'](-1)?["']/.test(text) ||
    /set_visible_devices\(\s*\[\s*\]\s*,\s*["']GPU["']/.test(text)
  );
}

/** Boosting that is told to use the device, data frames accelerated by a magic. */
function asksForDevice(model: Model): boolean {
  const shell = shellOf(model);
  return (
    /cuda|gpu|\btpu\b|xla/i.test(model.program.text.replace(/#[^\n]*/g, '')) || /cudf|cuml|rapids|gpu|cuda/i.test(shell)
  );
}

function shellOf(model: Model): string {
  return model.document.surroundings
    .filter(({ path }) => path === 'notebook shell lines')
    .map(({ text }) => text)
    .join('\n');
}

/** A shell line runs a program of its own; installing, downloading and looking around is none. */
const PROGRAM =
  /^\s*[!%]{1,2}\s*(?:cd\s[^&;]*[&;]+\s*)?(?:[A-Z_]+=\S+\s+)*(?:time\s+)?(?:(?:python[\d.]*|python)\s+(?!-m\s+(?:pip|spacy\s+download|nltk)|--version|-V|-c\b)|run\b|(?:accelerate|torchrun|deepspeed|ray|bash|sh|make|cmake|nvcc|jupyter|papermill|yolo|autotrain|axolotl|llamafactory-cli|colmap|ffmpeg|blender|docker)\b|\.\/|bash\b)/m;

function runsProgram(model: Model): boolean {
  return PROGRAM.test(shellOf(model)) || /\bload_ext\s+(cudf|cuml|rapids)/.test(shellOf(model));
}

/** The packages that are imported; a relative import is a module of the project. */
function rootsOf(model: Model): readonly string[] {
  return model.program.imports.flatMap((one) => {
    if (one.kind === 'importfrom') return one.level > 0 ? ['.'] : [rootOf(one.module)];
    return one.names.map(({ name }) => rootOf(name));
  });
}

const rootOf = (module: string): string => module.split('.')[0] ?? module;

function finding(accelerator: string, span: Finding['span'], { level, message, note }: Verdict): Finding {
  const name = /tpu/i.test(accelerator) ? 'TPU' : 'GPU';
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
    fixes: [],
  };
}
