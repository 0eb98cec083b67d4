/** Finds fits that repeat one that was done before, on the same data with the same parameters. */
import { removeStatement } from '../../fixes/remove-statement';
import { spanOf } from '../../text/span';
import type { Call } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { type Refit, refits } from '../../model/search/refits';
import { type RepeatedFolds, repeatedFolds } from '../../model/search/repeated-folds';
import type { Estimator } from '../../model/search/estimators';
import { makerOf } from '../../model/search/fit-calls';
import { leftAlone, rootOf } from '../../model/search/same-object';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { importOf } from '../shared/import-of';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { isOneStep } from '../shared/quick-fits';
import { crossesCells, isTimedBetween } from '../shared/timed-between';
import { scaleOfFits } from '../../model/scale/of-fits';
import { TINY_ROWS, workloadOf } from '../../model/workloads/workload-of';

/** A line that fits something. */
const FITS = /\.\s*fit(_transform|_predict)?\s*\(|cross_val_predict/;

/** One fit of two, or all folds of one of two cross-validations. */
const SAVING: Saving = {
  scope: 'train',
  low: 1,
  typical: 1,
  high: 1,
  grade: 'D',
  source: 'the whole of the repeated fit is saved',
};

export const rule: Rule = {
  meta: {
    id: 'redundant-refit',
    summary: 'An estimator is fitted again on the same data with the same parameters.',
    category: 'hygiene',
    severity: 'warning',
    frameworks: ['sklearn', 'xgboost', 'lightgbm', 'catboost'],
    triggers: ['fit', 'fit_transform', 'fit_predict', 'cross_val_predict'],
    requires: [[importOf('sklearn', 'xgboost', 'lightgbm', 'catboost', 'imblearn', 'umap')], [FITS]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const refit of refits(model)) {
      if (!isTimedBetween(model, refit.first, refit.second.call)) yield refitFinding(model, refit);
    }
    for (const again of repeatedFolds(model)) {
      if (!isTimedBetween(model, again.first, again.second)) yield foldsFinding(model, again);
    }
  },
};

const MESSAGES: Readonly<Record<Refit['why'], string>> = {
  'same object': 'Fitted again on the same data with the same parameters',
  'best estimator': 'The search has already refitted best_estimator_ on this data',
  'best parameters': 'The search has already refitted these parameters on this data',
  'same settings': 'The same estimator with the same settings was fitted on this data before',
};

function refitFinding(model: Model, refit: Refit): Finding {
  const { first, second, why } = refit;
  const across = crossesCells(model, first, second.call);
  const workload = workloadOf(model, second.call);
  const cheap = CHEAP.test(second.maker.name) || isOneStep(second.maker.name);
  const doubts = notes(
    across && 'the fits are in two cells, which may be run in another order',
    cheap && 'fitting it takes moments',
    isListed(model, second.call) && 'the data set is small, so the fit is short',
  );
  const level = doubts.length > 0 ? 'hint' : 'warning';
  const scale = scaleOfFits(model, { workload, estimators: [second.maker], fits: 1 });
  const fix = across ? undefined : fixOf(model, refit);
  return {
    ...base(first, second.call, atScale(level, scale), workload?.id ?? null),
    message: MESSAGES[why],
    notes: notes(...doubts, scaleNote(level, scale)),
    facts: { method: second.method, reason: why, fits: 1 },
    fixes: fix ? [fix] : [],
  };
}

function foldsFinding(model: Model, again: RepeatedFolds): Finding {
  const { first, second, firstName, secondName, folds } = again;
  const across = crossesCells(model, first, second);
  const workload = workloadOf(model, second);
  const estimator = estimatorOf(model, second);
  const doubts = notes(
    across && 'the calls are in two cells, which may be run in another order',
    isOneStep(estimator?.name ?? '') && 'each of the folds is fitted in moments',
  );
  const level = doubts.length > 0 ? 'hint' : 'warning';
  const scale = scaleOfFits(model, {
    workload,
    estimators: estimator ? [estimator] : [],
    fits: folds ?? USUAL_FOLDS,
  });
  return {
    ...base(first, second, atScale(level, scale), workload?.id ?? null),
    message: `${secondName} fits the same folds again that ${firstName} has fitted`,
    notes: notes(
      'the predictions of all folds can be scored, so that one call gives both',
      ...doubts,
      scaleNote(level, scale),
    ),
    facts: { method: secondName, reason: 'same folds', fits: folds },
    fixes: [],
  };
}

const USUAL_FOLDS = 5;

/** What a cross-validation fits. */
function estimatorOf(model: Model, call: Call): Estimator | undefined {
  const given = call.args.find((one) => one.name === 'estimator') ?? call.args.find((one) => one.name === null);
  return given && makerOf(model, given.value);
}

function base(
  first: Call,
  second: Call,
  severity: Level,
  workload: number | null,
): Omit<Finding, 'message' | 'notes' | 'facts' | 'fixes'> {
  return {
    rule: rule.meta.id,
    severity,
    span: spanOf(second),
    related: [{ span: spanOf(first), message: 'fitted here before' }],
    saving: SAVING,
    workload,
  };
}

/** One pass over the columns. */
const CHEAP =
  /^sklearn\.(preprocessing\.(?!Polynomial|Spline|Quantile|Power)\w+|impute\.SimpleImputer|feature_selection\.VarianceThreshold|compose\.\w+)$/;

/** The data is written out in the program. */
function isListed(model: Model, { args }: Call): boolean {
  const data = args[0]?.value;
  const inner = data?.kind === 'call' ? data.args[0]?.value : data;
  return [data, inner].some((one) => {
    const only = one && model.value(one).alternatives[0];
    return only?.type === 'sequence' && only.length !== null && only.length < TINY_ROWS;
  });
}

/** Takes out one of the two fits; undefined where the text around it, or the other fit, needs it. */
function fixOf(model: Model, refit: Refit): Fix | undefined {
  const { second, why, firstMethod } = refit;
  if (why !== 'same object' && why !== 'best estimator') return undefined;
  if (second.method !== 'fit') return firstMethod === 'fit' ? withoutFirst(model, refit) : undefined;
  const statement = statementOf(second.call);
  const edits =
    statement?.kind === 'exprstmt' && statement.value === second.call
      ? removeStatement(model.program, statement)
      : [{ span: { start: second.receiver.end, end: second.call.end }, newText: '' }];
  return edits && review('Remove the second fit', edits);
}

/** `fit` before `fit_transform` or `fit_predict`, with nothing in between that reads what was fitted. */
function withoutFirst(model: Model, { first, second }: Refit): Fix | undefined {
  const statement = statementOf(first);
  const root = rootOf(second.receiver);
  if (statement?.kind !== 'exprstmt' || statement.value !== first || !root) return undefined;
  const isRead = model.program.names(root.id).some((one) => one.start > first.end && one.end < second.call.start);
  if (isRead || !leftAlone(model, second.receiver, first, second.call)) return undefined;
  const edits = removeStatement(model.program, statement);
  return edits && review('Remove the first fit', edits);
}

function review(title: string, edits: Fix['edits']): Fix {
  return {
    title,
    safety: 'review',
    reason: 'Without a seed the fit that is left draws other random numbers than the one that is removed.',
    edits,
    imports: [],
  };
}
