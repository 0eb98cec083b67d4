/** Searches, cross-validations and fits of scikit-learn and of boosting libraries with its interface. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { GRID_SEARCH, readSearch } from '../search/facts';
import { product } from '../search/count';
import { halvingPlan } from '../search/halving';
import { asNumber } from '../values';
import type { Fact, Workload } from '../workload';
import { dataOf } from './data';
import { argumentNumber, assumed, countFact, known, numberOf, workload } from './fact';
import { jobsOf } from './jobs';
import { modelName } from './names';

const RANDOM_SEARCH = ['sklearn.model_selection.RandomizedSearchCV'];
const CROSS_VALIDATION = ['cross_val_score', 'cross_validate', 'cross_val_predict'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const ESTIMATORS =
  /^sklearn\.(svm|ensemble|neural_network|linear_model|neighbors|naive_bayes|tree|gaussian_process|cluster|discriminant_analysis)\.[A-Z]/;
const BOOSTING = /^(xgboost\.(XGB\w+)|lightgbm\.(LGBM\w+)|catboost\.(CatBoost\w*))$/;

export function sklearnWorkloads(model: Model): readonly Workload[] {
  return [
    ...gridSearches(model),
    ...randomSearches(model),
    ...halvingSearches(model),
    ...crossValidations(model),
    ...fits(model),
    ...trainFunctions(model),
  ];
}

function gridSearches(model: Model): readonly Workload[] {
  return model.callsOf(GRID_SEARCH).map(({ call }) => {
    const search = readSearch(model, call);
    return workload(model, search.runs[0] ?? call, 'search', 'sklearn', {
      model: modelName(model, search.given.get('estimator')?.value),
      ...dataOfRun(model, search.runs[0]),
      candidates: countFact(search.grid.candidates),
      folds: countFact(search.folds.count),
      fits: countFact(search.fits),
      refits: countFact(search.refits),
      jobs: jobsOf(model, search.given.get('n_jobs')?.value, search.given.get('estimator')?.value),
    });
  });
}

const RANDOM_PARAMETERS = ['estimator', 'param_distributions', 'n_iter', 'scoring', 'n_jobs', 'refit', 'cv'];

function randomSearches(model: Model): readonly Workload[] {
  return model.callsOf(...RANDOM_SEARCH).map(({ call }) => {
    const given = model.arguments(call, RANDOM_PARAMETERS);
    const draws = given.get('n_iter');
    const candidates: Fact<number> = draws
      ? argumentNumber(model, draws)
      : assumed(10, 'default of RandomizedSearchCV');
    const search = readSearch(model, call);
    const run = search.runs[0];
    const count = candidates
      ? product({ value: candidates.value, certainty: candidates.certainty, via: null }, search.folds.count)
      : null;
    return workload(model, run ?? call, 'search', 'sklearn', {
      model: modelName(model, given.get('estimator')?.value),
      ...dataOfRun(model, run),
      candidates,
      folds: countFact(search.folds.count),
      fits: countFact(count),
      refits: known(1),
      jobs: jobsOf(model, given.get('n_jobs')?.value, given.get('estimator')?.value),
    });
  });
}

const HALVING_SEARCH = ['sklearn.model_selection.HalvingGridSearchCV'];

/** Successive halving fits most candidates on a part of the rows: its fits are counted in fits on all rows. */
function halvingSearches(model: Model): readonly Workload[] {
  return model.callsOf(...HALVING_SEARCH).map(({ call }) => {
    const search = readSearch(model, call);
    const run = search.runs[0];
    const { candidates } = search.grid;
    const folds = search.folds.count;
    const worth = candidates && folds ? halvingPlan(candidates.value, folds.value).fullFits : null;
    return workload(model, run ?? call, 'search', 'sklearn', {
      model: modelName(model, search.given.get('estimator')?.value),
      ...dataOfRun(model, run),
      candidates: countFact(candidates),
      folds: countFact(folds),
      fits: worth === null ? null : assumed(Math.round(worth), 'fits on all rows that successive halving is worth'),
      refits: known(1),
      jobs: jobsOf(model, search.given.get('n_jobs')?.value, search.given.get('estimator')?.value),
    });
  });
}

function crossValidations(model: Model): readonly Workload[] {
  return model.callsOf(...CROSS_VALIDATION).map(({ call }) => {
    const given = model.arguments(call, ['estimator', 'X', 'y', 'groups', 'scoring', 'cv']);
    const cv = given.get('cv');
    const folds: Fact<number> = cv ? numberOf(model, cv.value) : assumed(5, 'default of scikit-learn');
    const { dataset, samples, features } = dataOf(model, given.get('X')?.value);
    const name = modelName(model, given.get('estimator')?.value);
    return workload(model, call, 'cross-validation', 'sklearn', {
      model: name,
      dataset,
      samples,
      features,
      folds,
      fits: folds,
      refits: known(0),
      jobs: jobsOf(model, given.get('n_jobs')?.value, given.get('estimator')?.value),
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
      const isPipeline = /^sklearn\.pipeline\./.test(origin.of);
      if (!ESTIMATORS.test(origin.of) && !BOOSTING.test(origin.of) && !isPipeline) continue;
      const rounds = BOOSTING.test(origin.of) ? roundsOf(model, origin.call) : null;
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

function roundsOf(model: Model, construction: Call): Fact<number> {
  const written = construction.args.find(
    (one) => one.name === 'n_estimators' || one.name === 'iterations' || one.name === 'num_boost_round',
  );
  return written ? numberOf(model, written.value) : null;
}

/** `xgb.train(params, data, num_boost_round)` and `lgb.train`. */
function trainFunctions(model: Model): readonly Workload[] {
  return model.callsOf('xgboost.train', 'lightgbm.train').map(({ call, name }) => {
    const given = model.arguments(call, ['params', 'data', 'num_boost_round']);
    const rounds = given.get('num_boost_round');
    const isAbsurd = rounds && (asNumber(model.value(rounds.value)) ?? 1) < 0;
    const framework = name.startsWith('xgboost') ? 'xgboost' : 'lightgbm';
    return workload(model, call, 'train', framework, { maxSteps: isAbsurd ? null : argumentNumber(model, rounds) });
  });
}
