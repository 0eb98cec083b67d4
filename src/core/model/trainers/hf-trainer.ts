/** Which Hugging Face Trainer takes which training arguments, and whether it trains. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { perModel } from '../per-model';
import { returnedBy } from '../returns';
import { dotted, groupByMaker, methodCallsOn } from '../traverse';

export const TRAINING_ARGUMENTS = [
  'transformers.TrainingArguments',
  'transformers.Seq2SeqTrainingArguments',
  'sentence_transformers.SentenceTransformerTrainingArguments',
  'sentence_transformers.training_args.SentenceTransformerTrainingArguments',
  'sentence_transformers.cross_encoder.CrossEncoderTrainingArguments',
  'sentence_transformers.cross_encoder.training_args.CrossEncoderTrainingArguments',
  'sentence_transformers.sparse_encoder.SparseEncoderTrainingArguments',
  'sentence_transformers.SparseEncoderTrainingArguments',
];

/** The training arguments of TRL, which trains in 16 bits and with checkpointing unless it is told otherwise. */
export const TRL_ARGUMENTS = ['SFTConfig', 'DPOConfig', 'KTOConfig', 'ORPOConfig', 'RewardConfig', 'GRPOConfig'].map(
  (name) => `trl.${name}`,
);

const TRAINERS = [
  'transformers.Trainer',
  'transformers.Seq2SeqTrainer',
  'sentence_transformers.SentenceTransformerTrainer',
  'sentence_transformers.trainer.SentenceTransformerTrainer',
  'sentence_transformers.cross_encoder.CrossEncoderTrainer',
  'sentence_transformers.cross_encoder.trainer.CrossEncoderTrainer',
  'sentence_transformers.sparse_encoder.SparseEncoderTrainer',
  'sentence_transformers.SparseEncoderTrainer',
  'trl.SFTTrainer',
  'trl.DPOTrainer',
  'trl.KTOTrainer',
  'trl.ORPOTrainer',
  'trl.RewardTrainer',
  'trl.GRPOTrainer',
];

/** `transformers.Trainer` 5.x; the ones of TRL and sentence-transformers begin the same way. */
const TRAINER_PARAMETERS = ['model', 'args', 'data_collator', 'train_dataset', 'eval_dataset'];

/** What becomes of one `TrainingArguments(...)` in this program. */
export interface Destination {
  /**
   * `trains`: reaches a Trainer that trains or that leaves this file. `elsewhere`: no Trainer here takes it, one in
   * another file may. `unused`: every Trainer here takes other arguments, or only evaluates.
   */
  readonly kind: 'trains' | 'elsewhere' | 'unused';
  /** `trainer.train()`, in source order. */
  readonly runs: readonly Call[];
  /** The models of the Trainers that take it. */
  readonly models: readonly Expr[];
}

/** `model=`, or what the function given as `model_init=` returns. */
export function modelsOf(model: Model, given: Arguments): readonly Expr[] {
  const written = given.get('model')?.value;
  const factory = written ? undefined : given.get('model_init')?.value;
  if (!factory) return written ? [written] : [];
  if (factory.kind === 'lambda') return [factory.body];
  return model.origins(factory).flatMap((one) => (one.kind === 'function' ? returnedBy(one.definition) : []));
}

export function destinationOf(model: Model, argumentsCall: Call): Destination {
  const { given, byArguments, mayTakeAny } = trainers(model);
  const mine = (byArguments.get(argumentsCall) ?? []).map((call) => ({ call, given: given.get(call) }));
  if (mine.length === 0) {
    const elsewhere = (given.size === 0 && !isLeftUnused(model, argumentsCall)) || mayTakeAny;
    return { kind: elsewhere ? 'elsewhere' : 'unused', runs: [], models: [] };
  }
  const models = mine.flatMap((one) => (one.given ? modelsOf(model, one.given) : []));
  const found = mine.map(({ call }) => runsOf(model, call));
  const runs = found.flatMap((one) => one ?? []).sort((a, b) => a.start - b.start);
  return { kind: found.some((one) => one !== undefined) ? 'trains' : 'unused', runs, models };
}

/** A subclass that hands its keywords on, and says nothing of the settings in question, is set like the class above it. */
export function handsOn(model: Model, definition: ClassDef, settings: RegExp): boolean {
  if (settings.test(textOf(model, definition))) return false;
  const own = definition.body.find((one) => one.kind === 'function' && one.name === '__init__');
  return own?.kind !== 'function' || own.params.some(({ star }) => star === '**');
}

/** Nothing in a notebook takes the arguments, and nothing else can: they are made to be looked at. */
function isLeftUnused(model: Model, argumentsCall: Call): boolean {
  if (model.document.kind !== 'notebook' || argumentsCall.parent?.kind !== 'assign') return false;
  return model.usesOf(argumentsCall).every(({ parent }) => parent?.kind === 'attribute' || parent?.kind === 'exprstmt');
}

