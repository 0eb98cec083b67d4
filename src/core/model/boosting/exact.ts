/** Gradient boosting that looks for its splits among all values of a column, where histograms would do. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { type Count, countFrom, known } from '../search/count';
import {
  type EstimatorUses,
  estimatorUses,
  fitsOf,
  mayAsk,
  mostVaried,
  variedParameters,
} from '../search/estimator-uses';
import { asBoolean, asNumber, asString, isNone, leastNumber } from '../values';
import { boostingRuns } from './runs';
import { wrapperFitsOf } from './wrappers';

interface Boosting {
  readonly call: Call;
  readonly given: Arguments;
  readonly certainty: 'is' | 'may';
  /** Null when a search decides it, or it cannot be read. */
  readonly trees: Count | null;
  /** The calls that train it, as far as they are known. */
  readonly fits: readonly Call[];
}

/** `GradientBoostingClassifier` and `GradientBoostingRegressor` of scikit-learn, which know no other way. */
export interface SklearnBoosting extends Boosting {
  readonly library: 'sklearn';
  readonly name: 'GradientBoostingClassifier' | 'GradientBoostingRegressor';
  readonly uses: EstimatorUses;
  /** A search tries several numbers of trees, of which `trees` is the largest. */
  readonly isVaried: boolean;
}

/** XGBoost that is told to. */
export interface XgboostBoosting extends Boosting {
  readonly library: 'xgboost';
  readonly method: 'exact' | 'approx';
  /** The value of `tree_method`. */
  readonly written: Expr;
  readonly repeats: number;
}

const CLASSES = ['GradientBoostingClassifier', 'GradientBoostingRegressor'].map((name) => `sklearn.ensemble.${name}`);
const PARAMETERS: readonly string[] = ['loss', 'learning_rate', 'n_estimators'];
/** scikit-learn 1.9, sklearn/ensemble/_gb.py. */
const DEFAULT_TREES = 100;

export const exactBoosting = perModel((model): readonly (SklearnBoosting | XgboostBoosting)[] => [
  ...sklearnBoosting(model),
  ...xgboostBoosting(model),
]);

function sklearnBoosting(model: Model): readonly SklearnBoosting[] {
  return model.callsOf(...CLASSES).flatMap(({ call, name, certainty, through }): readonly SklearnBoosting[] => {
    const given = model.arguments(call, PARAMETERS);
    if (through || model.isIgnored(call) || !given.complete || needsExactTrees(model, given)) return [];
    const uses = estimatorUses(model, call);
    if (mayAsk(model, uses, OF_EXACT_TREES) || readsSparse(model)) return [];
    const isVaried = variedParameters(model, uses).names.has('n_estimators');
    const trees = isVaried ? mostTried(model, uses) : treesOf(model, given);
    const one = lastPart(name) as SklearnBoosting['name'];
    return [
      { library: 'sklearn', name: one, call, given, certainty, trees, fits: fitsOf(model, uses), uses, isVaried },
    ];
  });
}

function mostTried(model: Model, uses: EstimatorUses): Count | null {
  const most = mostVaried(model, uses, 'n_estimators');
  return most === null ? null : known(most);
}

function treesOf(model: Model, given: Arguments): Count | null {
  const bound = given.get('n_estimators');
  if (!bound) return known(DEFAULT_TREES);
  const value = model.value(bound.value);
  return countFrom(value, leastNumber(value) ?? null);
}

/** What only trees grown one after another from sorted columns have. */
const OF_EXACT_TREES = ['estimators_', 'apply', 'oob_improvement_', 'oob_scores_', 'oob_score_'];

/** A first estimator, a loss that histograms do not have, trees that are added later. */
function needsExactTrees(model: Model, given: Arguments): boolean {
  const [first, loss, warm] = [given.get('init'), given.get('loss'), given.get('warm_start')];
  if (first && !isNone(model.value(first.value))) return true;
  if (loss && asString(model.value(loss.value)) === 'exponential') return true;
  return warm !== undefined && asBoolean(model.value(warm.value)) !== false;
}

/** Histograms are not made of sparse tables; which of several tables is fitted is not looked into. */
function readsSparse(model: Model): boolean {
  const { program } = model;
  const imports = program.imports.some((one) =>
    one.kind === 'importfrom'
      ? one.module.startsWith('scipy.sparse') ||
        (one.module === 'scipy' && one.names.some(({ name }) => name === 'sparse'))
      : one.names.some(({ name }) => name.startsWith('scipy.sparse')),
  );
  if (imports) return true;
  if (program.attributes('toarray').length > 0 || program.attributes('todense').length > 0) return false;
  return [...program.calledNames()].some((name) => /(Vectorizer|FeatureHasher|load_svmlight_files?)$/.test(name));
}

function xgboostBoosting(model: Model): readonly XgboostBoosting[] {
  return boostingRuns(model).flatMap((run): readonly XgboostBoosting[] => {
    const { call, given, certainty, parameters, booster, form } = run;
    const written = run.library === 'xgboost' ? parameters.get('tree_method') : undefined;
    const method = written && asString(model.value(written));
    if (!written || (method !== 'exact' && method !== 'approx') || !isOfTrees(booster)) return [];
    const fits = form === 'estimator' ? [...run.fits.map((fit) => fit.call), ...wrapperFitsOf(model, call)] : [call];
    const folds = given.get('nfold');
    const repeats = form === 'cv' ? ((folds && asNumber(model.value(folds.value))) ?? USUAL_FOLDS_OF_XGBOOST) : 1;
    return [{ library: 'xgboost', method, written, call, given, certainty, trees: run.rounds, fits, repeats }];
  });
}

/** xgboost 3.1, training.py. */
const USUAL_FOLDS_OF_XGBOOST = 3;

const isOfTrees = (booster: string | null): boolean => booster === null || booster === 'gbtree' || booster === 'dart';
