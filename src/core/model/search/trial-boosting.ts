/** Gradient boosting inside a trial: XGBoost, LightGBM and CatBoost, with their rounds and whether they stop early. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { methodCallsOn } from '../traverse';
import { isReached, type Reach } from './reach';
import { trialCount, type TrialCount } from './trial-count';

export type BoostingLibrary = 'xgboost' | 'lightgbm' | 'catboost';

export interface TrialBoosting {
  readonly library: BoostingLibrary;
  /** `xgb.train(...)`, `lgb.cv(...)`, or the constructor of an estimator. */
  readonly call: Call;
  /** What trains: the same call, or the estimator's `fit`. */
  readonly run: Call;
  readonly given: Arguments;
  /** The entries of `params`, empty for estimators. */
  readonly parameters: ReadonlyMap<string, Expr>;
  /** Undefined when they cannot be read. */
  readonly rounds: TrialCount | undefined;
  readonly stops: boolean;
}

interface Api {
  readonly library: BoostingLibrary;
  readonly parameters: readonly string[];
  /** Rounds where none are given (XGBoost 3.2, LightGBM 4.7, CatBoost 1.2). */
  readonly rounds: number;
}

const XGB: Api = { library: 'xgboost', parameters: ['params', 'dtrain', 'num_boost_round'], rounds: 10 };
const LGB: Api = { library: 'lightgbm', parameters: ['params', 'train_set', 'num_boost_round'], rounds: 100 };
const CATBOOST_ROUNDS = 1000;

const FUNCTIONS: Readonly<Record<string, Api>> = {
  'xgboost.train': { ...XGB, parameters: [...XGB.parameters, 'evals'] },
  'xgboost.cv': XGB,
  'lightgbm.train': { ...LGB, parameters: [...LGB.parameters, 'valid_sets', 'valid_names'] },
  'lightgbm.cv': LGB,
  'catboost.train': { library: 'catboost', parameters: ['pool', 'params'], rounds: CATBOOST_ROUNDS },
  'catboost.cv': { library: 'catboost', parameters: ['pool', 'params'], rounds: CATBOOST_ROUNDS },
};

const estimators = (names: readonly string[], api: Omit<Api, 'parameters'>): readonly [string, Api][] =>
  names.map((name) => [`${api.library}.${name}`, { ...api, parameters: [] }]);

const ESTIMATORS: Readonly<Record<string, Api>> = Object.fromEntries([
  ...estimators(['XGBClassifier', 'XGBRegressor', 'XGBRanker'], { library: 'xgboost', rounds: 100 }),
  ...estimators(['LGBMClassifier', 'LGBMRegressor', 'LGBMRanker'], { library: 'lightgbm', rounds: 100 }),
  ...estimators(['CatBoost', 'CatBoostClassifier', 'CatBoostRegressor', 'CatBoostRanker'], {
    library: 'catboost',
    rounds: CATBOOST_ROUNDS,
  }),
]);

const ROUNDS = [
  ['num_boost_round', 'n_estimators', 'num_iterations', 'iterations', 'num_round', 'num_rounds'],
  ['num_trees', 'num_tree', 'n_iter', 'num_iteration', 'max_iter', 'nrounds'],
].flat();
const STOPS = [
  'early_stopping_rounds',
  'early_stopping_round',
  'early_stopping',
  'n_iter_no_change',
  'od_wait',
  'od_type',
  'od_pval',
];

/** The code of the trials, and the names that the search fills the parameter of the objective with, where they are known. */
export interface Trials {
  readonly reach: Reach;
  readonly space: readonly string[] | null;
}

/** Boosting that runs in the code of a trial. */
export function boostingIn(model: Model, { reach, space }: Trials): readonly TrialBoosting[] {
  const functions = model.callsOf(...Object.keys(FUNCTIONS)).flatMap(({ call, name }): readonly TrialBoosting[] => {
    const api = FUNCTIONS[name];
    return api && isReached(reach, call) ? [read(model, call, [call], { api, space })] : [];
  });
  const fitted = model.callsOf(...Object.keys(ESTIMATORS)).flatMap(({ call, name, through }) => {
    const api = ESTIMATORS[name];
    const fits = api && !through ? methodCallsOn(model, call, 'fit').filter((fit) => isReached(reach, fit)) : [];
    return api && fits.length > 0 ? [read(model, call, fits, { api, space })] : [];
  });
  return [...functions, ...fitted];
}

function read(
  model: Model,
  call: Call,
  runs: readonly Call[],
  { api, space }: { readonly api: Api; readonly space: Trials['space'] },
): TrialBoosting {
  const given = model.arguments(call, api.parameters);
  const parameters = dictionaryOf(model, given.get('params')?.value);
  const fits = runs.filter((one) => one !== call).map((one) => model.arguments(one, []));
  const named = (name: string): Expr | undefined => given.get(name)?.value ?? parameters.entries.get(name);
  const written = ROUNDS.map(named).find((one) => one !== undefined);
  const spread = [...call.args.filter((one) => one.star === '**').map((one) => one.value), given.get('params')?.value];
  const searched = space !== null && !space.some((name) => ROUNDS.includes(name));
  const hidden =
    (!given.complete || !parameters.complete) && !(searched && spread.some((one) => one && isParameter(model, one)));
  const stops =
    STOPS.some((name) => named(name) !== undefined || fits.some((fit) => fit.has(name))) ||
    [given, ...fits].some((one) => one.has('callbacks'));
  return {
    library: api.library,
    call,
    run: runs[0] ?? call,
    given,
    parameters: parameters.entries,
    rounds: written ? trialCount(model, written) : hidden ? undefined : known(api.rounds),
    stops,
  };
}

/** `**params` where the search itself fills `params`. */
function isParameter(model: Model, expression: Expr): boolean {
  const origins = model.origins(expression);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'parameter');
}

const known = (value: number): TrialCount => ({ value, certainty: 'known', via: null });

function dictionaryOf(
  model: Model,
  expression: Expr | undefined,
): { readonly entries: ReadonlyMap<string, Expr>; readonly complete: boolean } {
  if (!expression) return { entries: new Map(), complete: true };
  const { alternatives } = model.value(expression);
  const entries = new Map<string, Expr>();
  let complete = alternatives.length > 0;
  for (const one of alternatives) {
    if (one.type === 'dict') for (const [name, value] of one.entries) entries.set(name, value);
    complete &&= one.type === 'dict' && one.complete;
  }
  return { entries, complete };
}
