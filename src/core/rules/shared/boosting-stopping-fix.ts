/** Adds early stopping to a boosting run that is evaluated while it trains, the way its library takes it today. */
import { appendToList } from '../../fixes/calls';
import { reference } from '../../fixes/reference';
import type { BoostingFit, BoostingRun } from '../../model/boosting/runs';
import type { Model } from '../../model/model';
import { isPinnedBelow } from '../../model/pinned-version';
import { methodCallsOn } from '../../model/traverse';
import { asNumber, isNone } from '../../model/values';
import type { Call, Expr, Name } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';
import { keywordEdits } from './keyword-fix';

/** Rounds without a better score after which training ends, as in the measurement that the saving comes from. */
export const PATIENCE = 50;

interface Change {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

/** Nothing where no held-out data are passed, or where the library would raise or watch the wrong thing. */
export function boostingStoppingFixes(model: Model, run: BoostingRun): Fix[] {
  const watched = run.fits.filter(({ evaluation }) => evaluation === 'held out');
  if (watched.length === 0 || hasOwnMetric(model, run) || predictsWithCount(model)) return [];
  const change = changeOf(model, run, watched);
  if (!change) return [];
  return [{ title: TITLES[run.library], safety: 'review', reason: reasonOf(run), ...change }];
}

const TITLES = {
  xgboost: `Add early_stopping_rounds=${PATIENCE}`,
  lightgbm: `Add the early_stopping callback`,
  catboost: `Add early_stopping_rounds=${PATIENCE}`,
};

function changeOf(model: Model, run: BoostingRun, watched: readonly BoostingFit[]): Change | undefined {
  if (run.library === 'lightgbm') return joined(watched.map((fit) => addCallback(model, fit)));
  const stop = (call: Call, given: BoostingFit['given']): Change | undefined => {
    const edits = keywordEdits(model, call, given, 'early_stopping_rounds', String(PATIENCE));
    return edits && { edits, imports: [] };
  };
  if (run.library === 'xgboost' && run.form === 'estimator')
    return takesConstructorArgument(model, run) ? stop(run.call, run.given) : undefined;
  return joined(watched.map((fit) => stop(fit.call, fit.given)));
}

function joined(changes: readonly (Change | undefined)[]): Change | undefined {
  const made = changes.filter((change) => change !== undefined);
  if (made.length < changes.length) return undefined;
  return { edits: made.flatMap(({ edits }) => edits), imports: made[0]?.imports ?? [] };
}

function addCallback(model: Model, { call, given }: BoostingFit): Change | undefined {
  const { expression, imports } = reference(model.program, 'lightgbm.early_stopping', call);
  const callback = `${expression}(${PATIENCE})`;
  const bound = given.get('callbacks');
  const none = !bound || (bound.value.kind === 'constant' && bound.value.value === null);
  const edits = none
    ? keywordEdits(model, call, given, 'callbacks', `[${callback}]`)
    : appended(model, bound.value, callback);
  return edits && { edits, imports };
}

function appended(model: Model, callbacks: Expr, callback: string): readonly TextEdit[] | undefined {
  const { literal } = model.callbacks(callbacks);
  return literal?.kind === 'list' ? appendToList(literal, model.program.text, callback) : undefined;
}

/** XGBoost takes it in the constructor since 1.6 (doc/changes/v2.1.0.rst), and then every fit needs evaluation data. */
function takesConstructorArgument(model: Model, run: BoostingRun): boolean {
  if (isPinnedBelow(model, 'xgboost', [1, 6]) || usesFitArgument(model)) return false;
  if (run.fits.some(({ evaluation }) => evaluation !== 'held out')) return false;
  if (methodCallsOn(model, run.call, 'set_params').length > 0) return false;
  return model.usesOf(run.call).every((use) => isHarmless(model, use));
}

/** Some `fit` of this file is given the argument that XGBoost 2.1 removed. */
function usesFitArgument(model: Model): boolean {
  return model.program.calls('fit').some((call) => call.args.some(({ name }) => name === 'early_stopping_rounds'));
}

/** The estimator is not handed to code that may fit a copy of it without evaluation data. */
function isHarmless(model: Model, use: Name): boolean {
  const { parent } = use;
  if (parent?.kind === 'attribute' || parent?.kind === 'return') return true;
  if (parent?.kind !== 'argument' || parent.parent?.kind !== 'call') return false;
  return model
    .origins(parent.parent.func)
    .some(
      (origin) =>
        origin.kind === 'external' &&
        /^(builtins|joblib|pickle|shap|xgboost|sklearn\.metrics|sklearn\.inspection)\./.test(origin.name),
    );
}

const PREDICTIONS = ['predict', 'predict_proba', 'predict_log_proba', 'staged_predict'];
const COUNTS = /^(ntree_limit|iteration_range|num_iteration|ntree_end)$/;

/** A prediction names how many trees it uses: there may be fewer, or others may be the best. */
function predictsWithCount(model: Model): boolean {
  return PREDICTIONS.flatMap((name) => model.program.calls(name)).some(({ args }) =>
    args.some(({ name, value }) => name !== null && COUNTS.test(name) && !followsBest(model, value)),
  );
}

/** `best_iteration`, or what stands for the best or for all. */
function followsBest(model: Model, value: Expr): boolean {
  const written = model.program.text.slice(value.start, value.end);
  const count = asNumber(model.value(value));
  const range = value.kind === 'tuple' && value.items.every((item) => asNumber(model.value(item)) === 0);
  return /best/.test(written) || range || isNone(model.value(value)) || (count !== undefined && count <= 0);
}

/** Nobody says whether a metric of the user's own is to grow or to shrink. */
function hasOwnMetric(model: Model, { given, fits, library }: BoostingRun): boolean {
  if (library !== 'xgboost') return false;
  const all = [given, ...fits.map((fit) => fit.given)];
  const own =
    all.some((one) => one.has('feval') || one.has('custom_metric')) && !all.some((one) => one.has('maximize'));
  const metric = all.map((one) => one.get('eval_metric')?.value).find((one) => one !== undefined);
  return own || (metric !== undefined && !isNamed(model, metric));
}

function isNamed(model: Model, metric: Expr): boolean {
  const { alternatives } = model.value(metric);
  return (
    alternatives.length > 0 &&
    alternatives.every(
      (one) =>
        one.type === 'string' ||
        one.type === 'none' ||
        (one.type === 'sequence' && one.items !== null && one.items.every((item) => isNamed(model, item))),
    )
  );
}

function reasonOf({ library, form }: BoostingRun): string {
  const kept =
    library === 'xgboost' && form === 'train'
      ? ' The booster keeps the rounds after the best: predict with iteration_range=(0, best_iteration + 1).'
      : '';
  return `Training ends after ${PATIENCE} rounds without a better score on the last evaluation set, so it has fewer trees, and scored more than a point worse in up to 14 % of measured runs; that set should not be the test set.${kept}`;
}
