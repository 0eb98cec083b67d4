/** Finds studies whose trials train step by step and are never ended before their last epoch or round. */
import type { Model } from '../../model/model';
import { optimizeArguments, studies, studyArguments, type Study } from '../../model/search/studies';
import { isRepeated } from '../../model/search/trial-loops';
import { trainingsIn, type TrialTraining } from '../../model/search/trial-training';
import { asNumber } from '../../model/values';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext } from '../rule';
import { earlyStoppingInTrialFix } from '../shared/early-stopping-in-trial-fix';
import { searchesWithoutEvaluation, type UnevaluatedSearch } from '../shared/hf-search';
import { atMost, atScale, scaleNote, type Level, lowered } from '../shared/level';
import { notes } from '../shared/notes';
import { pruningCallbackFix } from '../shared/pruning-callback-fix';
import { pruneAfterReportFix, pruningLoopFix, reportCalls } from '../shared/pruning-loop-fix';
import { PRUNING_SAVING } from '../shared/pruning-saving';
import { pruningOf } from '../shared/trial-pruning';
import { scaleOfBoosting } from '../../model/scale/of-fits';
import { scaleOfTrials } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { workloadOf } from '../../model/workloads/workload-of';

/** MedianPruner, Optuna's default, lets so many trials run to their end before it prunes one (optuna 5.0). */
const STARTUP_TRIALS = 5;

export const rule: Rule = {
  meta: {
    id: 'trials-never-pruned',
    summary: 'Every trial of a hyper-parameter search trains to its end, however poor it looks after a few epochs.',
    category: 'search',
    severity: 'warning',
    frameworks: ['optuna'],
    triggers: ['optimize', 'fmin', 'hyperparameter_search'],
    requires: [['optuna', 'hyperopt', 'hyperparameter_search']],
    saving: PRUNING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 3, minimum: 2, description: 'Trials that train for fewer epochs are not reported.' },
      rounds: { default: 100, minimum: 2, description: 'Trials that boost for fewer rounds are not reported.' },
      'many-rounds': { default: 300, minimum: 2, description: 'Trials that boost for fewer rounds are information.' },
      trials: { default: 10, minimum: 1, description: 'Studies of fewer trials are hints.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    const seen = new Set<unknown>();
    for (const study of studies(model)) {
      if (!study.prunable || seen.has(study.objective.node)) continue;
      const found = findingOf(model, study, context);
      if (!found) continue;
      seen.add(study.objective.node);
      yield found;
    }
    for (const search of searchesWithoutEvaluation(model)) yield unevaluated(search);
  },
};

function findingOf(model: Model, study: Study, { options }: RuleContext): Finding | undefined {
  const trials = trialsOf(model, study);
  if (trials !== undefined && trials <= STARTUP_TRIALS) return undefined;
  if (pruningOf(study) !== 'never') return undefined;
  const training = trainingsIn(model, study).find((one) => isLong(one, study, options));
  if (!training) return undefined;
  const doubts = doubtsOf(trials, options['trials'] ?? 10);
  const asFound = levelOf(study, training, options);
  const level = doubts.length > 0 ? atMost(asFound, 'hint') : asFound;
  const scale = scaleOf(model, training, trials ?? options['trials'] ?? 10);
  const reports = reportCalls(model, study);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(study.call),
    message: messageOf(study, training, reports),
    notes: [...notesOf(model, study, training), ...doubts, ...notes(scaleNote(level, scale))],
    related: [{ span: headOf(model, training), message: 'each trial trains here' }],
    facts: {
      trials: trials ?? null,
      epochs: training.kind === 'boosting' ? null : (training.count?.value ?? null),
      rounds: training.kind === 'boosting' ? (training.count?.value ?? null) : null,
    },
    saving: PRUNING_SAVING,
    workload: null,
    fixes: fixesOf(model, study, training, reports),
  };
}

function trialsOf(model: Model, study: Study): number | undefined {
  const given = optimizeArguments(model, study).get(study.framework === 'optuna' ? 'n_trials' : 'max_evals');
  const value = given && model.value(given.value);
  return value?.certainty === 'known' ? asNumber(value) : undefined;
}

/** Unread epochs of a loop or of a fit are more than a few; unread rounds may be. */
function isLong({ kind, count, stops }: TrialTraining, study: Study, options: RuleContext['options']): boolean {
  // Without pruning in the library, early stopping is all that can be asked for; boosting stops each trial as well by itself.
  if (stops && (study.framework === 'hyperopt' || kind === 'boosting')) return false;
  if (kind === 'boosting') return count !== undefined && count.value >= (options['rounds'] ?? 100);
  if (kind === 'fit') return count !== undefined && count.value >= (options['epochs'] ?? 3);
  return count === undefined || count.value >= (options['epochs'] ?? 3);
}

