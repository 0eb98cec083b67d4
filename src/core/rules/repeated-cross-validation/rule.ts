/** Finds cross-validations that fit the same folds again because only the score is another. */
import type { Model } from '../../model/model';
import { scaleOfFits } from '../../model/scale/of-fits';
import { estimatorsIn } from '../../model/search/estimators';
import {
  type RepeatedSearch,
  repeatedSearches,
  type RescoredFolds,
  rescoredFolds,
} from '../../model/search/rescored-folds';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { crossValidateFix } from '../shared/cross-validate-fix';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { isOneStep } from '../shared/quick-fits';
import { crossesCells, isInTimedCell, isTimedBetween } from '../shared/timed-between';

/** Of the call that repeats the folds of another. */
const SAVING: Saving = {
  scope: 'train',
  low: 1,
  typical: 1,
  high: 1,
  grade: 'D',
  source:
    'the whole of the repeated cross-validation is saved; three scores in one call: 66 % of the CPU-seconds (docs/benchmarks.md)',
};

/** Of a loop over so many scores. */
function savingOfLoop(scores: number): Saving {
  const share = 1 - 1 / scores;
  const source = `one cross-validation instead of ${scores}`;
  return { scope: 'train', low: share, typical: share, high: share, grade: 'D', source };
}

export const rule: Rule = {
  meta: {
    id: 'repeated-cross-validation',
    summary: 'The same folds are fitted again to compute another score.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['sklearn'],
    triggers: ['cross_val_score', 'cross_validate', 'GridSearchCV'],
    requires: [['sklearn']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const folds of rescoredFolds(model)) {
      const [first, second = first] = folds.calls;
      if (first && second && !isTimed(model, first, second)) yield foldsFinding(model, folds, first, second);
    }
    for (const search of repeatedSearches(model)) yield searchFinding(model, search);
  },
};

const isTimed = (model: Model, first: Call, second: Call): boolean =>
  isTimedBetween(model, first, second) || isInTimedCell(model, second);

const USUAL_FOLDS = 5;

function foldsFinding(model: Model, folds: RescoredFolds, first: Call, second: Call): Finding {
  const { calls, loop } = folds;
  const across = calls.some((call) => crossesCells(model, first, call));
  const workload = workloadOf(model, second);
  const given = second.args.find((one) => one.name === 'estimator') ?? second.args.find((one) => one.name === null);
  const estimators = estimatorsIn(model, given?.value);
  const doubts = notes(
    across && 'the calls are in several cells, which may be run in another order',
    estimators.length > 0 &&
      estimators.every(({ name }) => isOneStep(name)) &&
      'each of the folds is fitted in moments',
  );
  const level: Level = doubts.length > 0 ? 'hint' : 'warning';
  const times = loop ? (loop.scores ?? 2) : calls.length;
  const fits = (times - 1) * (folds.folds.count?.value ?? USUAL_FOLDS);
  const scale = scaleOfFits(model, { workload, estimators, fits });
  const fix = across || loop ? undefined : crossValidateFix(model, folds);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(second),
    message: messageOf(model, folds),
    notes: notes(
      !fix && 'cross_validate(scoring=[...]) computes several scores of one fit',
      ...doubts,
      scaleNote(level, scale),
    ),
    related: loop
      ? [{ span: spanOf(loop.node.iter), message: 'The scores, each of which has the folds fitted' }]
      : calls.filter((call) => call !== second).map((call) => ({ span: spanOf(call), message: relation(call, first) })),
    facts: { times, folds: folds.folds.count?.value ?? null, exact: folds.isExact },
    saving: loop && loop.scores !== null ? savingOfLoop(loop.scores) : SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

const relation = (call: Call, first: Call): string => (call === first ? 'They are fitted here' : 'And here once more');

function messageOf(model: Model, { calls, folds, loop }: RescoredFolds): string {
  const same = `The same ${folds.count ? `${folds.count.value} ` : ''}folds are fitted`;
  if (loop) return `${same} once for each of ${loop.scores ?? 'several'} scores`;
  const texts = calls.map((call) => scoringText(model, call));
  if (new Set(texts).size === 1) return `${same} again for the same score`;
  return calls.length === 2 ? `${same} again for another score` : `${same} ${calls.length} times, once for each score`;
}

function scoringText({ program }: Model, { args }: Call): string {
  const value = args.find(({ name }) => name === 'scoring')?.value;
  return value ? program.text.slice(value.start, value.end) : '';
}

function searchFinding(model: Model, { first, second, run, name }: RepeatedSearch): Finding {
  const across = crossesCells(model, first, second);
  const workload = workloadOf(model, run, second);
  const level: Level = across ? 'hint' : 'warning';
  const estimators = estimatorsIn(model, second.args[0]?.value);
  const scale = scaleOfFits(model, { workload, estimators, fits: workload?.fits?.value ?? USUAL_FOLDS });
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(second),
    message: `${name} fits the same grid on the same folds again`,
    notes: notes(
      'one search takes several scores: scoring=[...] and refit="the one that decides"',
      across && 'the searches are in two cells, which may be run in another order',
      scaleNote(level, scale),
    ),
    related: [{ span: spanOf(first), message: 'The search that fits them first' }],
    facts: { times: 2, folds: null, exact: false },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: [],
  };
}
