/** Finds gradient boosting that searches all values of all columns for its splits. */
import { exactBoosting, type SklearnBoosting, type XgboostBoosting } from '../../model/boosting/exact';
import type { Model } from '../../model/model';
import { scaleOfBoosting, scaleOfFewFits, tableOf } from '../../model/scale/of-fits';
import type { Scale } from '../../model/scale/scale';
import { isToyProgram } from '../../model/scale/toy-program';
import type { Workload } from '../../model/workload';
import { hasFewRows, workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { blocksHistograms, histFix, histogramFix } from '../shared/histogram-fix';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { isInTimedCell } from '../shared/timed-between';

const SAVING: Saving = {
  scope: 'train',
  low: 0.9,
  typical: 0.96,
  high: 0.98,
  grade: 'C',
  source:
    'GradientBoosting against HistGradientBoosting: 96 to 98 % of the CPU-seconds (docs/benchmarks.md), 90 % with scikit-learn 1.2.1',
};
const SAVING_OF_XGBOOST: Saving = {
  scope: 'train',
  low: 0.74,
  typical: 0.85,
  high: 0.91,
  grade: 'C',
  source:
    'XGBoost 3.2.0 with "hist": 78 to 90 % of the CPU-seconds of "exact", 74 to 83 % of "approx" (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'exact-gradient-boosting',
    summary: 'Gradient boosting searches every value of every column for its splits, where histograms would do.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['sklearn', 'xgboost'],
    triggers: ['GradientBoostingClassifier', 'GradientBoostingRegressor', 'tree_method'],
    requires: [['sklearn', 'xgboost']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      trees: { default: 100, minimum: 10, description: 'Boosting with at least so many trees is reported.' },
      rows: { default: 5000, minimum: 100, description: 'Tables with more rows than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest || isToyProgram(model)) return;
    for (const one of exactBoosting(model)) {
      const found = isInTimedCell(model, one.call) ? undefined : findingOf(model, one, context);
      if (found) yield found;
    }
  },
};

type Exact = SklearnBoosting | XgboostBoosting;

function findingOf(model: Model, one: Exact, { options }: RuleContext): Finding | undefined {
  const { call, trees, fits } = one;
  const workload = workloadOf(model, ...fits, call);
  const { rows } = tableOf(workload);
  if (trees && trees.value < (options['trees'] ?? 100)) return undefined;
  if ((rows !== null && rows <= (options['rows'] ?? 5000)) || hasFewRows(workload?.samples)) return undefined;
  const blocked = one.library === 'sklearn' ? blocksHistograms(model, one) : undefined;
  const doubts = notes(
    trees?.certainty === 'default' && `the number of trees is the default of ${trees.via ?? 'an option'}`,
    one.certainty === 'may' && 'the name comes from a star import',
    comparesBoth(model, one) && 'histograms are used in this file as well, perhaps to compare the two',
  );
  const level: Level =
    doubts.length > 0 ? 'hint' : lowered(rows === null ? 'information' : 'warning', blocked?.lacks ? 1 : 0);
  const scale = scaleOf(model, one, workload);
  const fix = blocked === undefined ? fixOf(model, one) : undefined;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: one.library === 'xgboost' ? spanOf(one.written) : spanOf(call),
    message: messageOf(one),
    notes: notes(blocked && `no fix: ${blocked.why}`, ...doubts, scaleNote(level, scale)),
    related: fits
      .slice(0, 1)
      .flatMap((fit) => (fit === call ? [] : [{ span: spanOf(fit), message: 'It is fitted here' }])),
    facts: { trees: trees?.value ?? null, rows, library: one.library },
    saving: one.library === 'xgboost' ? SAVING_OF_XGBOOST : SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

function scaleOf(model: Model, one: Exact, workload: Workload | undefined): Scale {
  const trees = one.trees?.value ?? DEFAULT_TREES;
  const fits = workload?.fits?.value ?? 1;
  if (one.library === 'xgboost')
    return scaleOfBoosting(model, { workload, rounds: SLOWER * trees, repeats: one.repeats * fits });
  const maker = { name: `sklearn.ensemble.${one.name}`, call: one.call };
  // The law holds for the default number of trees.
  const work = { workload, estimators: [maker], fits: (fits * trees) / DEFAULT_TREES };
  return scaleOfFewFits(model, work, one.fits[0] ?? one.call);
}

const DEFAULT_TREES = 100;
/** The time of a round was measured with histograms. */
const SLOWER = 6;

function messageOf(one: Exact): string {
  if (one.library === 'xgboost') {
    return one.method === 'exact'
      ? 'The exact tree_method tries every value of every column at every split'
      : 'The approx tree_method bins every column anew for every tree';
  }
  if (!one.trees) return 'Trees are grown on exact splits instead of histograms';
  if (one.isVaried) return `Up to ${one.trees.value} trees are grown on exact splits instead of histograms`;
  const isDefault = !one.given.has('n_estimators');
  return `${one.trees.value} trees${isDefault ? ', the default,' : ''} are grown on exact splits instead of histograms`;
}

/** Somebody who uses both knows of the other. */
function comparesBoth({ program }: Model, { library }: Exact): boolean {
  return library === 'sklearn' && [...program.calledNames()].some((name) => /^HistGradientBoosting/.test(name));
}

function fixOf(model: Model, one: Exact): Fix | undefined {
  return one.library === 'xgboost' ? histFix(model, one) : histogramFix(model, one);
}
