/** Searches that run an objective once for each trial: Optuna studies and `hyperopt.fmin`. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { perModel } from '../per-model';
import { isNone } from '../values';
import { reachFrom, wordsIn, type Reach } from './reach';
import { returnedBy } from '../returns';
import { runnableOf, type Runnable } from './runnable';

export interface Study {
  readonly framework: 'optuna' | 'hyperopt';
  /** `study.optimize(objective, ...)` or `fmin(objective, ...)`. */
  readonly call: Call;
  /** `create_study(...)` or `load_study(...)`, where it is in this program. */
  readonly made: Call | null;
  readonly objective: Runnable;
  readonly reach: Reach;
  /** False when the library cannot prune it (several objectives) or is told not to (`NopPruner`). */
  readonly prunable: boolean;
  /** What `fmin` passes to the objective; null where it is a trial, or cannot be read. */
  readonly space: readonly string[] | null;
}

const MAKERS = ['create_study', 'load_study'].flatMap((name) => [`optuna.${name}`, `optuna.study.${name}`]);
const CREATE = ['storage', 'sampler', 'pruner', 'study_name', 'direction', 'load_if_exists', 'directions'];
const OPTIMIZE = ['func', 'n_trials', 'timeout', 'n_jobs'];
const FMIN = ['hyperopt.fmin', 'hyperopt.fmin.fmin', 'hyperopt.base.fmin'];
const FMIN_PARAMETERS = ['fn', 'space', 'algo', 'max_evals'];

/** In source order. */
export const studies = perModel((model): readonly Study[] =>
  [...optunaStudies(model), ...hyperoptSearches(model)].sort((a, b) => a.call.start - b.call.start),
);

export function optimizeArguments(model: Model, study: Study): ReturnType<Model['arguments']> {
  return model.arguments(study.call, study.framework === 'optuna' ? OPTIMIZE : FMIN_PARAMETERS);
}

export function studyArguments(model: Model, study: Study): ReturnType<Model['arguments']> | undefined {
  return study.made && study.framework === 'optuna' ? model.arguments(study.made, CREATE) : undefined;
}

function optunaStudies(model: Model): readonly Study[] {
  if (!model.program.mentions('optuna')) return [];
  return model.program.calls('optimize').flatMap((call): readonly Study[] => {
    const first = call.args.find((one) => one.name === 'func') ?? call.args[0];
    if (call.func.kind !== 'attribute' || !first || first.star !== '' || model.isIgnored(call)) return [];
    const made = makerOf(model, call.func.value);
    if (made === 'other') return [];
    const objective = runnableOf(model, first.value);
    if (!objective || objective.node.kind === 'class') return [];
    const reach = reachFrom(model, objective);
    // A study that comes from elsewhere is one when its objective asks the trial for parameters.
    if (made === null && !asksForParameters(reach)) return [];
    const prunable = canPrune(model, made) && !returnsSeveral(objective);
    return [{ framework: 'optuna', call, made, objective, reach, prunable, space: null }];
  });
}

/** The call that made a study; null when it comes from elsewhere, `other` when it is another object. */
function makerOf(model: Model, receiver: Expr): Call | null | 'other' {
  const origins = model.origins(receiver);
  for (const origin of origins) if (origin.kind === 'result' && MAKERS.includes(origin.of)) return origin.call;
  const foreign = (origin: Origin): boolean => origin.kind === 'result' || origin.kind === 'instance';
  return origins.some(foreign) ? 'other' : null;
}

function asksForParameters(reach: Reach): boolean {
  for (const word of wordsIn(reach)) if (/^suggest_/.test(word)) return true;
  return false;
}

function canPrune(model: Model, made: Call | null): boolean {
  if (!made) return true;
  const given = model.arguments(made, CREATE);
  const directions = given.get('directions');
  if (directions && !isNone(model.value(directions.value)) && !isSingle(model, directions.value)) return false;
  const pruner = given.get('pruner');
  return !pruner || !model.origins(pruner.value).some((one) => one.kind === 'result' && one.of.endsWith('NopPruner'));
}

function isSingle(model: Model, directions: Expr): boolean {
  return model.value(directions).alternatives.every((one) => one.type === 'sequence' && one.length === 1);
}

/** An objective that returns a tuple has several values, which no pruner can compare. */
function returnsSeveral({ node }: Runnable): boolean {
  if (node.kind === 'lambda') return node.body.kind === 'tuple';
  if (node.kind !== 'function') return false;
  return returnedBy(node).some((value) => value.kind === 'tuple' && value.items.length > 1);
}

function hyperoptSearches(model: Model): readonly Study[] {
  return model.callsOf(...FMIN).flatMap(({ call }): readonly Study[] => {
    const given = model.arguments(call, FMIN_PARAMETERS);
    const fn = given.get('fn');
    const objective = fn && !model.isIgnored(call) ? runnableOf(model, fn.value) : undefined;
    if (!objective || objective.node.kind === 'class') return [];
    const reach = reachFrom(model, objective);
    const space = keysOf(model, given.get('space')?.value);
    return [{ framework: 'hyperopt', call, made: null, objective, reach, prunable: true, space }];
  });
}

/** The keys of a dictionary that is written out. */
function keysOf(model: Model, space: Expr | undefined): readonly string[] | null {
  const [only, ...rest] = space ? model.value(space).alternatives : [];
  return only?.type === 'dict' && only.complete && rest.length === 0 ? [...only.entries.keys()] : null;
}
