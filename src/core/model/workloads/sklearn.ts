/** Searches, cross-validations and fits of scikit-learn and of boosting libraries with its interface. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { lastPart } from '../canonical';
import { catboostSearches } from '../search/catboost';
import { HALVING_SEARCHES, SEARCH_CLASSES, searchClass } from '../search/classes';
import { product } from '../search/count';
import { CROSS_VALIDATION_PARAMETERS, CROSS_VALIDATIONS, readSearch, type SearchFacts } from '../search/facts';
import { readFolds } from '../search/folds';
import { halvingPlan } from '../search/halving';
import { passesAt } from '../passes';
import { asNumber } from '../values';
import type { Fact, Workload } from '../workload';
import { dataOf } from './data';
import { argumentNumber, assumed, countFact, known, stringOf, workload } from './fact';
import { jobsOf } from './jobs';
import { movedWorkloads } from './move';
import { modelName } from './names';
import { perModel } from '../per-model';

const ESTIMATORS =
  /^sklearn\.(svm|ensemble|neural_network|linear_model|neighbors|naive_bayes|tree|gaussian_process|cluster|discriminant_analysis|multioutput|multiclass|calibration)\.[A-Z]|^sklearn\.compose\.TransformedTargetRegressor$/;
const BOOSTING = /^(xgboost\.(XGB\w+)|lightgbm\.(LGBM\w+)|catboost\.(CatBoost\w*))$/;

/** Ensembles that grow `n_estimators` trees; with histograms the argument is `max_iter`. */
const ENSEMBLES =
  /^sklearn\.ensemble\.((RandomForest|ExtraTrees|(Hist)?GradientBoosting|AdaBoost|Bagging)\w+|IsolationForest)$/;

export const sklearnWorkloads = perModel(
  (model): readonly Workload[] =>
    [
      ...searches(model),
      ...catboostRuns(model),
      ...crossValidations(model),
      ...fits(model),
      ...trainFunctions(model),
    ].map((run) => ({ ...run, encoded: expandsCategories(model) })),
  movedWorkloads,
);

/** `OneHotEncoder()` and `pd.get_dummies(frame)` make many columns of few; labels are not columns. */
const expandsCategories = perModel((model): Fact<boolean> => {
  const call = model.program.calls('OneHotEncoder')[0] ?? model.program.calls('get_dummies')[0];
  return call ? known(true, call) : null;
});

/** One for each run of a search: a search that is fitted twice costs twice. */
function searches(model: Model): readonly Workload[] {
  return model.callsOf(...SEARCH_CLASSES).flatMap(({ call, name }) => {
    const first = readSearch(model, call, name);
    const runs = first.runs.length > 0 ? first.runs : [call];
    return runs.map((run, index) =>
      searchOf(model, index === 0 ? first : readSearch(model, call, name, run), run, name),
    );
  });
}

function searchOf(model: Model, search: SearchFacts, run: Call, name: string): Workload {
  const estimator = search.given.get('estimator')?.value;
  return workload(model, run, 'search', 'sklearn', {
    model: modelName(model, estimator),
    ...dataOfRun(model, run === search.call ? undefined : run),
    candidates: candidatesFact(search, name),
    folds: countFact(search.folds.count),
    fits: HALVING_SEARCHES.includes(name) ? halvingFits(search) : countFact(search.fits),
    leastFits: search.passes ? null : countFact(search.fitsPerPass),
    refits: countFact(search.refits),
    jobs: jobsOf(model, search.given.get('n_jobs')?.value, estimator),
  });
}

/** A default of the library is no fact of the code. */
function candidatesFact({ candidates, given }: SearchFacts, name: string): Fact<number> {
  const { draws } = searchClass(name) ?? {};
  const isDefault = candidates && typeof draws === 'string' && !given.has(draws);
  return isDefault ? assumed(candidates.value, `default of ${lastPart(name)}`) : countFact(candidates);
}

/** Successive halving fits most candidates on a part of the rows: its fits are counted in fits on all rows. */
function halvingFits({ candidates, folds }: SearchFacts): Fact<number> {
  if (!candidates || !folds.count) return null;
  const { fullFits } = halvingPlan(candidates.value, folds.count.value);
  return assumed(Math.round(fullFits), 'fits on all rows that successive halving is worth');
}

function catboostRuns(model: Model): readonly Workload[] {
  return catboostSearches(model).map((search) => {
    const { dataset, samples, features } = dataOf(model, search.given.get('X')?.value);
    return workload(model, search.call, 'search', 'catboost', {
      model: modelName(model, search.model),
      dataset,
      samples,
      features,
      candidates: countFact(search.candidates),
      folds: countFact(search.folds.count),
      fits: countFact(search.fits),
      refits: countFact(search.refits),
    });
  });
}

