/** What a search with scikit-learn's interface will run: candidates, folds, passes, fits and refits. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { contains } from '../../text/span';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { groupByMaker, methodCallsOn } from '../traverse';
import { asBoolean, asNumber } from '../values';
import { GRID_SEARCH, searchClass, type SearchClass } from './classes';
import { type Count, countFrom, known, least, product } from './count';
import { type Folds, readFolds } from './folds';
import { type Grid, readGrid } from './grid';
import { passesOf } from '../passes';

export { GRID_SEARCH } from './classes';

export interface SearchFacts {
  readonly call: Call;
  readonly given: Arguments;
  /** What is searched, whether all of it is tried or some of it is drawn. */
  readonly grid: Grid;
  /** How many settings are tried. */
  readonly candidates: Count | null;
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

/** The grid of a search whose argument cannot be seen. */
const UNSEEN: Grid = { candidates: null, parameters: [] };

/** `name` is the canonical name of the class that `call` constructs; `run` the one of its runs that is meant. */
export function readSearch(model: Model, call: Call, name = GRID_SEARCH, run?: Call): SearchFacts {
  const kind = searchClass(name) as SearchClass;
  const given = model.arguments(call, kind.parameters);
  const space = given.get(kind.space);
  const grid = space ? readGrid(model, space.value) : UNSEEN;
  const runs = runsOf(model, call);
  const read = {
    call,
    given,
    grid,
    candidates: kind.draws === null ? grid.candidates : drawn(model, given, kind, grid),
    folds: readFolds(model, given),
    passes: passesFrom(model, call, run ?? runs[0] ?? call),
    runs,
  };
  const fitsPerPass = product(read.candidates, read.folds.count);
  return {
    ...read,
    fitsPerPass,
    fits: product(fitsPerPass, read.passes),
    refits: product(refitsOf(model, given), read.passes),
  };
}

/** `n_iter`, which lists that hold fewer combinations cap. */
function drawn(model: Model, given: Arguments, kind: SearchClass, grid: Grid): Count | null {
  const written = given.get(kind.draws ?? '');
  const value = written && model.value(written.value);
  const wanted = value ? countFrom(value, asNumber(value) ?? null) : given.complete ? standard(kind) : null;
  return wanted && grid.candidates ? least([wanted, grid.candidates]) : wanted;
}

function standard({ drawn: count }: SearchClass): Count | null {
  return count === null ? null : known(count);
}

function refitsOf(model: Model, given: Arguments): Count {
  const refit = given.get('refit');
  return known(refit && asBoolean(model.value(refit.value)) === false ? 0 : 1);
}

export const CROSS_VALIDATIONS: readonly string[] = ['cross_val_score', 'cross_validate', 'cross_val_predict'].map(
  (name) => `sklearn.model_selection.${name}`,
);
/** The first arguments of all three; the others are keywords. */
export const CROSS_VALIDATION_PARAMETERS: readonly string[] = ['estimator', 'X', 'y', 'groups', 'scoring', 'cv'];

/** Where the search is run: `fit` on it, or an outer cross-validation that is given it. */
function runsOf(model: Model, search: Call): readonly Call[] {
  const nested = outerRuns(model).byEstimator.get(search) ?? [];
  return [...methodCallsOn(model, search, 'fit'), ...nested].sort((a, b) => a.start - b.start);
}

const outerRuns = perModel((model) => {
  const calls = model.callsOf(...CROSS_VALIDATIONS).map(({ call }) => call);
  const estimator = (run: Call): Expr | undefined =>
    model.arguments(run, CROSS_VALIDATION_PARAMETERS).get('estimator')?.value;
  return { calls: new Set(calls), byEstimator: groupByMaker(model, calls, estimator) };
});

/** Where it is not known how often a search is made, or where it is made in one arm only, its runs may be those of another. */
function passesFrom(model: Model, made: Call, run: Call): Count | null {
  const [times, ran] = [passesOf(model, made), repeats(model, run)];
  const arm = enclosing(made, 'if', 'function');
  const isInArm = arm?.kind === 'if' && !contains(arm, run);
  return times && (!isInArm || times.value === ran?.value) ? ran : null;
}

/** How often a run happens: loops around it, and the folds when it is a cross-validation itself. */
function repeats(model: Model, run: Call): Count | null {
  const folds = outerRuns(model).calls.has(run)
    ? readFolds(model, model.arguments(run, CROSS_VALIDATION_PARAMETERS)).count
    : known(1);
  return product(folds, passesOf(model, run));
}
