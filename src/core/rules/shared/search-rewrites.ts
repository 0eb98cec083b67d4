/** Rewrites a grid search into a cheaper search of scikit-learn, its import with it. */
import { removeArgument } from '../../fixes/calls';
import { indentOf, startsLine } from '../../fixes/indent';
import type { Argument, Call } from '../../syntax/ast';
import { dominantLineEnd } from '../../text/lines';
import type { TextEdit } from '../../text/span';
import { spanOf } from '../../text/span';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import type { CatboostSearch } from '../../model/search/catboost';
import { estimatorsIn, isDataHungry } from '../../model/search/estimators';
import type { SearchFacts } from '../../model/search/facts';
import type { Fix, ImportNeed } from '../rule';
import { renameClass, type Renamed } from './rename-class';
import { HALVING_FACTOR } from '../../model/search/halving';
import { addKeywords } from './keyword-fix';
import { quoted } from './quotes';

const MODULE = 'sklearn.model_selection';

/** The class is only importable after this one (scikit-learn 1.9, sklearn/experimental/enable_halving_search_cv.py). */
const EXPERIMENTAL: ImportNeed = {
  from: 'sklearn.experimental',
  name: 'enable_halving_search_cv',
  before: MODULE,
  comment: 'noqa: F401',
};

export function halvingFix(model: Model, { call, given }: SearchFacts): Fix | undefined {
  const dispatch = call.args.find((one) => one.name === 'pre_dispatch');
  // Halving came with scikit-learn 0.24 (its release highlights), as an experiment ever since.
  if (isBefore(model.version('scikit-learn', 'sklearn'), 0, 24)) return undefined;
  if (given.has('pre_dispatch') && !dispatch) return undefined;
  const renamed = renameSearch(model, call, 'HalvingGridSearchCV');
  const added = insideCall(model, call, dispatch);
  if (!renamed || !added) return undefined;
  const dropped = dispatch ? ' It has no pre_dispatch, which is dropped.' : '';
  return {
    title: 'Use HalvingGridSearchCV',
    safety: 'review',
    reason: `Candidates are ranked on samples first, so another one may win; cv_results_ gains a row for each rung.${dropped}`,
    edits: [...renamed.edits, ...added],
    imports: [EXPERIMENTAL, ...renamed.imports],
  };
}

/** The keywords that halving takes, in the place of `pre_dispatch`, which it does not, when that comes last. */
function insideCall(model: Model, call: Call, dispatch: Argument | undefined): readonly TextEdit[] | undefined {
  const keywords = [`factor=${HALVING_FACTOR}`, 'random_state=0'];
  return dispatch ? inPlaceOf(model, call, dispatch, keywords) : addKeywords(model, call, keywords);
}

/** Removes an argument and adds keywords at the end of the call. */
function inPlaceOf(
  model: Model,
  call: Call,
  argument: Argument,
  keywords: readonly string[],
): readonly TextEdit[] | undefined {
  const { text } = model.program;
  if (argument !== call.args.at(-1)) {
    const removed = removeArgument(call, text, argument);
    const added = addKeywords(model, call, keywords);
    return removed && added && [...removed, ...added];
  }
  const separator = startsLine(text, argument.start)
    ? `,${dominantLineEnd(text)}${indentOf(text, argument.start)}`
    : ', ';
  return [{ span: spanOf(argument), newText: keywords.join(separator) }];
}

/** Trials of the random search that stands in for a grid; a small grid keeps its size. */
const TRIALS = 15;
/** Fewer draws say too little about a grid. */
const LEAST_TRIALS = 8;
/** Cross-validation fits of a random search that are not worth a finding. */
const MOST_FITS = 89;

export function randomFix(model: Model, search: SearchFacts): Fix | undefined {
  const { call } = search;
  const trials = trialsOf(model, search);
  if (trials < LEAST_TRIALS) return undefined;
  const renamed = renameSearch(model, call, 'RandomizedSearchCV');
  const added = addKeywords(model, call, [`n_iter=${trials}`, 'random_state=0']);
  if (!renamed || !added) return undefined;
  return {
    title: `Use RandomizedSearchCV with ${trials} trials`,
    safety: 'review',
    reason: `${trials} points of the grid are drawn at random, so the best one may be missed.`,
    edits: [...renamed.edits, ...renamedGrid(call), ...added],
    imports: renamed.imports,
  };
}

