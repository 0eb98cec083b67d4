/** Finds perceptrons and gradient boosting of scikit-learn that run all their rounds. */
import { wrapperFitsOf } from '../../model/boosting/wrappers';
import { exactBoosting } from '../../model/boosting/exact';
import type { Model } from '../../model/model';
import type { Count } from '../../model/search/count';
import { methodCallsOn } from '../../model/traverse';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { addKeywords, keywordEdits } from '../shared/keyword-fix';
import { atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { isOldLibrary } from '../shared/search-fixes';
import { type IterativeEstimator, type Kind, unstoppedEstimators } from '../shared/sklearn-iterative';
import { isToyProgram } from '../../model/scale/toy-program';
import { estimatorsIn } from '../../model/search/estimators';
import { scaleOfFits } from '../../model/scale/of-fits';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'train',
  low: 0.39,
  typical: 0.46,
  high: 0.85,
  grade: 'C',
  source: 'GradientBoosting with n_iter_no_change 20 and 10, MLP with early_stopping: CPU-seconds (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'sklearn-iterative-without-early-stopping',
    summary: 'A perceptron or gradient boosting of scikit-learn runs on after its validation score stops improving.',
    category: 'stopping',
    severity: 'information',
    frameworks: ['sklearn'],
    triggers: ['MLPClassifier', 'MLPRegressor', 'GradientBoostingClassifier', 'GradientBoostingRegressor'],
    requires: [['max_iter', 'n_estimators', 'early_stopping', 'GradientBoosting']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 200, minimum: 10, description: 'Perceptrons with a max_iter of at least this are reported.' },
      trees: { default: 300, minimum: 10, description: 'Boosting with at least so many trees is reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const estimator of unstoppedEstimators(model)) {
      const found = findingOf(model, estimator, context);
      if (found) yield found;
    }
  },
};

/** Iterations below which switching early stopping off says nothing. */
const HISTOGRAM_FLOOR = 100;

function thresholdOf(kind: Kind, { options }: RuleContext): number {
  if (kind === 'histogram trees') return HISTOGRAM_FLOOR;
  return kind === 'trees' ? (options['trees'] ?? 300) : (options['epochs'] ?? 200);
}

function findingOf(model: Model, estimator: IterativeEstimator, context: RuleContext): Finding | undefined {
  const { call, rounds, kind, certainty } = estimator;
  if (!rounds || rounds.value < thresholdOf(kind, context) || isToyProgram(model)) return undefined;
  const fits = [...methodCallsOn(model, call, 'fit'), ...wrapperFitsOf(model, call)];
  const workload = workloadOf(model, ...fits, call);
  const plotted = drawsScores(model, estimator);
  const doubts = notes(
    plotted && 'the score of every round is drawn, which needs them all',
    rounds.certainty === 'default' && `the number of rounds is the default of ${rounds.via ?? 'an option'}`,
    certainty === 'may' && 'the name comes from a star import',
  );
  const level = doubts.length > 0 || hasHistograms(model, estimator) ? 'hint' : 'information';
  // The laws hold for the defaults, which are 100 trees and 200 passes.
  const scale = scaleOfFits(model, { workload, estimators: estimatorsIn(model, call), fits: rounds.value / 100 });
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: messageOf(kind, rounds),
    notes: [...adviceFor(kind), ...doubts, ...notes(scaleNote(level, scale))],
    related: [],
    facts: { rounds: rounds.value, patience: PATIENCE, estimator: kind },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: plotted || isOldLibrary(model) ? [] : fixesOf(model, estimator),
  };
}

/** `exact-gradient-boosting` speaks of the same trees, and of the larger part of what they cost. */
const hasHistograms = (model: Model, { call, kind }: IterativeEstimator): boolean =>
  kind === 'trees' && exactBoosting(model).some((one) => one.call === call);

function messageOf(kind: Kind, { value }: Count): string {
  if (kind === 'perceptron') return `Up to ${value} epochs, ended only by the training loss`;
  if (kind === 'trees') return `All ${value} trees are fitted, whatever a validation score would show`;
  return `early_stopping=False fits all ${value} iterations`;
}

function adviceFor(kind: Kind): string[] {
  return notes(
    kind === 'trees' &&
      'HistGradientBoosting fits such trees about ten times faster and stops by itself above 10,000 rows',
  );
}

function drawsScores(model: Model, { call }: IterativeEstimator): boolean {
  return model
    .usesOf(call)
    .some(
      ({ parent }) =>
        parent?.kind === 'attribute' && /^(train_score_|loss_curve_|validation_score_)$/.test(parent.attr),
    );
}

/** A patience of 5 lost 3.3 points in a measurement, 20 none. */
const PATIENCE = 20;
const LEAST_PATIENCE = 10;

function fixesOf(model: Model, { call, given, kind }: IterativeEstimator): Fix[] {
  const patience = given.get('n_iter_no_change');
  const waits = patience ? Number(model.program.text.slice(patience.value.start, patience.value.end)) : 0;
  const wanted: [string, string][] = [
    ...(kind === 'trees' ? [] : ([['early_stopping', 'True']] as [string, string][])),
    ...(waits >= LEAST_PATIENCE ? [] : ([['n_iter_no_change', String(PATIENCE)]] as [string, string][])),
    ...(given.has('validation_fraction') ? [] : ([['validation_fraction', '0.1']] as [string, string][])),
    ...(given.has('random_state') ? [] : ([['random_state', '0']] as [string, string][])),
  ];
  const replaced = wanted.filter(([name]) => given.has(name));
  const added = wanted.filter(([name]) => !given.has(name));
  const edits = [
    ...replaced.map(([name, value]) => keywordEdits(model, call, given, name, value)),
    added.length > 0
      ? addKeywords(
          model,
          call,
          added.map((one) => one.join('=')),
        )
      : [],
  ];
  if (edits.some((edit) => edit === undefined)) return [];
  return [
    {
      title: 'Use early stopping on a validation score',
      safety: 'review',
      reason:
        'A tenth of the rows is held back to decide when to stop, and fewer rounds are fitted; on 1,300 rows that cost up to 1.6 points at this patience.',
      edits: edits.flatMap((edit) => edit ?? []),
      imports: [],
    },
  ];
}
