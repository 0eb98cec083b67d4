/** Finds gradient boosting that runs all its rounds because nothing stops it. */
import { type BoostingRun, boostingRuns } from '../../model/boosting/runs';
import { isFinalRefit } from '../../model/boosting/final-refit';
import { learnsNoise } from '../../model/boosting/noise';
import { wrapperFitsOf } from '../../model/boosting/wrappers';
import type { Model } from '../../model/model';
import type { Count } from '../../model/search/count';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext, Saving } from '../rule';
import { boostingStoppingFixes, PATIENCE } from '../shared/boosting-stopping-fix';
import { atMost, atScale, lowered, scaleNote, type Level } from '../shared/level';
import { notes } from '../shared/notes';
import { inTrialObjective } from '../shared/trial-objective';
import { scaleOfBoosting } from '../../model/scale/of-fits';
import { trainingsOf, workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'train',
  low: 0.35,
  typical: 0.66,
  high: 0.9,
  grade: 'C',
  source:
    'XGBoost with early_stopping_rounds=50, 18 tables, 300 to 3,000 rounds, learning rates of 0.01 to 0.3: the middle half (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'boosting-without-early-stopping',
    summary: 'Gradient boosting adds all its trees, also those after the model has stopped improving.',
    category: 'stopping',
    severity: 'warning',
    frameworks: ['xgboost', 'lightgbm', 'catboost'],
    triggers: ['xgboost', 'lightgbm', 'catboost'],
    requires: [['XGB', 'LGBM', 'CatBoost', 'train', 'cv']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      rounds: { default: 300, minimum: 10, description: 'Runs of at least so many boosting rounds are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const run of boostingRuns(model)) {
      const found = findingOf(model, run, context);
      if (found) yield found;
    }
  },
};

function findingOf(model: Model, run: BoostingRun, { options }: RuleContext): Finding | undefined {
  const { rounds } = run;
  if (!rounds || rounds.value < (options['rounds'] ?? 300) || !canStop(run)) return undefined;
  const watched = isWatched(run);
  const wrappers = run.fits.length === 0 ? wrapperFitsOf(model, run.call) : [];
  if (run.fits.length === 0 && wrappers.length === 0) return undefined;
  if ((run.stopping === 'unknown' && !watched) || isFinalRefit(model, run)) return undefined;
  if (learnsNoise(model, run)) return undefined;
  if (inTrialObjective(model, run.call) || run.fits.some(({ call }) => inTrialObjective(model, call))) return undefined;
  const workload = workloadOf(model, ...run.fits.map(({ call }) => call), ...wrappers, run.call);
  const doubts = notes(
    run.stopping === 'unknown' && 'some parameters could not be read and may stop it',
    !watched && isChosenElsewhere(model, run) && 'another run here stops early and may have chosen the rounds',
  );
  const level = doubts.length > 0 ? 'hint' : levelOf(run, rounds);
  const repeats = (run.form === 'cv' ? USUAL_FOLDS : 1) * trainingsOf(workload);
  const scale = scaleOfBoosting(model, { workload, rounds: rounds.value, repeats });
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(run.call),
    message: messageOf(run, rounds),
    notes: [...notesOf(run, rounds), ...doubts, ...notes(scaleNote(level, scale))],
    related:
      run.form === 'estimator'
        ? run.fits.slice(0, 1).map(({ call }) => ({ span: spanOf(call), message: 'It is fitted here' }))
        : [],
    facts: { rounds: rounds.value, patience: PATIENCE, evaluation: watched, library: run.library },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: run.stopping === 'unknown' ? [] : boostingStoppingFixes(model, run),
  };
}

const USUAL_FOLDS = 5;

/** Dropping trees (`dart`) and forests take no early stopping. */
function canStop({ booster, stopping }: BoostingRun): boolean {
  return stopping !== 'set' && booster !== 'dart' && booster !== 'rf' && booster !== 'random_forest';
}

function isWatched({ fits }: BoostingRun): boolean {
  return fits.some(({ evaluation }) => evaluation === 'held out' || evaluation === 'last is training');
}

function levelOf(run: BoostingRun, rounds: Count): Level {
  const level = isWatched(run) ? 'warning' : 'information';
  const asFound = isTuned(rounds.value) || keepsPath(run) ? atMost(level, 'information') : level;
  return lowered(asFound, (rounds.certainty === 'default' ? 1 : 0) + (run.certainty === 'may' ? 1 : 0));
}

/** Virtual ensembles are cut from the whole sequence of trees. */
function keepsPath({ given }: BoostingRun): boolean {
  return given.has('posterior_sampling');
}

/** 427 or 1,353 rounds were found by an earlier run; 1,024 and 999 are round to somebody. */
function isTuned(rounds: number): boolean {
  return rounds % 10 !== 0 && !Number.isInteger(Math.log2(rounds)) && !/^9+$/.test(String(rounds));
}

/** A refit on all rows uses the rounds that a run with early stopping before it found. */
function isChosenElsewhere(model: Model, { library, call }: BoostingRun): boolean {
  return boostingRuns(model).some(
    (other) => other.library === library && other.stopping === 'set' && other.call.start < call.start,
  );
}

function messageOf(run: BoostingRun, { value }: Count): string {
  const all = `All ${value} boosting rounds ${run.form === 'cv' ? 'of every fold ' : ''}run`;
  if (run.isDefault) return `All ${value} boosting rounds, the default, run without early stopping`;
  return isWatched(run) ? `${all}, whatever the evaluation set shows` : `${all}, and nothing could end them early`;
}

function notesOf(run: BoostingRun, rounds: Count): string[] {
  return notes(
    rounds.certainty === 'default' && `the number of rounds is the default of ${rounds.via ?? 'an option'}`,
    !isWatched(run) && 'an evaluation set (eval_set, evals, valid_sets) gives early stopping something to watch',
    isTuned(rounds.value) && 'the number of rounds looks chosen by an earlier run',
    keepsPath(run) && 'virtual ensembles are cut from the trees: fewer of them say less about uncertainty',
    run.fits.some(({ evaluation }) => evaluation === 'last is training') &&
      'XGBoost watches the last evaluation set, which is the training data: put the validation data last',
  );
}
