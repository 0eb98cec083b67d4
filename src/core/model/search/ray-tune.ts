/** Ray Tune searches: how many trials they run, under which scheduler, and what each trial runs. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model, ResolvedCall } from '../model';
import { isNone } from '../values';
import { type Count, countFrom, known, product } from './count';
import { lengthOf } from './grid';
import { runnableOf, type Runnable } from './runnable';

export interface RaySearch {
  /** `Tuner(...)` or `tune.run(...)`. */
  readonly call: Call;
  readonly certainty: ResolvedCall['certainty'];
  /** Where a scheduler belongs: `TuneConfig(...)`, or the call itself for `tune.run`; null for a Tuner without one. */
  readonly config: { readonly call: Call; readonly given: Arguments } | null;
  /** `none`: trials run first in, first out, to their end. `unknown`: it cannot be seen. */
  readonly scheduler: 'none' | 'given' | 'unknown';
  /** What gives a scheduler where one is wanted: there is none by default; null where none can be given. */
  readonly schedulerFrom: string | null;
  /** Points of the grid; 1 without one. */
  readonly grid: Count | null;
  /** Null when it cannot be read; Infinity for -1. */
  readonly samples: Count | null;
  readonly stops: boolean;
  readonly trainable: Runnable | undefined;
  /** The configuration that trials get, where it is written out. */
  readonly space: Expr | undefined;
}

const TUNERS = ['ray.tune.Tuner', 'ray.tune.tuner.Tuner'];
const CONFIGS = ['ray.tune.TuneConfig', 'ray.tune.tune_config.TuneConfig'];
const RUNS = ['ray.tune.run', 'ray.tune.tune.run'];
/** `TuneConfig` of Ray 2.x. */
const CONFIG_PARAMETERS = ['mode', 'metric', 'search_alg', 'scheduler', 'num_samples'];

export function raySearches(model: Model): readonly RaySearch[] {
  const tuners = model.callsOf(...TUNERS).map((one) => tunerSearch(model, one));
  const runs = model.callsOf(...RUNS).map((one) => runSearch(model, one));
  return [...tuners, ...runs].filter((one) => one !== undefined).filter((one) => !model.isIgnored(one.call));
}

function tunerSearch(model: Model, { call, certainty }: ResolvedCall): RaySearch | undefined {
  const given = model.arguments(call, ['trainable']);
  const trainable = given.get('trainable');
  if (!trainable || !given.complete) return undefined;
  const written = given.get('tune_config');
  const config = written ? madeBy(model, written.value, CONFIGS) : undefined;
  const settings = config ? model.arguments(config, CONFIG_PARAMETERS) : undefined;
  const space = given.get('param_space')?.value;
  const run = given.get('run_config');
  return {
    call,
    certainty,
    config: config && settings ? { call: config, given: settings } : null,
    scheduler: written && !settings ? 'unknown' : settings ? schedulerOf(model, settings) : 'none',
    schedulerFrom: settings ? optionOf(model, settings) : null,
    samples: settings ? samplesOf(model, settings) : written ? null : known(1),
    grid: gridOf(model, space),
    stops: run !== undefined && stopsRuns(model, run.value),
    trainable: trainableOf(model, trainable.value),
    space,
  };
}

const RUN_CONFIGS = ['ray.tune.RunConfig', 'ray.train.RunConfig', 'ray.air.RunConfig', 'ray.air.config.RunConfig'];

/** A run configuration that cannot be seen is taken to hold no stopping rule. */
function stopsRuns(model: Model, written: Expr): boolean {
  const call = madeBy(model, written, RUN_CONFIGS);
  const stop = call && model.arguments(call, []).get('stop');
  return stop !== undefined && !isNone(model.value(stop.value));
}

function runSearch(model: Model, { call, certainty }: ResolvedCall): RaySearch | undefined {
  const given = model.arguments(call, ['run_or_experiment', 'name']);
  const trainable = given.get('run_or_experiment');
  if (!trainable) return undefined;
  const stop = given.get('stop');
  const space = given.get('config')?.value;
  return {
    call,
    certainty,
    config: { call, given },
    scheduler: schedulerOf(model, given),
    schedulerFrom: optionOf(model, given),
    samples: samplesOf(model, given),
    grid: gridOf(model, space),
    stops: stop !== undefined && !isNone(model.value(stop.value)),
    trainable: trainableOf(model, trainable.value),
    space,
  };
}

function schedulerOf(model: Model, given: Arguments): RaySearch['scheduler'] {
  const scheduler = given.get('scheduler');
  if (scheduler) return isNone(model.value(scheduler.value)) ? 'none' : 'given';
  return given.complete ? 'none' : 'unknown';
}

function optionOf(model: Model, given: Arguments): string | null {
  const scheduler = given.get('scheduler');
  const value = scheduler && model.value(scheduler.value);
  return value?.certainty === 'default' ? (value.via ?? 'an option') : null;
}

function samplesOf(model: Model, given: Arguments): Count | null {
  const bound = given.get('num_samples');
  if (!bound) return given.complete ? known(1) : null;
  const value = model.value(bound.value);
  const [only, ...rest] = value.alternatives;
  if (only?.type !== 'number' || rest.length > 0) return null;
  return countFrom(value, only.value < 0 ? Number.POSITIVE_INFINITY : only.value);
}

const MAX_DEPTH = 3;

/** The product of all `tune.grid_search([...])` in a search space; null when one cannot be read. */
function gridOf(model: Model, space: Expr | undefined, depth = 0): Count | null {
  if (!space || depth > MAX_DEPTH) return known(1);
  const search = madeBy(model, space, ['ray.tune.grid_search']);
  if (search) return search.args[0] ? lengthOf(model.value(search.args[0].value)) : null;
  const [only, ...rest] = model.value(space).alternatives;
  if (only?.type !== 'dict' || rest.length > 0) return known(1);
  return product(...[...only.entries.values()].map((entry) => gridOf(model, entry, depth + 1)));
}

function madeBy(model: Model, expression: Expr, names: readonly string[]): Call | undefined {
  const [only, ...rest] = model.origins(expression);
  return only?.kind === 'result' && rest.length === 0 && names.includes(only.of) ? only.call : undefined;
}

/** Trainers of Ray Train, which run a function on their workers. */
const TRAINERS = /^ray\.train\.(\w+\.)*(Torch|Tensorflow|Horovod|Jax|Lightning|DataParallel)Trainer$/;

function trainableOf(model: Model, expression: Expr): Runnable | undefined {
  const found = runnableOf(model, expression);
  if (found) return found;
  for (const origin of model.origins(expression)) {
    if (origin.kind !== 'result' || !TRAINERS.test(origin.of)) continue;
    const loop = model.arguments(origin.call, ['train_loop_per_worker']).get('train_loop_per_worker');
    if (loop) return runnableOf(model, loop.value);
  }
  return undefined;
}
