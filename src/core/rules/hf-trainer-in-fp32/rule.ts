/** Finds Hugging Face training arguments that leave the Trainer in 32-bit precision. */
import type { Call } from '../../syntax/ast';
import { cardGeneration } from '../../model/card';
import type { Arguments } from '../../model/arguments';
import { isBefore } from '../../model/configuration/versions';
import type { Model, ResolvedCall } from '../../model/model';
import type { Workload } from '../../model/workload';
import { textOf } from '../../model/torch/modules';
import { asNumber } from '../../model/values';
import { enclosing } from '../../syntax/walk';
import { spanOf, type Span } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { isOnCpuBranch } from '../shared/cpu-branch';
import {
  type Destination,
  destinationOf,
  handsOn,
  isLoadedReduced,
  loadsOf,
  TRAINING_ARGUMENTS,
} from '../../model/trainers/hf-trainer';
import { keywordEdits } from '../shared/keyword-fix';
import { atMost, atScale, lowered, scaleNote } from '../shared/level';
import {
  BF16_REASON,
  FP16_REASON,
  MIXED_PRECISION_SAVING,
  isReducedElsewhere,
  loadsBeside,
  overflowsInFp16,
  suitedToCard,
} from '../shared/mixed-precision';
import { notes } from '../shared/notes';
import { anyOn, readSwitch, valueOf } from '../../model/setting';
import { attributeAssignments } from '../../model/traverse';
import { TF32_REASON } from '../shared/tf32-fix';
import { scaleOfTransformer } from '../../model/scale/of-runs';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';
import { importsModule } from '../../syntax/imported-modules';
import { isDiscussed } from '../shared/discussed';

