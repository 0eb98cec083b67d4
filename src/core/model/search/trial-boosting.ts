/** Gradient boosting inside a trial: the runs of the program that a trial reaches, with rounds that the search may draw. */
import type { Call, Expr } from '../../syntax/ast';
import { type BoostingRun, boostingRuns } from '../boosting/runs';
import type { Model } from '../model';
import { isReached, type Reach } from './reach';
import { trialCount, type TrialCount } from './trial-count';

export interface TrialBoosting {
  readonly run: BoostingRun;
  /** What trains: the training function itself, or the estimator's `fit`. */
  readonly fit: Call;
  /** Undefined when they cannot be read. */
  readonly rounds: TrialCount | undefined;
  readonly stops: boolean;
}

/** The code of the trials, and the names that the search fills the parameter of the objective with, where they are known. */
export interface Trials {
  readonly reach: Reach;
  readonly space: readonly string[] | null;
}

/** Boosting that runs in the code of a trial. */
export function boostingIn(model: Model, trials: Trials): readonly TrialBoosting[] {
  return boostingRuns(model).flatMap((run): readonly TrialBoosting[] => {
    const fit = run.fits.find(({ call }) => isReached(trials.reach, call))?.call;
    if (!fit) return [];
    // Callbacks of a trial may prune it, whatever they are.
    const watched = [run.given, ...run.fits.map(({ given }) => given)].some((given) => given.has('callbacks'));
    const stops = run.stopping === 'set' || watched;
    return [{ run, fit, rounds: roundsOf(model, run, trials), stops }];
  });
}

function roundsOf(model: Model, run: BoostingRun, { space }: Trials): TrialCount | undefined {
  if (run.roundsGiven) return trialCount(model, run.roundsGiven);
  if (run.isDefault) return run.rounds ?? undefined;
  const isSearched = space !== null && !space.some((name) => run.facts.rounds.includes(name));
  return isSearched && parameterSources(run).some((one) => isParameter(model, one))
    ? { value: run.standardRounds, certainty: 'known', via: null }
    : undefined;
}

/** What the parameters come from beside the arguments that are written out: `**params`, `params=params`. */
function parameterSources({ call, given }: BoostingRun): readonly Expr[] {
  const spread = call.args.filter(({ star }) => star === '**').map(({ value }) => value);
  const params = given.get('params')?.value;
  return params ? [...spread, params] : spread;
}

/** `**params` where the search itself fills `params`. */
function isParameter(model: Model, expression: Expr): boolean {
  const origins = model.origins(expression);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'parameter');
}
