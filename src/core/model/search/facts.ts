/** What a scikit-learn search will run: candidates, folds, passes, fits and refits. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { groupByMaker, methodCallsOn } from '../traverse';
import { asBoolean } from '../values';
import { type Count, known, product } from './count';
import { type Folds, readFolds } from './folds';
import { type Grid, readGrid } from './grid';
import { iterations, loopsAround } from './iterations';

export const GRID_SEARCH = 'sklearn.model_selection.GridSearchCV';

/** `GridSearchCV` of scikit-learn 1.9; the third and later ones were positional before 0.24. */
export const GRID_SEARCH_PARAMETERS: readonly string[] = [
  'estimator',
  'param_grid',
  'scoring',
  'n_jobs',
  'refit',
  'cv',
  'verbose',
  'pre_dispatch',
  'error_score',
  'return_train_score',
];

export interface SearchFacts {
  readonly call: Call;
  readonly given: Arguments;
  readonly grid: Grid;
  readonly folds: Folds;
  /** How often the whole search is repeated by loops around it and by an outer cross-validation; null when unread. */
  readonly passes: Count | null;
  /** Cross-validation fits of one pass. */
  readonly fitsPerPass: Count | null;
  /** Cross-validation fits, passes multiplied in. */
  readonly fits: Count | null;
  /** Final fits on all rows. */
  readonly refits: Count | null;
  /** `search.fit(...)` and outer cross-validations that run it, in source order. */
  readonly runs: readonly Call[];
}

export function readSearch(model: Model, call: Call): SearchFacts {
  const given = model.arguments(call, GRID_SEARCH_PARAMETERS);
  const grid = given.get('param_grid');
  const runs = runsOf(model, call);
  const read = {
    call,
    given,
    grid: grid ? readGrid(model, grid.value) : { candidates: null, parameters: [] },
    folds: readFolds(model, given),
    passes: passesOf(model, runs[0] ?? call),
    runs,
  };
  const fitsPerPass = product(read.grid.candidates, read.folds.count);
  return {
    ...read,
    fitsPerPass,
    fits: product(fitsPerPass, read.passes),
    refits: product(refitsOf(model, given), read.passes),
  };
}

function refitsOf(model: Model, given: Arguments): Count {
  const refit = given.get('refit');
  return known(refit && asBoolean(model.value(refit.value)) === false ? 0 : 1);
}

const OUTER = ['cross_val_score', 'cross_validate', 'cross_val_predict'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const OUTER_PARAMETERS = ['estimator', 'X', 'y', 'groups', 'scoring', 'cv'];

/** Where the search is run: `fit` on it, or an outer cross-validation that is given it. */
function runsOf(model: Model, search: Call): readonly Call[] {
  const nested = outerRuns(model).byEstimator.get(search) ?? [];
  return [...methodCallsOn(model, search, 'fit'), ...nested].sort((a, b) => a.start - b.start);
}

const outerRuns = perModel((model) => {
  const calls = model.callsOf(...OUTER).map(({ call }) => call);
  const estimator = (run: Call): Expr | undefined => model.arguments(run, OUTER_PARAMETERS).get('estimator')?.value;
  return { calls: new Set(calls), byEstimator: groupByMaker(model, calls, estimator) };
});

function passesOf(model: Model, run: Call): Count | null {
  const loops = loopsAround(run).map((loop) => iterations(model, loop.iter));
  const folds = outerRuns(model).calls.has(run)
    ? readFolds(model, model.arguments(run, OUTER_PARAMETERS)).count
    : known(1);
  return product(folds, ...loops);
}