function crossValidations(model: Model): readonly Workload[] {
  return model.callsOf(...CROSS_VALIDATIONS).map(({ call }) => {
    const given = model.arguments(call, CROSS_VALIDATION_PARAMETERS);
    const folds = readFolds(model, given).count;
    const passes = passesAt(model, call);
    const { dataset, samples, features } = dataOf(model, given.get('X')?.value);
    const estimator = given.get('estimator')?.value;
    return workload(model, call, 'cross-validation', 'sklearn', {
      model: modelName(model, estimator),
      dataset,
      samples,
      features,
      folds: folds && !given.has('cv') ? assumed(folds.value, 'default of scikit-learn') : countFact(folds),
      fits: countFact(product(folds, passes.count)),
      leastFits: passes.count ? null : countFact(product(folds, passes.least)),
      refits: known(0),
      jobs: jobsOf(model, given.get('n_jobs')?.value, estimator),
    });
  });
}

function dataOfRun(model: Model, run: Call | undefined): Pick<Workload, 'dataset' | 'samples' | 'features'> {
  const { dataset, samples, features } = dataOf(model, rowsArgument(run));
  return { dataset, samples, features };
}

/** `X` of `fit(X, y)`, and of the cross-validation around a search, which takes the estimator before it. */
function rowsArgument(call: Call | undefined): Expr | undefined {
  const name = call?.func.kind === 'name' ? call.func.id : call?.func.kind === 'attribute' ? call.func.attr : '';
  const index = /^cross_val(idate|_score|_predict)$/.test(name) ? 1 : 0;
  const plain = call?.args.filter((one) => one.star === '' && one.name === null) ?? [];
  return call?.args.find((one) => one.name === 'X')?.value ?? plain[index]?.value;
}

/** `estimator.fit(X, y)` for estimators that cost something; scalers and encoders are not workloads. */
function fits(model: Model): readonly Workload[] {
  return model.program.calls('fit').flatMap((call) => {
    if (call.func.kind !== 'attribute' || model.isIgnored(call)) return [];
    for (const origin of model.origins(call.func.value)) {
      if (origin.kind !== 'result') continue;
      const isPipeline = /^(sklearn|imblearn)\.pipeline\./.test(origin.of);
      if (!ESTIMATORS.test(origin.of) && !BOOSTING.test(origin.of) && !isPipeline) continue;
      const rounds = BOOSTING.test(origin.of) || ENSEMBLES.test(origin.of) ? roundsOf(model, origin) : null;
      const jobs = jobsOf(model, undefined, call.func.value);
      const facts = { model: modelName(model, call.func.value), ...dataOfRun(model, call), maxSteps: rounds, jobs };
      return [workload(model, call, 'train', frameworkOf(origin.of), facts)];
    }
    return [];
  });
}

function frameworkOf(name: string): Workload['framework'] {
  if (name.startsWith('xgboost.')) return 'xgboost';
  if (name.startsWith('lightgbm.')) return 'lightgbm';
  return name.startsWith('catboost.') ? 'catboost' : 'sklearn';
}

function roundsOf(model: Model, { of, call }: { readonly of: string; readonly call: Call }): Fact<number> {
  const given = model.arguments(call, []);
  const names = /\.Hist/.test(of) ? ['max_iter'] : ['n_estimators', 'iterations', 'num_boost_round'];
  const written = names.map((name) => given.get(name)).find((one) => one !== undefined);
  return argumentNumber(model, written);
}

/** `{"tree_method": "exact"}`, which is many times slower than histograms. */
function exactTrees(model: Model, params: Expr | undefined): Fact<string> {
  const only = params ? model.value(params).alternatives[0] : undefined;
  const method = only?.type === 'dict' ? only.entries.get('tree_method') : undefined;
  return method && stringOf(model, method)?.value === 'exact' ? known('Booster exact', method) : null;
}

/** `xgb.train(params, data, num_boost_round)` and `lgb.train`. */
function trainFunctions(model: Model): readonly Workload[] {
  return model.callsOf('xgboost.train', 'lightgbm.train').map(({ call, name }) => {
    const given = model.arguments(call, ['params', 'data', 'num_boost_round']);
    const rounds = given.get('num_boost_round');
    const isAbsurd = rounds && (asNumber(model.value(rounds.value)) ?? 1) < 0;
    const framework = name.startsWith('xgboost') ? 'xgboost' : 'lightgbm';
    const { dataset, samples, features } = dataOf(model, (given.get('data') ?? given.get('train_set'))?.value);
    const maxSteps = isAbsurd ? null : argumentNumber(model, rounds);
    const booster = framework === 'xgboost' ? exactTrees(model, given.get('params')?.value) : null;
    return workload(model, call, 'train', framework, { model: booster, dataset, samples, features, maxSteps });
  });
}
