/** The search classes with scikit-learn's interface: how their arguments are called and how many candidates they draw. */

export const GRID_SEARCH = 'sklearn.model_selection.GridSearchCV';
export const RANDOM_SEARCH = 'sklearn.model_selection.RandomizedSearchCV';
export const HALVING_SEARCHES: readonly string[] = [
  'sklearn.model_selection.HalvingGridSearchCV',
  'sklearn.model_selection.HalvingRandomSearchCV',
];
export const BAYES_SEARCH = 'skopt.BayesSearchCV';

export interface SearchClass {
  readonly kind: 'grid' | 'random' | 'halving';
  /** The arguments in order, also those that could be positional once. */
  readonly parameters: readonly string[];
  /** The argument that holds the grid or the distributions. */
  readonly space: string;
  /** The argument that says how many candidates are drawn; null where all of the space is tried. */
  readonly draws: string | null;
  /** Drawn when the argument is absent; null where the data decide it. */
  readonly drawn: number | null;
}

/** `GridSearchCV` of scikit-learn 1.9; the third and later ones were positional before 0.24. */
const GRID_PARAMETERS: readonly string[] = [
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

const RANDOM_PARAMETERS: readonly string[] = [
  'estimator',
  'param_distributions',
  'n_iter',
  'scoring',
  'n_jobs',
  'refit',
  'cv',
];

const CLASSES: Readonly<Record<string, SearchClass>> = {
  [GRID_SEARCH]: { kind: 'grid', parameters: GRID_PARAMETERS, space: 'param_grid', draws: null, drawn: null },
  [RANDOM_SEARCH]: {
    kind: 'random',
    parameters: RANDOM_PARAMETERS,
    space: 'param_distributions',
    draws: 'n_iter',
    drawn: 10,
  },
  'sklearn.model_selection.HalvingGridSearchCV': {
    kind: 'halving',
    parameters: GRID_PARAMETERS.slice(0, 2),
    space: 'param_grid',
    draws: null,
    drawn: null,
  },
  'sklearn.model_selection.HalvingRandomSearchCV': {
    kind: 'halving',
    parameters: RANDOM_PARAMETERS.slice(0, 2),
    space: 'param_distributions',
    draws: 'n_candidates',
    drawn: null,
  },
  // scikit-optimize 0.10, skopt/searchcv.py.
  [BAYES_SEARCH]: {
    kind: 'random',
    parameters: ['estimator', 'search_spaces', 'optimizer_kwargs', 'n_iter', 'scoring'],
    space: 'search_spaces',
    draws: 'n_iter',
    drawn: 50,
  },
};

export const SEARCH_CLASSES: readonly string[] = Object.keys(CLASSES);

/** By canonical name; undefined for anything that is not such a search. */
export function searchClass(name: string): SearchClass | undefined {
  return CLASSES[name];
}
