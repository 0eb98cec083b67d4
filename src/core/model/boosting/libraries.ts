/** The three boosting libraries: constructors, training functions, and every alias of the parameters that decide rounds. */

export type BoostingLibrary = 'xgboost' | 'lightgbm' | 'catboost';

export interface LibraryFacts {
  /** Estimator classes with the positional parameters of their constructors. */
  readonly estimators: Readonly<Record<string, readonly string[]>>;
  /** `train` and `cv` with their positional parameters. */
  readonly functions: Readonly<Record<'train' | 'cv', readonly string[]>>;
  /** The number of rounds, the name that wins first. */
  readonly rounds: readonly string[];
  /** Rounds when nothing is said: of the estimators, of the functions. */
  readonly defaults: { readonly estimator: number; readonly function: number };
  /** Any of these ends training before its last round. */
  readonly stopping: readonly string[];
  readonly booster: readonly string[];
  /** How evaluation data are passed to `fit`, and to `train`. */
  readonly evaluation: { readonly fit: readonly string[]; readonly train: string };
  /** `params` of `train` and `cv` holds the rounds too, and wins over the argument. */
  readonly roundsInParams: boolean;
}

/** xgboost 3.1 `core.py`, `sklearn.py`, `training.py`; the first three of an estimator were positional before 1.6. */
const XGBOOST: LibraryFacts = {
  estimators: {
    XGBClassifier: ['max_depth', 'learning_rate', 'n_estimators'],
    XGBRegressor: ['max_depth', 'learning_rate', 'n_estimators'],
    XGBRanker: ['max_depth', 'learning_rate', 'n_estimators'],
  },
  functions: {
    train: ['params', 'dtrain', 'num_boost_round', 'evals', 'obj', 'feval', 'maximize', 'early_stopping_rounds'],
    cv: ['params', 'dtrain', 'num_boost_round', 'nfold', 'stratified', 'folds', 'metrics'],
  },
  rounds: ['n_estimators', 'num_boost_round'],
  defaults: { estimator: 100, function: 10 },
  stopping: ['early_stopping_rounds'],
  booster: ['booster'],
  evaluation: { fit: ['eval_set'], train: 'evals' },
  roundsInParams: false,
};

/** LightGBM 4.6 `docs/Parameters.rst` (aliases), `engine.py`, `sklearn.py`. */
const LIGHTGBM: LibraryFacts = {
  estimators: {
    LGBMClassifier: ['boosting_type', 'num_leaves', 'max_depth', 'learning_rate', 'n_estimators'],
    LGBMRegressor: ['boosting_type', 'num_leaves', 'max_depth', 'learning_rate', 'n_estimators'],
    LGBMRanker: ['boosting_type', 'num_leaves', 'max_depth', 'learning_rate', 'n_estimators'],
  },
  functions: {
    train: ['params', 'train_set', 'num_boost_round', 'valid_sets', 'valid_names'],
    cv: ['params', 'train_set', 'num_boost_round', 'folds', 'nfold'],
  },
  rounds: [
    ...['num_iterations', 'num_iteration', 'n_iter', 'num_tree', 'num_trees', 'num_round', 'num_rounds', 'nrounds'],
    ...['num_boost_round', 'n_estimators', 'max_iter'],
  ],
  defaults: { estimator: 100, function: 100 },
  stopping: ['early_stopping_round', 'early_stopping_rounds', 'early_stopping', 'n_iter_no_change'],
  booster: ['boosting', 'boosting_type', 'boost'],
  evaluation: { fit: ['eval_set', 'eval_X'], train: 'valid_sets' },
  roundsInParams: true,
};

/** CatBoost 1.2 `core.py` and its reference of parameters: iterations are 1,000 unless said otherwise. */
const CATBOOST: LibraryFacts = {
  estimators: {
    CatBoost: ['params'],
    CatBoostClassifier: ['iterations', 'learning_rate', 'depth'],
    CatBoostRegressor: ['iterations', 'learning_rate', 'depth'],
    CatBoostRanker: ['iterations', 'learning_rate', 'depth'],
  },
  functions: {
    train: [
      'pool',
      'params',
      'dtrain',
      'logging_level',
      'verbose',
      'iterations',
      'num_boost_round',
      'evals',
      'eval_set',
    ],
    cv: ['pool', 'params', 'dtrain', 'iterations', 'num_boost_round', 'fold_count', 'nfold'],
  },
  rounds: ['iterations', 'num_boost_round', 'n_estimators', 'num_trees'],
  defaults: { estimator: 1000, function: 1000 },
  stopping: ['early_stopping_rounds', 'od_wait', 'od_type', 'od_pval'],
  booster: [],
  evaluation: { fit: ['eval_set'], train: 'eval_set' },
  roundsInParams: true,
};

export const LIBRARIES: Readonly<Record<BoostingLibrary, LibraryFacts>> = {
  xgboost: XGBOOST,
  lightgbm: LIGHTGBM,
  catboost: CATBOOST,
};

export const LIBRARY_NAMES = Object.keys(LIBRARIES) as BoostingLibrary[];