function levelOf(study: Study, training: TrialTraining, options: RuleContext['options']): Level {
  const { count, kind, stops } = training;
  const soft = count?.certainty === 'default' ? 1 : 0;
  const short = kind === 'boosting' && (count?.value ?? 0) < (options['many-rounds'] ?? 300);
  const guessed = count === undefined || kind === 'fit' || (kind === 'loop' && training.loop.evidence === 'named');
  const elsewhere = study.framework === 'optuna' && study.made === null;
  const folds = kind === 'loop' && isRepeated(training.loop.loop);
  const capped = short || guessed || stops || folds || elsewhere || study.framework === 'hyperopt';
  return atMost(lowered('warning', soft), capped ? 'information' : 'warning');
}

/** Each makes the finding a hint. */
function doubtsOf(trials: number | undefined, few: number): string[] {
  return notes(trials !== undefined && trials < few && 'the study has few trials');
}

/** All trials together. */
function scaleOf(model: Model, { kind, count, node }: TrialTraining, trials: number): Scale {
  const workload = workloadOf(model, node);
  if (kind === 'boosting') return scaleOfBoosting(model, { workload, rounds: count?.value ?? 0, repeats: trials });
  return scaleOfTrials(model, workload, count ? count.value * trials : null);
}

/** What the trainer counts. */
function unitOf(training: TrialTraining): string {
  if (training.kind === 'boosting') return 'rounds';
  const target = training.kind === 'loop' ? training.loop.loop.target : undefined;
  const counter = target?.kind === 'name' ? target.id : 'epoch';
  return /epoch/i.test(counter) ? 'epochs' : /episode/i.test(counter) ? 'episodes' : 'iterations';
}

function messageOf(study: Study, training: TrialTraining, reports: readonly Call[]): string {
  const { count } = training;
  const unit = unitOf(training);
  const length = !count ? `all ${unit}` : count.certainty === 'drawn' ? `all ${unit}` : `${count.value} ${unit}`;
  if (study.framework === 'hyperopt') return `Every trial of fmin trains for ${length}, none is stopped early`;
  if (reports.length > 0) return `Trials report while they train for ${length}, but none is pruned`;
  return `Every trial trains for ${length}, none is pruned`;
}

function notesOf(model: Model, study: Study, { count, stops }: TrialTraining): string[] {
  const hasPruner = studyArguments(model, study)?.has('pruner') ?? false;
  return notes(
    study.framework === 'hyperopt' && 'hyperopt has no pruner: Optuna and Ray Tune have',
    count?.certainty === 'default' && `counted with the default of ${count.via ?? 'an option'}`,
    hasPruner && 'the study is given a pruner, which nothing asks',
    stops && 'each trial stops when it no longer improves; a poor one could end sooner',
    study.framework === 'optuna' &&
      study.made === null &&
      'the study is made in another file, which may choose NopPruner',
  );
}

/** The call, or the first line of a loop. */
function headOf(model: Model, { node }: TrialTraining): { start: number; end: number } {
  const end = model.program.text.indexOf('\n', node.start);
  return { start: node.start, end: node.kind === 'for' && end >= 0 ? Math.min(end, node.end) : node.end };
}

function fixesOf(model: Model, study: Study, training: TrialTraining, reports: readonly Call[]): Fix[] {
  if (study.framework === 'hyperopt') return [];
  const fix =
    reports.length > 0
      ? pruneAfterReportFix(model, study)
      : training.kind === 'loop'
        ? pruningLoopFix(model, study, training.loop)
        : pruningCallbackFix(model, study, training);
  const early = training.kind === 'boosting' ? earlyStoppingInTrialFix(model, training.boosting) : undefined;
  return [fix, early].filter((one) => one !== undefined);
}

function unevaluated({ call, strategy, chosen, fixes }: UnevaluatedSearch): Finding {
  return {
    rule: rule.meta.id,
    severity: chosen === null ? 'warning' : 'information',
    span: spanOf(call),
    message: 'No trial can be pruned: nothing is evaluated before the end of training',
    notes: ['hyperparameter_search reports to the pruner when the Trainer evaluates'],
    related: [{ span: spanOf(strategy), message: chosen ?? 'eval_strategy is "no" unless it is set' }],
    facts: { trials: null, epochs: null, rounds: null },
    saving: PRUNING_SAVING,
    workload: null,
    fixes,
  };
}
