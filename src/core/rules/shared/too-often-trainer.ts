/** Hugging Face Trainers that evaluate or save every few steps. */
import { removeArgument } from '../../fixes/calls';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { scaleOfTransformer } from '../../model/scale/of-runs';
import { valueOf } from '../../model/setting';
import {
  type Destination,
  destinationOf,
  TRAINING_ARGUMENTS,
  trainersTaking,
  TRL_ARGUMENTS,
} from '../../model/trainers/hf-trainer';
import { asNumber, type Value } from '../../model/values';
import type { Workload } from '../../model/workload';
import { dataOf } from '../../model/workloads/data';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Expr } from '../../syntax/ast';
import { conflict } from '../../text/edits';
import type { Fix } from '../rule';
import { evaluationOf, loadsBest, savingOf, writtenSettings } from './hf-evaluation';
import { lowered } from './level';
import { quoted } from './quotes';
import { every, type Share, shareOf, type TooOften } from './too-often';

export interface Limits {
  /** Steps, and per cent of an epoch, from which on an interval is long enough. */
  readonly steps: number;
  readonly epoch: number;
  /** Per cent of the run below which evaluations do not matter. */
  readonly share: number;
  readonly saves: number;
}

interface Site {
  readonly name: string;
  readonly call: Call;
  readonly given: Arguments;
  readonly destination: Destination;
  readonly workload: Workload | undefined;
}

export function tooOftenInTrainers(model: Model, limits: Limits): TooOften[] {
  return model.callsOf(...TRAINING_ARGUMENTS, ...TRL_ARGUMENTS).flatMap(({ call, name, through }): TooOften[] => {
    const destination = destinationOf(model, call);
    if (through || model.isIgnored(call) || destination.kind === 'unused') return [];
    const workload = workloadOf(model, ...destination.runs, call);
    const site = { call, name, given: model.arguments(call, ['output_dir']), destination, workload };
    const found = evaluations(model, site, limits) ?? saves(model, site, limits);
    return found ? [found] : [];
  });
}

/** Of so few evaluations or saves nobody speaks. */
const FEW = 10;

function evaluations(model: Model, site: Site, limits: Limits): TooOften | undefined {
  const { call, given, destination, workload } = site;
  if (evaluationOf(model, given) !== 'steps') return undefined;
  const name = given.has('eval_steps') ? 'eval_steps' : 'logging_steps';
  const value = valueOf(model, given, name);
  const written = value && asNumber(value);
  if (!value || written === undefined || written <= 0) return undefined;
  const interval = stepsBetween(written, workload);
  const accumulation = workload?.accumulation?.value ?? 1;
  const perEpoch = stepsPerEpoch(workload);
  const isShort = interval !== undefined && interval * accumulation < limits.steps;
  const part = written < 1 ? written * (workload?.epochs?.value ?? 1) : perEpoch && written / perEpoch;
  if (!isShort && !(part !== undefined && part < limits.epoch / 100)) return undefined;
  if (interval !== undefined && total(workload) / interval < FEW) return undefined;
  const share = shareKnown(model, site, interval);
  if (share === 'capped' || (share && shareOf(share) < limits.share / 100)) return undefined;
  const percent = written < 1 ? `every ${round(100 * written)} % of the run` : every(written);
  return {
    node: given.get(name)?.argument ?? call,
    message: `The Trainer evaluates ${percent}`,
    level: lowered('information', value.certainty === 'default' || destination.kind === 'elsewhere' ? 1 : 0),
    notes: [
      name === 'logging_steps' && 'eval_steps is not set, and follows logging_steps',
      value.certainty === 'default' && `${value.via ?? 'an option'} can change it`,
      part !== undefined && `that is every ${round(100 * part)} % of an epoch`,
    ],
    interval: interval ?? null,
    share: share ?? null,
    scale: scaleOfTransformer(model, workload),
    workload,
    fixes: value.certainty === 'known' ? epochFix(model, site) : [],
  };
}

const round = (percent: number): number => Number(percent.toPrecision(2));

/** A part of the run, where it is less than one (transformers: a ratio of total training steps). */
function stepsBetween(written: number, workload: Workload | undefined): number | undefined {
  if (written >= 1) return written;
  const all = total(workload);
  return Number.isFinite(all) ? Math.ceil(all * written) : undefined;
}

function stepsPerEpoch(workload: Workload | undefined): number | undefined {
  const rows = workload?.samples?.value;
  const batch = workload?.batchSize?.value ?? USUAL_BATCH;
  if (rows === undefined) return undefined;
  return rows / (batch * (workload?.accumulation?.value ?? 1) * (workload?.devices?.value ?? 1));
}