/** So few that the random search is no long one in its turn (`full-budget-random-search`). */
function trialsOf(model: Model, { grid, folds, given }: SearchFacts): number {
  const trials = Math.min(TRIALS, grid.candidates?.value ?? TRIALS);
  const isHungry = estimatorsIn(model, given.get('estimator')?.value).some(isDataHungry);
  return isHungry && folds.count ? Math.min(trials, Math.floor(MOST_FITS / folds.count.value)) : trials;
}

/** CatBoost's `randomized_search` takes the same arguments, `n_iter` after `cv`; a list of grids it does not. */
export function catboostRandomFix(model: Model, { call, grid, given }: CatboostSearch): Fix | undefined {
  const { func } = call;
  const space = given.get('param_grid');
  const isDictionary = space && model.value(space.value).alternatives.every((one) => one.type === 'dict');
  const positional = call.args.filter((one) => one.name === null).length;
  if (func.kind !== 'attribute' || !isDictionary || !given.complete || positional > 4) return undefined;
  const trials = Math.min(TRIALS, grid.candidates?.value ?? TRIALS);
  const added = addKeywords(model, call, [`n_iter=${trials}`]);
  const start = func.end - 'grid_search'.length;
  return (
    added && {
      title: `Use randomized_search with ${trials} trials`,
      safety: 'review',
      reason: `${trials} points of the grid are drawn at random, so the best one may be missed.`,
      edits: [{ span: { start, end: func.end }, newText: 'randomized_search' }, ...renamedGrid(call), ...added],
      imports: [],
    }
  );
}

function renamedGrid({ args }: Call): readonly TextEdit[] {
  const keyword = args.find((one) => one.name === 'param_grid');
  if (!keyword) return [];
  const end = keyword.start + 'param_grid'.length;
  return [{ span: { start: keyword.start, end }, newText: 'param_distributions' }];
}

const renameSearch = (model: Model, call: Call, name: string, old = 'GridSearchCV'): Renamed | undefined =>
  renameClass(model, call, { module: MODULE, old, name });

/** `HalvingRandomSearchCV` with as many candidates, the last of which are fitted on all rows. */
export function halvingRandomFix(model: Model, { call, given }: SearchFacts): Fix | undefined {
  const draws = call.args.find((one) => one.name === 'n_iter');
  const dispatch = call.args.find((one) => one.name === 'pre_dispatch');
  const hidden = (given.has('n_iter') && !draws) || (given.has('pre_dispatch') && !dispatch);
  const positional = call.args.filter((one) => one.name === null).length;
  const renamed = renameSearch(model, call, 'HalvingRandomSearchCV', 'RandomizedSearchCV');
  if (hidden || positional > 2 || !renamed) return undefined;
  // Without "exhaust" the best candidates are ranked on a few hundred rows only.
  const keywords = [
    ...(draws ? [] : ['n_candidates=10']),
    'min_resources="exhaust"'.replaceAll('"', quoted(model, '').charAt(0)),
    ...(given.has('random_state') ? [] : ['random_state=0']),
  ];
  const count = draws
    ? [{ span: { start: draws.start, end: draws.start + 'n_iter'.length }, newText: 'n_candidates' }]
    : [];
  const added = dispatch ? inPlaceOf(model, call, dispatch, keywords) : addKeywords(model, call, keywords);
  if (!added) return undefined;
  const dropped = dispatch ? ' It has no pre_dispatch, which is dropped.' : '';
  return {
    title: 'Use HalvingRandomSearchCV',
    safety: 'review',
    reason: `Candidates are ranked on samples first: 0.7 points better to 0.2 points worse in a measured test.${dropped}`,
    edits: [...renamed.edits, ...count, ...added],
    imports: [EXPERIMENTAL, ...renamed.imports],
  };
}
