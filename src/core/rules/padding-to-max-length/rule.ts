/** Finds texts that are padded to one fixed length, so that the model computes over padding. */
import { dataOf } from '../../model/workloads/data';
import { paddedCalls, type PaddedCall } from '../../model/loaders/padding';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { perModel, readsWholeText } from '../../model/per-model';
import { valueOf } from '../../model/setting';
import { textOf } from '../../model/torch/modules';
import { leastNumber } from '../../model/values';
import type { Workload } from '../../model/workload';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { importOf } from '../shared/import-of';
import { atMost, atScale, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { paddingFixes } from '../shared/padding-fix';
import { longer, scaleOfTransformer } from '../../model/scale/of-runs';
import { hasFewRows } from '../../model/workloads/workload-of';
import { importsModule } from '../../syntax/imported-modules';

/** Up to half of all tokens of common data sets are padding at their limit; removing it doubled the speed of BERT. */
const SAVING: Saving = {
  scope: 'train',
  low: 0.1,
  typical: 0.35,
  high: 0.75,
  grade: 'T',
  source:
    'Krell et al. 2021, arXiv 2107.02027: up to 50 % of tokens are padding (89 % on GLUE-cola at 128), 2x for BERT; docs/benchmarks.md: 40 % of the energy at 256 of 512 tokens',
};

const IMPORTED = importOf('transformers', 'datasets', 'pytorch_transformers');

export const rule: Rule = {
  meta: {
    id: 'padding-to-max-length',
    summary: 'Texts are padded to a fixed length, so the model spends much of its work on padding.',
    category: 'data',
    severity: 'warning',
    frameworks: ['huggingface', 'torch'],
    triggers: ['padding', 'pad_to_max_length'],
    requires: [[IMPORTED], ['max_length', 'padding=True', 'padding = True', 'longest']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      tokens: { default: 128, minimum: 1, description: 'Shorter fixed lengths are left alone.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || !importsTransformers(model) || needsFixedShapes(model)) return;
    const least = options['tokens'] ?? 128;
    const long = paddedCalls(model).filter(
      (one) => (one.length === null || one.length >= least) && !isShortModel(model, one),
    );
    for (const group of together(long)) yield findingOf(model, group);
  },
};

function importsTransformers(model: Model): boolean {
  return importsModule(model.program, /^(transformers|datasets|pytorch_transformers)(\.|$)/);
}

/** Compilers and accelerators for which each new shape is a new program, and text encoders with a fixed number of tokens. */
const FIXED =
  /\b(torch_xla|xla|XLA|tpu|TPU|TPUStrategy|TrainingCompilerConfig|onnx\w*|neuron\w*|habana\w*|optimum|jit_compile|torch_compile|tensorrt|coremltools|openvino|diffusers|open_clip|jax|flax)\b|\btorch\.compile\(|\bCLIP/;

function needsFixedShapes(model: Model): boolean {
  return model.device.kind === 'tpu' || (model.program.first(FIXED) !== undefined && namesFixed(model));
}

const namesFixed = perModel((model): boolean => {
  readsWholeText(model);
  return FIXED.test(withoutComments(model));
});

function withoutComments(model: Model): string {
  let text = '';
  let from = 0;
  for (const { start, end } of model.program.comments) {
    text += model.program.text.slice(from, start);
    from = end;
  }
  return text + model.program.text.slice(from);
}

/** CLIP reads 77 tokens, so its limit is short. */
function isShortModel(model: Model, { call, length }: PaddedCall): boolean {
  if (length !== null) return false;
  return model.origins(call.func).some((one) => one.kind === 'result' && /clip|siglip/i.test(textOf(model, one.call)));
}

/** Calls in one function, and calls that pad alike for the other splits: one cause, one finding. */
function together(calls: readonly PaddedCall[]): readonly Group[] {
  const groups: [PaddedCall, ...PaddedCall[]][] = [];
  for (const one of calls) {
    const open = groups.find(([first]) => isAlike(first, one));
    if (open) open.push(one);
    else groups.push([one]);
  }
  return groups;
}

type Group = readonly [PaddedCall, ...PaddedCall[]];

function isAlike(a: PaddedCall, b: PaddedCall): boolean {
  if (a.owner !== null && a.owner === b.owner) return true;
  return a.place === b.place && a.to === b.to && a.length === b.length;
}

function findingOf(model: Model, group: Group): Finding {
  const [one, ...others] = group;
  const [workload, ...more] = workloadsIn(model);
  const consumer = consumerOf(model);
  const level = lowered('warning', (one.overridable ? 1 : 0) + (one.isEvident ? 0 : 1) + distance(one, consumer));
  const short = hasFewTexts(model, one) || model.device.kind === 'cpu';
  const scale = more.map((run) => scaleOfTransformer(model, run)).reduce(longer, scaleOfTransformer(model, workload));
  const full = fillsLength(model, one);
  const fixes = paddingFixes(model, group);
  return {
    rule: rule.meta.id,
    severity: short || full ? atMost(level, 'hint') : atScale(level, scale),
    span: spanOf(one.argument),
    message: messageOf(one),
    notes: notes(
      one.overridable && `${one.via ?? 'an option'} decides it, and pads by default`,
      consumer === 'unseen' && 'no training or inference in this file takes the tokens',
      !one.isEvident && 'only the name of the texts says that they are a whole split',
      short ? 'the run is short' : scaleNote(level, scale),
      full && 'most texts of this data set are longer, so little is padded',
      fixes.length === 0 && adviceFor(one),
    ),
    related: [
      ...one.maps.slice(0, 1).map((map) => ({ span: spanOf(map), message: 'The whole data set goes through it here' })),
      ...others.map(({ argument }) => ({ span: spanOf(argument), message: 'The same here' })),
    ],
    facts: { length: one.length, to: one.to },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes,
  };
}

/** How far the padding is from a run that computes over it: a split that is only tokenised may be a demonstration. */
function distance({ place }: PaddedCall, consumer: 'seen' | 'unseen'): number {
  if (consumer === 'unseen') return place === 'split' ? 2 : 1;
  return place === 'loop' ? 1 : 0;
}

/** Every data set that goes through it is known to have few rows. */
function hasFewTexts(model: Model, { maps }: PaddedCall): boolean {
  return (
    maps.length > 0 &&
    maps.every(({ func }) => {
      return func.kind === 'attribute' && hasFewRows(dataOf(model, func.value).samples);
    })
  );
}

/** Data sets whose texts have several hundred tokens: at a short limit nearly all are cut and few are padded. */
const LONG_TEXTS =
  /["'/](imdb|cnn_dailymail|multi_news|pubmed\w*|arxiv\w*|scientific_papers|billsum|gov_?report|xsum|big_patent|20_?news_?groups?)["'/_.-]|fetch_20newsgroups/i;
const CUT_BELOW = 256;

function fillsLength(model: Model, { to, given, length }: PaddedCall): boolean {
  const cut = to === 'limit' ? length : cutAt(model, given);
  return cut !== null && cut < CUT_BELOW && model.program.first(LONG_TEXTS) !== undefined;
}

function cutAt(model: Model, given: Arguments): number | null {
  const limit = valueOf(model, given, 'max_length');
  return (limit && leastNumber(limit)) ?? null;
}

function workloadsIn(model: Model): readonly Workload[] {
  return model.workloads.filter(
    ({ kind, framework }) => kind === 'train' && /torch|huggingface|lightning|keras/.test(framework),
  );
}

/** Whether something here trains on the tokens or predicts from them. */
function consumerOf(model: Model): 'seen' | 'unseen' {
  if (model.trainingLoops.length > 0 || model.workloads.length > 0 || model.evaluationPasses.length > 0) return 'seen';
  const names = ['Trainer', 'Seq2SeqTrainer', 'SFTTrainer', 'DataLoader', 'to_tf_dataset', 'fit'];
  return names.some((name) => model.program.calls(name).length > 0) ? 'seen' : 'unseen';
}

function messageOf({ to, length, overridable }: PaddedCall): string {
  if (to === 'longest') return 'The whole split is padded to its longest text';
  const tokens = length === null ? "the tokenizer's limit" : `${length} tokens`;
  return overridable ? `By default every text is padded to ${tokens}` : `Every text is padded to ${tokens}`;
}

function adviceFor({ place }: PaddedCall): string {
  const what = place === 'dataset' || place === 'loop' ? 'a collate function' : 'a data collator';
  return `leave padding out here, and pad each batch in ${what} such as DataCollatorWithPadding`;
}
