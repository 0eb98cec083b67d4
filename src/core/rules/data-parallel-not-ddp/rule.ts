/** Finds training that spreads over GPUs by threads of one process, which copies the network to each of them in every step. */
import type { Model } from '../../model/model';
import { scaleOfProgram } from '../../model/scale/of-runs';
import { enclosing } from '../../syntax/walk';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { isChosen } from '../shared/debug-context';
import { atScale, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';

/** 101 s with one process a GPU against 110 s, linked by NVLink; without the link it took 131 s. */
const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.04,
  high: 0.08,
  grade: 'T',
  source:
    'huggingface/transformers, DataParallel vs DistributedDataParallel on two GPUs: 8 % faster with NVLink, 19 % slower without',
};

export const rule: Rule = {
  meta: {
    id: 'data-parallel-not-ddp',
    summary: 'DataParallel drives all GPUs from one process, and copies the network to each of them in every step.',
    category: 'loop',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['DataParallel'],
    requires: [
      [/\bDataParallel\s*\(/, /\bDataParallel\s+as\b/, /\bDataParallel$/m],
      [/\bbackward\s*\(/, /^\s*(?:from|import)\b/m],
    ],
    saving: SAVING,
    fixes: 'never',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || (model.trainingLoops.length === 0 && model.importedTraining.length === 0)) return;
    const [first, ...others] = model
      .callsOf(
        'torch.nn.DataParallel',
        'torch.nn.parallel.DataParallel',
        'torch.nn.parallel.data_parallel.DataParallel',
      )
      .filter(({ call, certainty, through }) => certainty === 'is' && !through && spreadsTraining(model, call))
      .map(({ call }) => call);
    if (first) yield findingOf(model, [first, ...others]);
  },
};

const OTHER_WORK = /eval|test|valid|infer|predict|sample|generat|demo|load|export|visuali|extract/i;

/** Several GPUs, as far as the call says, in code that is not about evaluation alone. */
function spreadsTraining(model: Model, call: Call): boolean {
  if (model.isIgnored(call)) return false;
  const ids = model.arguments(call, ['module', 'device_ids']).get('device_ids');
  const one = ids && model.value(ids.value).alternatives;
  if (one?.some((each) => each.type === 'sequence' && each.length === 1)) return false;
  const owner = enclosing(call, 'function');
  return owner === undefined || !OTHER_WORK.test(owner.name) || /train/i.test(owner.name);
}

/** The code that also offers one process a GPU, or leaves it to whoever starts it. */
const OFFERED = ['DistributedDataParallel', 'DDP', 'init_process_group', 'Accelerator', 'horovod'];

function findingOf(model: Model, [first, ...others]: readonly [Call, ...Call[]]): Finding {
  const isOffered = OFFERED.some((name) => model.program.mentions(name));
  const isOption = isChosen(model, first) && !asksForGpus(model, first);
  const scale = scaleOfProgram(model);
  const isNotebook = model.document.cells !== undefined;
  const level = lowered('information', isOffered || isOption || isNotebook ? 1 : 0);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(first),
    message: 'DataParallel drives all GPUs from one process',
    notes: notes(
      'DistributedDataParallel has one process a GPU (torchrun --nproc-per-node=gpu); without NVLink it can be slower',
      isOffered && 'the program can also run one process a GPU',
      isNotebook && 'a notebook is one process, so the training would have to move into a script',
      isOption && 'it depends on a condition whether this runs',
      scaleNote(level, scale),
    ),
    related: others.map((one) => ({ span: spanOf(one), message: 'Another network in the same process' })),
    facts: { networks: others.length + 1 },
    saving: SAVING,
    workload: model.workloads.find(({ kind }) => kind === 'train')?.id ?? null,
    fixes: [],
  };
}

/** `if torch.cuda.device_count() > 1:`, which is true wherever it matters. */
function asksForGpus({ program }: Model, call: Call): boolean {
  const around = enclosing(call, 'if', 'function');
  if (around?.kind !== 'if') return around !== undefined;
  return /is_available|device_count|\bn(?:um)?_?gpus?\b|\blen\(|\bcuda\b|> ?1/i.test(
    program.text.slice(around.test.start, around.test.end),
  );
}