export const rule: Rule = {
  meta: {
    id: 'hf-trainer-in-fp32',
    summary:
      'A Hugging Face Trainer without bf16 or fp16 computes in 32-bit precision, which leaves the 16-bit units idle.',
    category: 'precision',
    severity: 'warning',
    frameworks: ['huggingface'],
    triggers: ['TrainingArguments'],
    saving: MIXED_PRECISION_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'short-steps': { default: 100, minimum: 0, description: 'A run of at most this many steps is at most a hint.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    const found = model.callsOf(...TRAINING_ARGUMENTS);
    if (found.length === 0 || isSetLater(model) || model.precision.tf32) return;
    for (const site of found) yield* findingsAt(model, site, context);
  },
};

const findingsAt = perSite(
  (site: ResolvedCall) => site.call,
  (model, { call, certainty, through }, { options }) => {
    if (
      (through !== null && !handsOn(model, through, /\b(bf16|fp16)\b/)) ||
      model.isIgnored(call) ||
      isOnCpuBranch(call) ||
      isNoRun(model, call)
    )
      return [];
    const given = model.arguments(call, ['output_dir']);
    if (!given.complete || isSettled(model, given)) return [];
    const destination = destinationOf(model, call);
    if (destination.kind === 'elsewhere' && isPlaceholder(call)) return [];
    if (destination.kind === 'unused' || destination.models.some((one) => isLoadedReduced(model, one))) return [];
    if (isReducedBeside(model, destination)) return [];
    const steps = certainty === 'may' ? 1 : 0;
    return [finding(model, { call, given, destination, steps }, options['short-steps'] ?? 100)];
  },
);

function isReducedBeside(model: Model, destination: Destination): boolean {
  if (model.precision.state === 'none') return model.precision.needsFullPrecision;
  const calls = model.callsOf(...TRAINING_ARGUMENTS).map(({ call }) => call);
  const beside = destination.models.length > 0 ? loadsBeside(model, loadsOf(model, destination.models)) : [];
  return isReducedElsewhere(model, [...calls, ...beside, ...afterwards(model, destination)]);
}

/** What follows the last run of a script or notebook cannot reach it. */
function afterwards(model: Model, { runs }: Destination): readonly Span[] {
  const last = runs.at(-1);
  return last && !enclosing(last, 'function', 'for', 'while')
    ? [{ start: last.end, end: model.program.text.length }]
    : [];
}

/** Arguments that are only read (`.to_dict()`), or the default of a class that is a Trainer itself. */
function isNoRun(model: Model, call: Call): boolean {
  if (call.parent?.kind === 'attribute') return true;
  const owner = enclosing(call, 'class');
  return owner?.bases.some(({ value }) => /Trainer$/.test(textOf(model, value))) ?? false;
}

/** `TrainingArguments(output_dir="dummy")`, handed to something that asks for them: nothing of it speaks of a training. */
const isPlaceholder = ({ args }: Call): boolean =>
  args.every(({ name, star }) => star === '' && (name === null || name === 'output_dir'));

const FLAGS = ['bf16', 'fp16'];
/** Each either chooses a precision itself or runs where 16 bits do not help. */
const DECIDED = [
  'deepspeed',
  'fsdp',
  'fsdp_config',
  'use_cpu',
  'no_cuda',
  'use_mps_device',
  'tpu_num_cores',
  'use_ipex',
];

/** Unsloth patches the Trainer: where neither flag is set, it takes the 16-bit type in which it loaded the model. */
const importsUnsloth = (model: Model): boolean => importsModule(model.program, /^unsloth(\.|$)/);

function isSettled(model: Model, given: Arguments): boolean {
  const { kind } = model.device;
  if (importsUnsloth(model)) return true;
  if (kind === 'cpu' || kind === 'mps' || kind === 'tpu') return true;
  return anyOn(model, given, [...FLAGS, ...DECIDED]);
}

/** `training_args.bf16 = True` after the constructor. */
function isSetLater(model: Model): boolean {
  return [...FLAGS, 'use_cpu', 'deepspeed'].some((name) => attributeAssignments(model, name).length > 0);
}

interface Site {
  readonly call: Call;
  readonly given: Arguments;
  readonly destination: Destination;
  /** How many steps softer evidence lowers it. */
  readonly steps: number;
}

function finding(model: Model, { call, given, destination, steps }: Site, shortSteps: number): Finding {
  const flag = FLAGS.find((name) => readSwitch(model, given, name) === 'default-off');
  const workload = workloadOf(model, ...destination.runs, call);
  const scale = scaleOfTransformer(model, workload);
  const short = isShort(model, given, shortSteps);
  const elsewhere = destination.kind === 'elsewhere' && model.device.kind !== 'accelerator';
  const discussed = !flag && isDiscussed(model, call, 'fp16');
  const level = lowered('warning', steps + (flag ? 1 : 0) + (elsewhere ? 1 : 0) + (discussed ? 1 : 0));
  const via = flag && (valueOf(model, given, flag)?.via ?? flag);
  return {
    rule: rule.meta.id,
    severity: atMost(atScale(level, scale), short ? 'hint' : level),
    span: spanOf(call),
    message: via
      ? `The Trainer computes in fp32 by default: ${via} is off`
      : 'The Trainer computes in fp32: neither bf16 nor fp16 is set',
    notes: notes(
      via && `switch it on with ${via}, or change its default`,
      elsewhere && 'no Trainer in this file takes these arguments',
      discussed && 'a comment between the arguments speaks of fp16',
      short ? 'the run is short' : scaleNote(level, scale),
    ),
    related: destination.runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The training runs here' })),
    facts: { precision: 'fp32', device: model.device.kind },
    saving: MIXED_PRECISION_SAVING,
    workload: workload?.id ?? null,
    fixes: flag ? [] : fixesOf(model, call, given, workload),
  };
}

function isShort(model: Model, given: Arguments, limit: number): boolean {
  const value = valueOf(model, given, 'max_steps');
  const steps = value?.certainty === 'known' ? asNumber(value) : undefined;
  return steps !== undefined && steps > 0 && steps <= limit;
}

/** `bf16` and `tf32` came with transformers 4.13 (huggingface/transformers#13207 and #14606). */
const FIRST_WITH_BF16 = [4, 13] as const;

function fixesOf(model: Model, call: Call, given: Arguments, workload: Workload | undefined): Fix[] {
  const write = (flag: string, reason: string): Fix[] => {
    const edits = keywordEdits(model, call, given, flag, 'True');
    return edits ? [{ title: `Set ${flag}=True`, safety: 'review', reason, edits, imports: [] }] : [];
  };
  const bf16 = isBefore(model.version('transformers'), ...FIRST_WITH_BF16) ? [] : write('bf16', BF16_REASON);
  const avoided = overflowsInFp16(workload?.model?.value) || isDiscussed(model, call, 'fp16');
  const fp16 = avoided ? [] : write('fp16', FP16_REASON);
  const tf32 = bf16.length === 0 || cardGeneration(model) === 'before-ampere' ? [] : write('tf32', TF32_REASON);
  return [...suitedToCard(model, bf16, fp16), ...tf32];
}
