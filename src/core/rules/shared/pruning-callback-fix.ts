/** Hands Optuna's pruning callbacks to Keras, Lightning and boosting, where the metric agrees with the study. */
import { appendToList, addKeyword } from '../../fixes/calls';
import { reference } from '../../fixes/reference';
import type { Arguments } from '../../model/arguments';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import { isReached } from '../../model/search/reach';
import { studyArguments, type Study } from '../../model/search/studies';
import type { TrialBoosting } from '../../model/search/trial-boosting';
import type { TrialTraining } from '../../model/search/trial-training';
import { validates } from '../../model/trainers/keras-fit';
import { asString } from '../../model/values';
import type { Call, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { addCallback } from './callback-list';
import { PRUNING_REASON } from './pruning-loop-fix';
import { quoted } from './quotes';
import { trialNameAt } from './trial-in-scope';
import { importsModule } from '../../syntax/imported-modules';
import { textOf } from '../../model/torch/modules';

type Direction = 'minimize' | 'maximize';

export function pruningCallbackFix(model: Model, study: Study, training: TrialTraining): Fix | undefined {
  const direction = directionOf(model, study);
  if (!direction) return undefined;
  switch (training.kind) {
    case 'keras':
      return kerasFix(model, study, training, direction);
    case 'lightning':
      return lightningFix(model, study, training, direction);
    case 'boosting':
      return boostingFix(model, study, training.boosting, direction);
    default:
      return undefined;
  }
}

/** `minimize` is Optuna's default; undefined when the study is made elsewhere or its direction is not written. */
function directionOf(model: Model, study: Study): Direction | undefined {
  const given = studyArguments(model, study);
  if (!given?.complete || given.has('directions')) return undefined;
  const bound = given.get('direction');
  if (!bound) return study.made && /load_study/.test(textOf(model, study.made.func)) ? undefined : 'minimize';
  const direction = asString(model.value(bound.value));
  return direction === 'minimize' || direction === 'maximize' ? direction : undefined;
}

function fixWith(
  model: Model,
  at: Call,
  name: string,
  callback: (expression: string) => readonly TextEdit[] | undefined,
): Fix | undefined {
  // Optuna 3.1 holds all callbacks itself; they moved out between 3.2 (Keras) and 3.6 (LightGBM, XGBoost).
  const isOld = isBefore(model.version('optuna'), 3, 2);
  const { expression, imports } = reference(
    model.program,
    `${isOld ? 'optuna.integration' : 'optuna_integration'}.${name}`,
    at,
  );
  const edits = callback(expression);
  const reason = isOld ? PRUNING_REASON : `${PRUNING_REASON} Needs the package optuna-integration.`;
  return edits && { title: `Add ${name}`, safety: 'review', reason, edits, imports };
}

function kerasFix(
  model: Model,
  study: Study,
  { fit }: Extract<TrialTraining, { kind: 'keras' }>,
  direction: Direction,
): Fix | undefined {
  const trial = trialNameAt(study, fit.call);
  const custom = fit.definition?.scope.bindings('train_step').length ?? 0;
  if (trial === undefined || fit.legacy || custom > 0 || !validates(model, fit)) return undefined;
  if (direction === 'maximize' && !measuresAccuracy(model, study)) return undefined;
  const monitor = quoted(model, direction === 'minimize' ? 'val_loss' : 'val_accuracy');
  const name = importsOnlyTensorFlow(model) ? 'TFKerasPruningCallback' : 'KerasPruningCallback';
  return fixWith(model, fit.call, name, (callback) =>
    addCallback(model, fit.call, fit.given, `${callback}(${trial}, ${monitor})`),
  );
}

/** `compile(metrics=["accuracy"])` gives `val_accuracy`. */
function measuresAccuracy(model: Model, study: Study): boolean {
  return model.program.calls('compile').some((call) => {
    const metrics = call.args.find((one) => one.name === 'metrics')?.value;
    if (metrics?.kind !== 'list' || !isReached(study.reach, call)) return false;
    return metrics.items.some((one) => one.kind === 'constant' && one.value === 'accuracy');
  });
}

function importsOnlyTensorFlow(model: Model): boolean {
  return importsModule(model.program, /^tensorflow\b/) && !importsModule(model.program, /^keras\b/);
}

/** The callback derives from `lightning.pytorch`, so the old package cannot take it. */
function lightningFix(
  model: Model,
  study: Study,
  { trainer }: Extract<TrialTraining, { kind: 'lightning' }>,
  direction: Direction,
): Fix | undefined {
  const trial = trialNameAt(study, trainer.call);
  const monitor = loggedMetric(model, direction);
  if (trial === undefined || monitor === undefined || model.program.mentions('pytorch_lightning')) return undefined;
  const text = `(${trial}, monitor=${quoted(model, monitor)})`;
  return fixWith(model, trainer.call, 'PyTorchLightningPruningCallback', (callback) =>
    withCallback(model, trainer.call, trainer.given, `${callback}${text}`),
  );
}

/** A metric that `validation_step` logs and whose direction its name tells. */
function loggedMetric(model: Model, direction: Direction): string | undefined {
  const wanted = direction === 'minimize' ? /^val(id)?(ation)?_loss$/ : /^val(id)?(ation)?_acc(uracy)?$/;
  const steps = model.program.functions.filter((one) => /^(on_)?validation_(step|epoch_end)$/.test(one.name));
  for (const node of steps.flatMap((one) => [...descend(one)])) {
    if (node.kind !== 'call' || node.func.kind !== 'attribute' || node.func.attr !== 'log') continue;
    const name = node.args[0]?.value;
    if (name?.kind === 'constant' && typeof name.value === 'string' && wanted.test(name.value)) return name.value;
  }
  return undefined;
}

/** Metrics whose names the libraries report unchanged, and which way is better. */
const METRICS: Readonly<Record<'xgboost' | 'lightgbm', Readonly<Record<Direction, RegExp>>>> = {
  xgboost: { maximize: /^(auc|aucpr|ndcg|map)$/, minimize: /^(rmse|rmsle|mae|mape|logloss|error|merror|mlogloss)$/ },
  lightgbm: {
    maximize: /^(auc|average_precision)$/,
    minimize: /^(binary_logloss|binary_error|multi_logloss|multi_error|rmse|l1|l2|mape)$/,
  },
};

function boostingFix(model: Model, study: Study, boosting: TrialBoosting, direction: Direction): Fix | undefined {
  const { library, call, given } = boosting.run;
  const trial = trialNameAt(study, call);
  if (trial === undefined || library === 'catboost' || boosting.fit !== call) return undefined;
  const metric = metricOf(model, boosting);
  if (metric === undefined || !METRICS[library][direction].test(metric)) return undefined;
  const key = library === 'xgboost' ? observationKey(model, given, metric) : validMetric(given, metric);
  if (key === undefined) return undefined;
  const name = library === 'xgboost' ? 'XGBoostPruningCallback' : 'LightGBMPruningCallback';
  return fixWith(model, call, name, (callback) =>
    withCallback(model, call, given, `${callback}(${trial}, ${quoted(model, key)})`),
  );
}

function metricOf(model: Model, { run: { library, parameters } }: TrialBoosting): string | undefined {
  const written = parameters.get(library === 'xgboost' ? 'eval_metric' : 'metric');
  return written && asString(model.value(written));
}

/** `evals=[(dvalid, "validation")]`: XGBoost prefixes the metric with the name of the set. */
function observationKey(model: Model, given: Arguments, metric: string): string | undefined {
  const evals = given.get('evals')?.value;
  const last = evals?.kind === 'list' ? evals.items.at(-1) : undefined;
  const name = last?.kind === 'tuple' ? last.items[1] : undefined;
  const set = name && asString(model.value(name));
  return set === undefined || /train/i.test(set) ? undefined : `${set}-${metric}`;
}

/** The callback looks at the first validation set, which must not be the training set. */
function validMetric(given: Arguments, metric: string): string | undefined {
  const sets = given.get('valid_sets')?.value;
  const [only, ...rest] = sets?.kind === 'list' ? sets.items : [];
  const isTraining = only?.kind !== 'name' || /train/i.test(only.id);
  return isTraining || rest.length > 0 || given.has('valid_names') ? undefined : metric;
}

function withCallback(model: Model, call: Call, given: Arguments, callback: string): readonly TextEdit[] | undefined {
  const { text } = model.program;
  const bound = given.get('callbacks');
  if (!bound) return given.complete ? addKeyword(call, text, 'callbacks', `[${callback}]`) : undefined;
  const list: Expr = bound.value;
  return bound.argument && list.kind === 'list' ? appendToList(list, text, callback) : undefined;
}
