/** What an estimator expression trains: its class, and those inside pipelines, ensembles and wrappers. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { lastStep } from '../workloads/names';

export interface Estimator {
  /** Canonical class name: `sklearn.svm.SVC`. */
  readonly name: string;
  /** The constructor call. */
  readonly call: Call;
}

const PIPELINES = /^(sklearn|imblearn)\.pipeline\.(Pipeline|make_pipeline)$/;
/** Meta-estimators that fit their first argument, or the one named `estimator`, `base_estimator`, `regressor`. */
const WRAPPERS =
  /^sklearn\.(multiclass\.\w+|multioutput\.\w+|calibration\.CalibratedClassifierCV|compose\.TransformedTargetRegressor|ensemble\.(Bagging\w+|AdaBoost\w+)|feature_selection\.(RFE|RFECV|SequentialFeatureSelector|SelectFromModel)|model_selection\.\w*(Search|Threshold\w*)(CV)?|semi_supervised\.SelfTrainingClassifier)$/;
const INNER = new Set(['estimator', 'base_estimator', 'regressor', 'classifier']);
const COMMITTEES = /^sklearn\.ensemble\.(Voting|Stacking)(Classifier|Regressor)$/;

const MAX_DEPTH = 4;

/** The estimator itself and every estimator it trains; empty when it cannot be told. */
export function estimatorsIn(model: Model, expression: Expr | undefined, depth = 0): readonly Estimator[] {
  if (!expression || depth > MAX_DEPTH) return [];
  return model.origins(expression).flatMap((origin): readonly Estimator[] => {
    if (origin.kind !== 'result') return [];
    const { of: name, call } = origin;
    if (name === 'sklearn.base.clone') return estimatorsIn(model, call.args[0]?.value, depth + 1);
    if (PIPELINES.test(name)) return [{ name, call }, ...estimatorsIn(model, lastStep(call), depth + 1)];
    const inner = WRAPPERS.test(name) ? wrapped(call) : COMMITTEES.test(name) ? members(call) : [];
    return [{ name, call }, ...inner.flatMap((one) => estimatorsIn(model, one, depth + 1))];
  });
}

function wrapped({ args }: Call): readonly Expr[] {
  const given =
    args.find((one) => INNER.has(one.name ?? '')) ?? args.find((one) => one.name === null && one.star === '');
  return given ? [given.value] : [];
}

/** `VotingClassifier([("svc", SVC()), ("forest", forest)])`. */
function members({ args }: Call): readonly Expr[] {
  const given = args.find((one) => one.name === 'estimators')?.value ?? args[0]?.value;
  if (given?.kind !== 'list') return [];
  return given.items.flatMap((item) => (item.kind === 'tuple' && item.items[1] ? [item.items[1]] : []));
}

/** Their fits grow faster than the rows, or take many passes over them: a sample of the rows saves most of the work. */
const DATA_HUNGRY =
  /^(sklearn\.(svm\.(Nu)?SV[CR]|svm\.OneClassSVM|ensemble\.\w+|neural_network\.MLP\w+|gaussian_process\.\w+|kernel_ridge\.KernelRidge)|xgboost\.(\w+\.)?XGB\w+|lightgbm\.LGBM\w+|catboost\.CatBoost\w*|ngboost\.NGB\w*|scikeras\.wrappers\.Keras\w+|keras\.wrappers\.scikit_learn\.Keras\w+|skorch\.(\w+\.)?NeuralNet\w*)$/;

export function isDataHungry({ name }: Estimator): boolean {
  return DATA_HUNGRY.test(name) && !COMMITTEES.test(name);
}
