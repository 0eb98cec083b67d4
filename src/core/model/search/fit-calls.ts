/** Calls that fit an estimator, with the constructor call of the object that is fitted. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { onlyValue } from '../lookup';
import type { Model } from '../model';
import { perModel } from '../per-model';

/** A constructor call and the canonical name of the class. */
export interface Maker {
  readonly name: string;
  readonly call: Call;
}

export interface FitCall {
  readonly call: Call;
  readonly method: 'fit' | 'fit_transform' | 'fit_predict';
  readonly receiver: Expr;
  readonly maker: Maker;
}

const METHODS = ['fit', 'fit_transform', 'fit_predict'] as const;

/** Libraries whose `fit` starts afresh each time; Keras and PyTorch go on from where they were. */
const FITS_AFRESH =
  /^(sklearn\.|imblearn\.|umap\.|skopt\.BayesSearchCV|xgboost\.XGB\w+|xgboost\.sklearn\.XGB|lightgbm\.LGBM\w+|catboost\.CatBoost\w*)/;

/** In source order. */
export const fitCalls = perModel((model): readonly FitCall[] =>
  METHODS.flatMap((method) =>
    model.program.calls(method).flatMap((call): FitCall[] => {
      if (call.func.kind !== 'attribute' || model.isIgnored(call)) return [];
      const receiver = call.func.value;
      const maker = makerOf(model, receiver) ?? bestEstimator(model, receiver);
      return maker && FITS_AFRESH.test(maker.name) ? [{ call, method, receiver, maker }] : [];
    }),
  ).sort((a, b) => a.call.start - b.call.start),
);

/** The one constructor call that made an object, through `made.fit(...)`, which returns it; undefined when unsure. */
export function makerOf(model: Model, expression: Expr, depth = 0): Maker | undefined {
  const origins = model.origins(expression);
  const [origin] = origins;
  if (origins.length !== 1 || origin?.kind !== 'result' || depth > 4) return undefined;
  const { of: name, call } = origin;
  if (name.endsWith('().fit') && call.func.kind === 'attribute') return makerOf(model, call.func.value, depth + 1);
  return /(^|\.)[A-Z]\w*$|\.make_pipeline$/.test(name) ? { name, call } : undefined;
}

/** The estimator inside a fitted search stands under the search, with a name of its own. */
function bestEstimator(model: Model, receiver: Expr): Maker | undefined {
  const search = attributeOwner(model, receiver, 'best_estimator_');
  return search && { name: `${search.name}().best_estimator_`, call: search.call };
}

/** `search` in `best = search.best_estimator_`, when the expression is that attribute or a name for it. */
export function attributeOwner(model: Model, expression: Expr, attribute: string): Maker | undefined {
  if (expression.kind === 'attribute' && expression.attr === attribute) return makerOf(model, expression.value);
  if (expression.kind !== 'name') return undefined;
  const value = onlyValue(expression);
  return value?.kind === 'attribute' && enclosingFunction(value) === enclosingFunction(expression)
    ? attributeOwner(model, value, attribute)
    : undefined;
}
