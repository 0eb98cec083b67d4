/** CatBoost's own `grid_search` and `randomized_search`: candidates, splits and fits. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { asBoolean, asNumber } from '../values';
import { type Count, countFrom, known, least, product } from './count';
import { type Folds, readFolds } from './folds';
import { type Grid, readGrid } from './grid';
import { passesOf } from '../passes';

const MODELS = ['CatBoostClassifier', 'CatBoostRegressor', 'CatBoostRanker', 'CatBoost'].map(
  (name) => `catboost.${name}`,
);

// catboost 1.2, catboost/core.py.
const GRID = ['param_grid', 'X', 'y', 'cv'];
const RANDOM = ['param_distributions', 'X', 'y', 'cv', 'n_iter'];
const DEFAULT_FOLDS = 3;
const DEFAULT_DRAWS = 10;

export interface CatboostSearch {
  readonly call: Call;
  readonly kind: 'grid' | 'random';
  readonly given: Arguments;
  readonly model: Expr;
  readonly grid: Grid;
  readonly candidates: Count | null;
  /** One split of the rows unless `search_by_train_test_split=False` asks for a cross-validation of each candidate. */
  readonly folds: Folds;
  readonly passes: Count | null;
  readonly fits: Count | null;
  readonly refits: Count | null;
}

/** In source order. */
export const catboostSearches = perModel((model): readonly CatboostSearch[] => {
  if (!model.program.mentions('catboost')) return [];
  const grids = model.methodCalls('grid_search', ...MODELS).map((call) => read(model, call, 'grid'));
  const random = model.methodCalls('randomized_search', ...MODELS).map((call) => read(model, call, 'random'));
  return [...grids, ...random].flat().sort((a, b) => a.call.start - b.call.start);
});

function read(model: Model, call: Call, kind: CatboostSearch['kind']): CatboostSearch[] {
  if (call.func.kind !== 'attribute' || model.isIgnored(call)) return [];
  const given = model.arguments(call, kind === 'grid' ? GRID : RANDOM);
  const space = given.get(kind === 'grid' ? 'param_grid' : 'param_distributions');
  const grid = space ? readGrid(model, space.value) : { candidates: null, parameters: [] };
  const candidates = kind === 'grid' ? grid.candidates : drawn(model, given, grid);
  const folds = foldsOf(model, given);
  const passes = passesOf(model, call);
  const fits = product(candidates, folds.count, passes);
  const refits = product(known(flag(model, given, 'refit') === false ? 0 : 1), passes);
  return [{ call, kind, given, model: call.func.value, grid, candidates, folds, passes, fits, refits }];
}

function drawn(model: Model, given: Arguments, grid: Grid): Count | null {
  const written = given.get('n_iter');
  const value = written && model.value(written.value);
  const wanted = value ? countFrom(value, asNumber(value) ?? null) : given.complete ? known(DEFAULT_DRAWS) : null;
  return wanted && grid.candidates ? least([wanted, grid.candidates]) : wanted;
}

function foldsOf(model: Model, given: Arguments): Folds {
  const split = flag(model, given, 'search_by_train_test_split');
  if (split === true) return { count: known(1), atLeast: 1, constant: true };
  if (split === null) return { count: null, atLeast: 1, constant: null };
  if (given.has('cv')) return readFolds(model, given);
  return { count: known(DEFAULT_FOLDS), atLeast: DEFAULT_FOLDS, constant: true };
}

/** A boolean argument whose default is true; null when it cannot be read. */
function flag(model: Model, given: Arguments, name: string): boolean | null {
  const written = given.get(name);
  if (!written) return given.complete ? true : null;
  return asBoolean(model.value(written.value)) ?? null;
}
