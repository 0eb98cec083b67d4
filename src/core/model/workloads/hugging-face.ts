/** Training runs of Hugging Face Trainers, whether their arguments are written out, parsed or left to their defaults. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { TRAINING_DEFAULTS } from '../dataclass-options';
import type { Model, ResolvedCall } from '../model';
import type { Origin } from '../origins';
import {
  destinationOf,
  type HfTrainer,
  hfTrainers,
  modelsOf,
  runsOf,
  trainersTaking,
  TRAINING_ARGUMENTS,
  TRL_ARGUMENTS,
} from '../trainers/hf-trainer';
import { asBoolean } from '../values';
import type { Fact, Workload } from '../workload';
import { dataOf } from './data';
import { argumentNumber, assumed, known, numberFact, workload } from './fact';
import { modelName } from './names';
import { modelSize } from './size';
import { tokenLength } from './text-length';

export function huggingFaceRuns(model: Model): readonly Workload[] {
  const written = model.callsOf(...TRAINING_ARGUMENTS, ...TRL_ARGUMENTS);
  const isWritten = new Set(written.map(({ call }) => call));
  return [
    ...written.flatMap((one) => ofArguments(model, one)),
    ...trainersOf(model).flatMap((trainer) => ofTrainer(model, trainer, isWritten)),
  ];
}

/** Arguments that are written out. */
function ofArguments(model: Model, { call, name }: ResolvedCall): readonly Workload[] {
  const destination = destinationOf(model, call);
  if (destination.kind !== 'trains') return [];
  const given = model.arguments(call, ['output_dir']);
  const steps = argumentNumber(model, given.get('max_steps'));
  return [
    workload(model, destination.runs[0] ?? call, 'train', 'huggingface', {
      model: modelName(model, destination.models[0]),
      ...modelSize(model, destination.models[0]),
      ...trainingData(model, trainersTaking(model, call)),
      epochs: settingOf(model, call, given, 'num_train_epochs'),
      maxSteps: steps && steps.value > 0 ? steps : null,
      batchSize: settingOf(model, call, given, 'per_device_train_batch_size'),
      accumulation: argumentNumber(model, given.get('gradient_accumulation_steps')),
      sequenceLength:
        argumentNumber(model, given.get('max_length') ?? given.get('max_seq_length')) ?? tokenLength(model),
      workers: argumentNumber(model, given.get('dataloader_num_workers')),
      precision: argumentPrecision(model, given, TRL_ARGUMENTS.includes(name) ? null : known('fp32')),
    }),
  ];
}

/** What the arguments are given, else what a class of the program that derives from them has, else what the library has. */
function settingOf(model: Model, call: Call, given: Arguments, name: string): Fact<number> {
  const written = given.get(name);
  if (written) return argumentNumber(model, written);
  if (!given.complete) return null;
  return numberFact(model.member({ value: call, attr: name })) ?? byDefault(name);
}

function byDefault(name: string): Fact<number> {
  const value = TRAINING_DEFAULTS[name];
  return value === undefined ? null : assumed(value, 'default of TrainingArguments');
}

/** Those of the library, and others that are called so and get training arguments by name. */
function trainersOf(model: Model): readonly HfTrainer[] {
  const known = hfTrainers(model);
  const seen = new Set(known.map(({ call }) => call));
  const others = [...model.program.calledNames()]
    .filter((name) => name.endsWith('Trainer'))
    .flatMap((name) => model.program.calls(name))
    .filter((call) => !seen.has(call) && model.origins(call.func).some(({ kind }) => kind === 'external'))
    .map((call) => ({ call, given: model.arguments(call, []) }));
  return [...known, ...others.filter(({ given }) => epochsIn(model, given) !== null)];
}

function epochsIn(model: Model, given: Arguments): Fact<number> {
  const args = given.get('args')?.value;
  return args ? numberFact(model.member({ value: args, attr: 'num_train_epochs' })) : null;
}

/** A Trainer whose arguments are parsed, or that has none; those that a call here makes have a run already. */
function ofTrainer(model: Model, trainer: HfTrainer, isWritten: ReadonlySet<Call>): readonly Workload[] {
  const { call, given } = trainer;
  const args = given.get('args')?.value;
  const origins = args ? model.origins(args) : [];
  if (origins.some((one) => one.kind !== 'parameter' && isMadeBy(one, isWritten))) return [];
  if (args ? !origins.some(isParsed) : !given.complete) return [];
  const runs = runsOf(model, call);
  if (!runs) return [];
  const setting = (name: string): Fact<number> =>
    args ? numberFact(model.member({ value: args, attr: name })) : byDefault(name);
  const [trained] = modelsOf(model, given);
  const steps = setting('max_steps');
  return [
    workload(model, runs[0] ?? call, 'train', 'huggingface', {
      model: modelName(model, trained),
      ...modelSize(model, trained),
      ...trainingData(model, [trainer]),
      epochs: setting('num_train_epochs'),
      maxSteps: steps && steps.value > 0 ? steps : null,
      batchSize: setting('per_device_train_batch_size'),
      accumulation: setting('gradient_accumulation_steps'),
      sequenceLength: tokenLength(model),
      workers: setting('dataloader_num_workers'),
    }),
  ];
}

const isMadeBy = (origin: Origin, calls: ReadonlySet<Call>): boolean =>
  'call' in origin && origin.call !== null && calls.has(origin.call);

/** A command line or a file that a parser of the library turned into dataclasses. */
const isParsed = (origin: Origin): boolean =>
  (origin.kind === 'item' || origin.kind === 'result') &&
  /(HfArgument|Trl|H4Argument)Parser\(\)\.parse_(args_into_dataclasses|args_and_config|json_file|yaml_file|dict)$/.test(
    origin.of,
  );

/** What the first Trainer that says it is trained on. */
function trainingData(model: Model, trainers: readonly HfTrainer[]): Pick<Workload, 'dataset' | 'samples' | 'share'> {
  for (const { given } of trainers) {
    const { dataset, samples, share } = dataOf(model, given.get('train_dataset')?.value);
    if (dataset || samples) return { dataset, samples, share };
  }
  return { dataset: null, samples: null };
}

function argumentPrecision(model: Model, given: Arguments, otherwise: Workload['precision']): Workload['precision'] {
  for (const name of ['bf16', 'fp16'] as const) {
    const bound = given.get(name);
    if (bound && asBoolean(model.value(bound.value)) === true) return known(name);
    if (bound && asBoolean(model.value(bound.value)) === undefined) return null;
  }
  return model.precision.state === 'mixed' || !given.complete ? null : otherwise;
}
