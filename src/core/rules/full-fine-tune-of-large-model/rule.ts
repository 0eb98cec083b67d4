/** Finds fine-tuning of all weights of a transformer with billions of them. */
import { modelNamed } from '../../../data/models';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { scaleOfProgram } from '../../model/scale/of-runs';
import { hfTrainers, loadsOf, modelsOf } from '../../model/trainers/hf-trainer';
import { methodCallsOn } from '../../model/traverse';
import type { Fact } from '../../model/workload';
import { modelName } from '../../model/workloads/names';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Expr, Node } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { modelLoraFixes, trainerLoraFixes } from '../shared/lora-fix';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'no measured figure found; memory falls from about 16 to 2 bytes a weight (ZeRO, Rajbhandari et al. 2020)',
);

export const rule: Rule = {
  meta: {
    id: 'full-fine-tune-of-large-model',
    summary: 'All weights of a transformer with a billion or more of them are fine-tuned.',
    category: 'transfer',
    severity: 'information',
    frameworks: ['huggingface', 'torch'],
    triggers: ['transformers', 'trl'],
    requires: [
      ['from_pretrained', 'SFTTrainer'],
      [/\.train\s*\(/, /backward\s*\(/],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'billions-of-parameters': {
        default: 1,
        minimum: 1,
        description: 'Models of at least so many billion weights are large.',
      },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const least = (options['billions-of-parameters'] ?? 1) * 1e9;
    const found = [...fromTrainers(model), ...fromLoops(model)].filter(({ parameters }) => parameters >= least);
    if (found.length === 0 || trainsOtherwise(model)) return;
    for (const one of found) yield findingOf(model, one);
  },
};

interface Training {
  readonly at: Node;
  readonly run: Node;
  readonly name: NonNullable<Fact<string>>;
  readonly parameters: number;
  readonly fixes: () => Fix[];
}

/** Adapters, frozen or quantised weights, sharded recipes, training from the start, and stages that need all weights. */
const OTHERWISE =
  /peft|\blora|adapter|prefix_tuning|prompt_tuning|load_in_[48]bit|bitsandbytes|galore|lomo\b|badam|deepspeed|fsdp|fully_?shard|parallelism_?config|megatron|requires_grad|freez|pre_?train(?!ed)|continual|\bppo|grpo|rlhf|rloo|reward|distil|teacher|from_config|unsloth|(?<![a-z])(tpu|xla(?!bel))/i;

/** The same in a line beside the code that launches this file. */
const trainsOtherwise = perModel((model): boolean => {
  if (model.program.first(OTHERWISE)) return true;
  const file = model.document.path.split('/').at(-1) ?? '';
  return model.document.surroundings.some(
    ({ text }) => file !== '' && text.includes(file) && /deepspeed|fsdp|lora/i.test(text),
  );
});

const TRAINERS = /^(transformers\.(Seq2Seq)?Trainer|trl\.SFTTrainer)$/;

function fromTrainers(model: Model): readonly Training[] {
  return hfTrainers(model).flatMap(({ call, given }): Training[] => {
    const of = model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : []))[0] ?? '';
    const [run] = methodCallsOn(model, call, 'train');
    const networks = modelsOf(model, given);
    const sized =
      TRAINERS.test(of) && given.complete && networks.length === 1 && run ? sizeOf(model, networks[0]) : undefined;
    if (!sized || !run || model.isIgnored(call)) return [];
    const isSft = of === 'trl.SFTTrainer';
    const fixes = (): Fix[] => (isSft ? trainerLoraFixes(model, call) : modelLoraFixes(model, loadOf(model, networks)));
    return [{ at: call, run, ...sized, fixes }];
  });
}

function fromLoops(model: Model): readonly Training[] {
  return model.trainingLoops.flatMap((loop): Training[] => {
    const network = loop.framework === 'torch' && loop.kind === 'supervised' ? loop.model : null;
    const sized = network ? sizeOf(model, network) : undefined;
    const load = network ? loadOf(model, [network]) : undefined;
    return sized && load
      ? [{ at: load, run: loop.epoch ?? loop.step, ...sized, fixes: () => modelLoraFixes(model, load) }]
      : [];
  });
}

const loadOf = (model: Model, networks: readonly Expr[]): Call | undefined =>
  loadsOf(model, networks).find(({ func }) => func.kind === 'attribute' && func.attr === 'from_pretrained');

function sizeOf(model: Model, network: Expr | undefined): Pick<Training, 'name' | 'parameters'> | undefined {
  const name = modelName(model, network);
  const facts = name ? modelNamed(name.value) : undefined;
  return name && facts?.work.kind === 'sequence' ? { name, parameters: facts.parameters } : undefined;
}

/** Weights and gradients in 16 bits, and three copies in 32 for AdamW; an adapter keeps the weights alone. */
const BYTES_FULL = 16;
const BYTES_ADAPTER = 2;

function findingOf(model: Model, { at, run, name, parameters, fixes }: Training): Finding {
  const scale = scaleOfProgram(model);
  const level: Level = lowered('information', name.certainty === 'default' ? 1 : 0);
  const gigabytes = (bytes: number): number => Math.round((parameters * bytes) / 1e9);
  const [full, adapter] = [gigabytes(BYTES_FULL), gigabytes(BYTES_ADAPTER)];
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(at),
    message: `All ${(parameters / 1e9).toFixed(1)} billion weights are trained, without an adapter`,
    notes: notes(
      `AdamW keeps about ${full} GB for them; with an adapter the weights are ${adapter} GB, so fewer GPUs do`,
      name.certainty === 'default' && `${name.note ?? 'an option'} chooses the model`,
      scaleNote(level, scale),
    ),
    related: [{ span: spanOf(run), message: 'the training' }],
    facts: { model: name.value, parameters, gigabytes: full, gigabytesWithAdapter: adapter },
    saving: SAVING,
    workload: workloadOf(model, run, at)?.id ?? null,
    fixes: fixes(),
  };
}