/** Steps of the run; infinite where nothing says. */
function total(workload: Workload | undefined): number {
  const steps = workload?.maxSteps?.value;
  if (steps !== undefined) return steps;
  const [perEpoch, epochs] = [stepsPerEpoch(workload), workload?.epochs?.value];
  return perEpoch === undefined || epochs === undefined ? Infinity : perEpoch * epochs;
}

const PARTS = ['select', 'take', 'Subset'];
const CAPPED = /\[\s*:|\.shard\s*\(|subset|small|mini|tiny|few/i;

/** Undefined where the evaluation set is of unknown size; `capped` where it was made small, nobody knows how small. */
function shareKnown(
  model: Model,
  { call, workload }: Site,
  interval: number | undefined,
): Share | 'capped' | undefined {
  const data = trainersTaking(model, call).flatMap(({ given }) => given.get('eval_dataset')?.value ?? []);
  const rows = data.map((one) => dataOf(model, one).samples?.value).find((one) => one !== undefined);
  // A part that is taken somewhere may have come in by a way that was not followed.
  const isCut = PARTS.some((name) => model.program.calls(name).length > 0);
  if (rows === undefined) return isCut || data.some((one) => CAPPED.test(madeOf(model, one))) ? 'capped' : undefined;
  if (interval === undefined) return undefined;
  const trained = interval * (workload?.batchSize?.value ?? USUAL_BATCH) * (workload?.accumulation?.value ?? 1);
  const perEpoch = stepsPerEpoch(workload);
  return { evaluated: rows, trained, kept: perEpoch === undefined ? 0 : Math.min(1, interval / perEpoch) };
}

/** Examples on each device where training arguments say nothing. */
const USUAL_BATCH = 8;

/** What is written for a data set, and what makes the object that its name stands for. */
function madeOf(model: Model, data: Expr): string {
  const made = model.origins(data).flatMap((one) => (one.kind === 'result' ? [one.call] : []));
  return [data, ...made].map((one) => model.program.text.slice(one.start, one.end)).join(' ');
}

const REASON = 'Fewer evaluations make the learning curve, and the choice of the best checkpoint, coarser.';

function epochFix(model: Model, { call, given, workload }: Site): Fix[] {
  const name = ['eval_strategy', 'evaluation_strategy'].find((one) => given.get(one)?.argument);
  const saving = savingOf(model, given);
  const best = loadsBest(model, given);
  if (name === undefined || (workload?.epochs?.value ?? 0) < 2 || workload?.maxSteps || best === undefined) return [];
  if (model.program.mentions('EarlyStoppingCallback') || (best && saving === undefined)) return [];
  const wanted: [string, string][] = [[name, onceIn(model, given, name)]];
  if (best && saving !== 'epoch') wanted.push(['save_strategy', quoted(model, 'epoch')]);
  const edits = writtenSettings(model, call, given, wanted);
  if (!edits) return [];
  const steps = given.get('eval_steps')?.argument;
  const rest = (steps && removeArgument(call, model.program.text, steps)) ?? [];
  const all = rest.some((one) => edits.some((other) => conflict(one, other))) ? edits : [...edits, ...rest];
  return [{ title: 'Evaluate once per epoch', safety: 'review', reason: REASON, edits: all, imports: [] }];
}

/** `"epoch"`, or `IntervalStrategy.EPOCH` where the enumeration is used. */
function onceIn(model: Model, given: Arguments, name: string): string {
  const value = given.get(name)?.value;
  const member = value && /^(.*Strategy\.)STEPS$/.exec(model.program.text.slice(value.start, value.end))?.[1];
  return member ? `${member}EPOCH` : quoted(model, 'epoch');
}

/** `save_steps=10` with nothing that deletes old checkpoints. */
function saves(model: Model, site: Site, limits: Limits): TooOften | undefined {
  const { call, given, destination, workload } = site;
  const value: Value | undefined = valueOf(model, given, 'save_steps');
  const steps = value && asNumber(value);
  if (!value || steps === undefined || steps < 1 || steps > limits.saves) return undefined;
  if (!given.complete || savingOf(model, given) !== 'steps' || given.has('save_total_limit')) return undefined;
  // A step of reinforcement learning generates all its answers first.
  if (site.name === 'trl.GRPOConfig' || model.traits.includes('adapter') || given.has('save_only_model'))
    return undefined;
  const all = total(workload);
  if (all / steps < 2 * FEW) return undefined;
  const soft = value.certainty === 'default' || destination.kind === 'elsewhere' || !Number.isFinite(all);
  return {
    node: given.get('save_steps')?.argument ?? call,
    message: `The Trainer saves ${every(steps)}, and keeps every checkpoint`,
    level: lowered('information', soft ? 1 : 0),
    notes: ['a checkpoint with the state of the optimizer is three times the weights; save_total_limit is not set'],
    interval: steps,
    share: null,
    scale: scaleOfTransformer(model, workload),
    workload,
    fixes: [],
  };
}