/** A Trainer with the arguments it is called with. */
export interface HfTrainer {
  readonly call: Call;
  readonly given: Arguments;
}

/** The Trainers of this program that take the result of one `TrainingArguments(...)`. */
export function trainersTaking(model: Model, argumentsCall: Call): readonly HfTrainer[] {
  const { given, byArguments } = trainers(model);
  return (byArguments.get(argumentsCall) ?? []).flatMap((call) => {
    const bound = given.get(call);
    return bound ? [{ call, given: bound }] : [];
  });
}

/** Every Trainer that is made in this program. */
export function hfTrainers(model: Model): readonly HfTrainer[] {
  return [...trainers(model).given].map(([call, given]) => ({ call, given }));
}

/** `trainer.train()` of one Trainer; undefined where nothing trains it here and it does not leave this file. */
export function runsOf(model: Model, trainer: Call): readonly Call[] | undefined {
  const runs = RUNS.flatMap((method) => methodCallsOn(model, trainer, method)).sort((a, b) => a.start - b.start);
  return runs.length > 0 || leavesFile(model, trainer) ? runs : undefined;
}

/** Methods of a Trainer that train. */
const RUNS = ['train', 'hyperparameter_search'];

/** The Trainers of a program, by the training arguments that they are given. */
const trainers = perModel((model) => {
  const calls = model.callsOf(...TRAINERS).map(({ call }) => call);
  const given = new Map(calls.map((call) => [call, model.arguments(call, TRAINER_PARAMETERS)]));
  const byArguments = groupByMaker(model, calls, (call) => given.get(call)?.get('args')?.value);
  return { given, byArguments, mayTakeAny: [...given.values()].some((one) => isUnread(model, one)) };
});

function isUnread(model: Model, given: Arguments): boolean {
  const args = given.get('args');
  if (!args) return !given.complete;
  return model.origins(args.value).every((origin) => origin.kind === 'parameter' || origin.kind === 'item');
}

/** The trainer is returned, passed on or stored, so that its `train()` may be called somewhere else. */
function leavesFile(model: Model, trainer: Call): boolean {
  if (trainer.parent?.kind === 'return' || trainer.parent?.kind === 'argument') return true;
  const target = trainer.parent?.kind === 'assign' ? trainer.parent.targets[0] : undefined;
  if (target?.kind === 'attribute') return true;
  return model.usesOf(trainer).some(({ parent }) => parent?.kind === 'return' || parent?.kind === 'argument');
}

const WRAPPERS = ['get_peft_model', 'prepare_model_for_kbit_training', 'prepare_model_for_int8_training'].map(
  (name) => `peft.${name}`,
);
const REDUCED = /(^|\.)(bfloat16|float16|half|bf16|fp16|auto)$/;

/** True when the weights of a model are loaded in 16 bits or quantised, or when it cannot be told from what is written. */
export function isLoadedReduced(model: Model, expression: Expr, depth = 0): boolean {
  if (depth > 3) return false;
  return model.origins(expression).some((origin) => {
    if (origin.kind !== 'result') return false;
    const first = origin.call.args[0];
    if (WRAPPERS.includes(origin.of)) return first !== undefined && isLoadedReduced(model, first.value, depth + 1);
    return loadsReduced(model, origin.call);
  });
}

/** The calls that load or make the models, wrappers opened. */
export function loadsOf(model: Model, models: readonly Expr[], depth = 0): readonly Call[] {
  if (depth > 3) return [];
  return models.flatMap((expression) =>
    model.origins(expression).flatMap((origin) => {
      if (origin.kind !== 'result') return [];
      return [
        origin.call,
        ...loadsOf(
          model,
          origin.call.args.slice(0, 1).map(({ value }) => value),
          depth + 1,
        ),
      ];
    }),
  );
}

function loadsReduced(model: Model, load: Call): boolean {
  return load.args.some(({ name, star, value }) => {
    if (star === '**') return true;
    if (name === 'quantization_config' || name === 'load_in_8bit' || name === 'load_in_4bit') return true;
    return (name === 'dtype' || name === 'torch_dtype') && !isFullType(model, value);
  });
}

/** `torch.float32`, `"float32"` and None; anything else may be a 16-bit type. */
function isFullType(model: Model, type: Expr): boolean {
  const written = dotted(type);
  if (written !== undefined && REDUCED.test(written)) return false;
  if (written !== undefined && /(^|\.)(float32|float)$/.test(written)) return true;
  const value = model.value(type);
  return (
    value.alternatives.length > 0 &&
    value.alternatives.every((one) => one.type === 'none' || (one.type === 'string' && one.value === 'float32'))
  );
}
