/** Whether two estimators are configured alike, and whether fitting one twice gives the same model. */
import type { Argument, Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { followed } from '../inference/single-row';
import { searchClass } from './classes';
import { makerOf, type Maker } from './fit-calls';
import { readSpace } from './grid';
import { sameValue } from './same-data';

/** Their fit has no random part with default settings. */
const DETERMINISTIC =
  /^(sklearn\.(svm\.(Nu)?SV[CR]|linear_model\.(LinearRegression|Ridge|RidgeClassifier|Lasso|ElasticNet|LogisticRegression|BayesianRidge|HuberRegressor)|neighbors\.(KNeighbors|RadiusNeighbors)\w+|naive_bayes\.\w+|discriminant_analysis\.\w+|kernel_ridge\.KernelRidge|preprocessing\.\w*(Scaler|Encoder|Binarizer|Normalizer|PolynomialFeatures))|xgboost\.XGB\w+|lightgbm\.LGBM\w+|catboost\.CatBoost\w*)$/;

export function isReproducible({ name, call }: Maker): boolean {
  const seed = call.args.find(
    (one) => one.name === 'random_state' || one.name === 'random_seed' || one.name === 'seed',
  );
  if (seed) return !(seed.value.kind === 'constant' && seed.value.value === null);
  return DETERMINISTIC.test(name) && !call.args.some((one) => one.star !== '' && !isBestParameters(one));
}

/** `**search.best_params_`, also through a variable. */
function isBestParameters({ star, value }: Argument): boolean {
  if (star !== '**') return false;
  if (value.kind === 'attribute') return value.attr === 'best_params_';
  return (
    value.kind === 'name' &&
    reachingBindings(value).every((one) => one.value?.kind === 'attribute' && one.value.attr === 'best_params_')
  );
}

/** The same class and the same arguments, apart from `**search.best_params_` and those of the given names. */
export function sameSettings(model: Model, first: Maker, second: Maker, apart: readonly string[] = []): boolean {
  if (first.name !== second.name) return false;
  const [before, after] = [first, second].map(({ call }) =>
    call.args.filter((one) => !isBestParameters(one) && !apart.includes(one.name ?? '')),
  );
  if (!before || !after || before.length !== after.length) return false;
  return before.every((one, index) => {
    const other = one.name === null ? after[index] : after.find((each) => each.name === one.name);
    return (
      other !== undefined &&
      one.star === '' &&
      other.star === '' &&
      other.name === one.name &&
      sameValue(model, one.value, other.value)
    );
  });
}

/** The search whose `best_params_` are handed on by name, `SVC(C=search.best_params_["C"])`, with the names: all that it varies. */
export function tunedByName(model: Model, { call }: Maker): { search: Maker; names: readonly string[] } | undefined {
  const tuned = call.args.filter((one) => ownerOfBest(one));
  const names = tuned.map(({ name }) => name ?? '');
  const [search, ...others] = tuned.map((one) => makerOf(model, ownerOfBest(one) as Expr));
  if (!search || others.some((one) => one?.call !== search.call)) return undefined;
  const kind = searchClass(search.name);
  const space = kind && model.arguments(search.call, kind.parameters).get(kind.space)?.value;
  const [part, ...more] = (space && readSpace(model, space)) ?? [];
  if (!part?.complete || more.length > 0 || part.values.size !== names.length) return undefined;
  return names.every((name) => part.values.has(name)) ? { search, names } : undefined;
}

/** `search` of `C=search.best_params_["C"]`, also through variables. */
function ownerOfBest({ name, value }: Argument): Expr | undefined {
  const read = followed(value);
  const key = read.kind === 'subscript' ? read.index[0] : undefined;
  if (read.kind !== 'subscript' || key?.kind !== 'constant' || key.value !== name) return undefined;
  const best = followed(read.value);
  return best.kind === 'attribute' && best.attr === 'best_params_' ? best.value : undefined;
}

/** The search whose `best_params_` a constructor unpacks. */
export function tunedBy(model: Model, { call }: Maker): Maker | undefined {
  const unpacked = call.args.filter((one) => one.star === '**');
  const [only] = unpacked;
  if (unpacked.length !== 1 || !only || !isBestParameters(only)) return undefined;
  const { value } = only;
  const attribute = value.kind === 'name' ? reachingBindings(value)[0]?.value : value;
  return attribute?.kind === 'attribute' ? makerOf(model, attribute.value) : undefined;
}

/** What a search was given to fit. */
export function searchedEstimator(model: Model, { name, call }: Maker): Maker | undefined {
  const kind = searchClass(name);
  const estimator = kind && model.arguments(call, kind.parameters).get('estimator')?.value;
  return estimator && makerOf(model, estimator);
}
