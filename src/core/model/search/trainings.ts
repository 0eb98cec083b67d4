/** Every place that trains something, with the expressions that decide what is trained and how. */
import type { Call, ClassDef, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { kerasFits } from '../trainers/keras-fit';
import { calleeName } from '../traverse';
import { asBoolean } from '../values';
import { CROSS_VALIDATIONS } from './facts';
import { fitCalls } from './fit-calls';

export interface Training {
  readonly node: Node;
  /** The model, its optimizer and the arguments that set how it is trained; not the data. */
  readonly settings: readonly Expr[];
}

const SETTINGS =
  /^(epochs|nb_epoch|batch_size|lr|learning_rate|reg|num_iters|n_iter|num_boost_round|early_stopping_rounds|params|optimizer)$/;

/** In source order. */
export const trainings = perModel((model): readonly Training[] =>
  [
    ...fitCalls(model)
      .filter(({ maker }) => !isWarm(model, maker.call))
      .map(({ call, receiver }) => ({ node: call, settings: [receiver, ...hyperparameters(call)] })),
    ...kerasFits(model).map(({ call, receiver }) => ({ node: call, settings: [receiver, ...hyperparameters(call)] })),
    ...crossValidations(model),
    ...boosters(model),
    ...statistical(model),
    ...localClasses(model),
    ...imported(model),
    ...loops(model),
  ].sort((a, b) => a.node.start - b.node.start),
);

/** A warm start trains on where the last fit ended, so the loop around it is one training. */
function isWarm(model: Model, { args }: Call): boolean {
  const warm = args.find((one) => one.name === 'warm_start');
  return warm !== undefined && asBoolean(model.value(warm.value)) !== false;
}

function hyperparameters({ args }: Call): readonly Expr[] {
  return args.filter((one) => one.star === '**' || SETTINGS.test(one.name ?? '')).map((one) => one.value);
}

function crossValidations(model: Model): readonly Training[] {
  return model.callsOf(...CROSS_VALIDATIONS).flatMap(({ call }) => {
    const estimator = call.args.find((one) => one.name === 'estimator')?.value ?? call.args[0]?.value;
    return estimator ? [{ node: call, settings: [estimator] }] : [];
  });
}

function boosters(model: Model): readonly Training[] {
  return model
    .callsOf('xgboost.train', 'xgboost.cv', 'lightgbm.train', 'lightgbm.cv', 'catboost.train', 'catboost.cv')
    .map(({ call }) => {
      const params = call.args.filter((one, index) => one.name === 'params' || (one.name === null && index === 0));
      return { node: call, settings: [...params.map((one) => one.value), ...hyperparameters(call)] };
    });
}

/** `ARIMA(series, order=(p, d, q)).fit()` */
const STATISTICAL =
  /^(statsmodels|pmdarima|prophet|fbprophet|arch|keras\.wrappers|scikeras|skorch|ngboost|cuml|tslearn|sktime)\.(.*\.)?[A-Z]\w*$/;

function statistical(model: Model): readonly Training[] {
  return model.program.calls('fit').flatMap((call): Training[] => {
    if (call.func.kind !== 'attribute') return [];
    const receiver = call.func.value;
    const trains = model.origins(receiver).some((one) => one.kind === 'result' && STATISTICAL.test(one.of));
    return trains ? [{ node: call, settings: [receiver, ...hyperparameters(call)] }] : [];
  });
}

/** An estimator that this file defines: a class whose `fit` or `train` iterates. */
function localClasses(model: Model): readonly Training[] {
  return ['fit', 'train'].flatMap((method) =>
    model.program.calls(method).flatMap((call): Training[] => {
      if (call.func.kind !== 'attribute' || call.args.length === 0) return [];
      const receiver = call.func.value;
      const trains = model
        .origins(receiver)
        .some((one) => one.kind === 'instance' && one.call !== null && iterates(one.of, method));
      return trains ? [{ node: call, settings: [receiver, ...hyperparameters(call)] }] : [];
    }),
  );
}

/** `train(model, lr=lr)` of another module of the project: what is passed to it by name or is no data sets it up. */
function imported(model: Model): readonly Training[] {
  return [...model.program.calledNames()]
    .filter((name) => TRAINS.test(name))
    .flatMap((name) => model.program.calls(name))
    .flatMap((call): Training[] => {
      if (call.func.kind !== 'name' || call.args.length === 0 || !isOfProject(model, call.func)) return [];
      return [{ node: call, settings: call.args.filter((one) => !DATA.test(one.name ?? '')).map((one) => one.value) }];
    });
}

const TRAINS =
  /^(train|fit|run_training|run_train|cross_validation|cross_validate)(_(model|net|network|and_\w+|one_model|with_\w+|loop))?$/;
const DATA = /^(x|y|X\w*|y\w*|data\w*|\w*loaders?|train\w*|val\w*|test\w*)$/;
/** Libraries that have such functions of their own, or other things under these names. */
const LIBRARIES =
  /^(sklearn|xgboost|lightgbm|catboost|keras|tensorflow|torch|ray|optuna|spacy|fasttext|transformers|trl|peft|datasets|builtins|numpy|scipy|pandas|lightning|accelerate|jax|flax|mlflow|wandb|azureml|sagemaker|setfit|composer|nltk|gensim)\b/;

function isOfProject(model: Model, callee: Expr): boolean {
  const origins = model.origins(callee);
  return origins.length > 0 && origins.every((one) => one.kind === 'external' && !one.may && !LIBRARIES.test(one.name));
}

function iterates(definition: ClassDef, method: string): boolean {
  const own = definition.body.find((one) => one.kind === 'function' && one.name === method);
  if (!own) return false;
  for (const node of descend(own)) {
    if (node.kind === 'for' || node.kind === 'while') return true;
    if (node.kind === 'call' && /^(fit|minimize|fmin\w*|lstsq|solve)$/.test(calleeName(node))) return true;
  }
  return false;
}

function loops(model: Model): readonly Training[] {
  return model.trainingLoops.map((loop): Training => {
    const optimizer = loop.update.func.kind === 'attribute' ? [loop.update.func.value] : [];
    const times = loop.epoch?.kind === 'for' ? [loop.epoch.iter] : [];
    const settings = [loop.model, ...optimizer, ...times, loop.loader].filter((one) => one !== null);
    return { node: loop.epoch ?? loop.step, settings };
  });
}
