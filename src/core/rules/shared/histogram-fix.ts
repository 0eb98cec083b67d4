/** Rewrites exact gradient boosting into that on histograms, where the replacement has all that the original is given. */
import type { Argument } from '../../syntax/ast';
import type { Arguments } from '../../model/arguments';
import type { SklearnBoosting, XgboostBoosting } from '../../model/boosting/exact';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import { isNamedAfterClass, mayAsk, variedParameters } from '../../model/search/estimator-uses';
import { asBoolean, asNumber, asString, isNone, type Value } from '../../model/values';
import { spanOf } from '../../text/span';
import type { Fix } from '../rule';
import { quoted } from './quotes';
import { isOldLibrary } from './search-fixes';
import { swapEstimator } from './swap-estimator';

/** What HistGradientBoosting does with one argument of GradientBoosting. */
type Step =
  | { readonly do: 'keep' }
  | { readonly do: 'drop' }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'block'; readonly block: Block };

/** Why there is no fix. `lacks`: the replacement has no counterpart, so that it may not do. */
export interface Block {
  readonly why: string;
  readonly lacks: boolean;
}

const KEEP: Step = { do: 'keep' };
const DROP: Step = { do: 'drop' };
const lacking = (why: string): Block => ({ why, lacks: true });
const writing = (why: string): Block => ({ why, lacks: false });
const block = (why: string): Step => ({ do: 'block', block: lacking(why) });

/** Asked of the fitted model, and not there afterwards. */
const MISSING = [
  ...['feature_importances_', 'train_score_', 'init_', 'n_estimators_', 'n_estimators', 'max_features_'],
  ...['set_params', 'loss_'],
];

/** Why no fix is offered; undefined where one can be. */
export function blocksHistograms(model: Model, one: SklearnBoosting): Block | undefined {
  const { given } = one;
  if (isOldLibrary(model) || isBefore(model.version('scikit-learn', 'sklearn'), 1, 0))
    return writing('HistGradientBoosting was experimental before scikit-learn 1.0');
  const blocked = blockedByUse(model, one) ?? blockedBySearch(model, one);
  if (blocked) return blocked;
  for (const argument of argumentsOf(given)) {
    const step = stepFor(model, one, argument);
    if (step.do === 'block') return step.block;
  }
  return undefined;
}

function blockedByUse(model: Model, { uses, fits }: SklearnBoosting): Block | undefined {
  const asked = MISSING.find((name) => mayAsk(model, uses, [name]));
  if (asked !== undefined) return lacking(`HistGradientBoosting has no ${asked}`);
  if (mayAsk(model, uses, STAGES)) return lacking('its stages are read, and there may be fewer of them');
  if (encodesSparse(model))
    return lacking('OneHotEncoder makes sparse tables, which HistGradientBoosting does not take');
  if (uses.handedTo.some(({ name }) => NEEDS_IMPORTANCES.test(name)))
    return lacking('features are selected by feature_importances_, which HistGradientBoosting has not');
  return fits.some((fit) => fit.args.some(({ name }) => name === 'monitor'))
    ? lacking('HistGradientBoosting takes no monitor')
    : undefined;
}

function blockedBySearch(model: Model, { uses, name }: SklearnBoosting): Block | undefined {
  const { names, complete } = variedParameters(model, uses);
  if (!complete) return writing('the search around it could not be read');
  if (isNamedAfterClass(model, uses, name)) return writing('the pipeline names the step after its class');
  const other = [...names].find((one) => TREE_PARAMETERS.has(one) && !SHARED.has(one));
  if (other === 'n_estimators') return writing('n_estimators, which the search varies, is called max_iter there');
  return other === undefined ? undefined : lacking(`the search varies ${other}, which HistGradientBoosting has not`);
}

const STAGES = ['staged_predict', 'staged_predict_proba', 'staged_decision_function'];

/** Unless it is told otherwise, and nothing here makes its tables dense. */
function encodesSparse(model: Model): boolean {
  if (model.program.attributes('toarray').length > 0) return false;
  return model.callsOf('sklearn.preprocessing.OneHotEncoder').some(({ call }) => {
    const given = model.arguments(call, []);
    const sparse = given.get('sparse_output') ?? given.get('sparse');
    return !sparse || asBoolean(model.value(sparse.value)) !== false;
  });
}

/** Selectors rank columns by `coef_` or `feature_importances_`. */
const NEEDS_IMPORTANCES = /\.(RFE|RFECV|SelectFromModel|BorutaPy)$/;

const SHARED = new Set(['learning_rate', 'max_depth', 'max_leaf_nodes', 'min_samples_leaf', 'random_state', 'verbose']);
/** Constructor of scikit-learn 1.9, sklearn/ensemble/_gb.py. */
const TREE_PARAMETERS = new Set([
  ...['loss', 'learning_rate', 'n_estimators', 'subsample', 'criterion', 'min_samples_split', 'min_samples_leaf'],
  ...['min_weight_fraction_leaf', 'max_depth', 'min_impurity_decrease', 'init', 'max_features', 'alpha'],
  ...['max_leaf_nodes', 'warm_start', 'validation_fraction', 'n_iter_no_change', 'tol', 'ccp_alpha'],
]);

export function histogramFix(model: Model, one: SklearnBoosting): Fix | undefined {
  const { call, given, name } = one;
  const dropped: Argument[] = [];
  const renamed: [Argument, string][] = [];
  for (const { argument, name: parameter } of argumentsOf(given)) {
    const step = stepFor(model, one, { argument, name: parameter });
    if (step.do === 'block' || !argument) return undefined;
    // Only the loss can be positional there.
    if (argument.name === null && (step.do !== 'keep' || parameter !== 'loss')) return undefined;
    if (step.do === 'drop') dropped.push(argument);
    if (step.do === 'rename') renamed.push([argument, step.name]);
  }
  const stops = given.get('n_iter_no_change');
  const added = [
    ...(hasDepth(model, one) ? [] : ['max_depth=3']),
    ...(isQuantile(model, given) && !given.has('alpha') ? ['quantile=0.9'] : []),
    ...(stops && !isNone(model.value(stops.value)) ? ['early_stopping=True'] : []),
    ...(given.has('random_state') ? [] : ['random_state=0']),
  ];
  const replacement = `Hist${name}`;
  const swap = { call, module: 'sklearn.ensemble', old: name, name: replacement, dropped, renamed, added };
  const done = swapEstimator(model, swap);
  return (
    done && {
      title: `Use ${replacement}`,
      safety: 'review',
      reason:
        'Values are put into 255 bins, leaves hold at least 20 rows unless told otherwise, and above 10,000 rows it stops early.',
      ...done,
    }
  );
}

/** Without a depth trees of the original have three levels, and those of the replacement 31 leaves. */
function hasDepth(model: Model, { given, uses }: SklearnBoosting): boolean {
  const { names } = variedParameters(model, uses);
  return ['max_depth', 'max_leaf_nodes'].some((name) => given.has(name) || names.has(name));
}

interface Given {
  readonly name: string;
  /** Null when it comes out of a dictionary. */
  readonly argument: Argument | null;
}

function argumentsOf(given: Arguments): readonly Given[] {
  return given.names.map((name) => ({ name, argument: given.get(name)?.argument ?? null }));
}

function stepFor(model: Model, { given }: SklearnBoosting, { name, argument }: Given): Step {
  const bound = given.get(name);
  if (!argument || !bound) return { do: 'block', block: writing('the arguments come out of a dictionary') };
  const value = model.value(bound.value);
  const neutral = NEUTRAL[name];
  if (neutral) return neutral(value) ? DROP : block(`HistGradientBoosting has no ${name}`);
  if (name === 'n_estimators') return { do: 'rename', name: 'max_iter' };
  if (name === 'loss') return stepForLoss(model, value);
  if (name === 'alpha') return isQuantile(model, given) ? { do: 'rename', name: 'quantile' } : DROP;
  if (name === 'n_iter_no_change' && isNone(value)) return DROP;
  if (name === 'min_samples_leaf' && !isWhole(value)) return block('min_samples_leaf is a share of the rows there');
  if (name === 'max_features') return stepForFeatures(model, value);
  return ALIKE.has(name) ? KEEP : block(`HistGradientBoosting has no ${name}`);
}

const ALIKE = new Set([...SHARED, 'warm_start', 'validation_fraction', 'n_iter_no_change', 'tol', 'min_samples_leaf']);

const isNumber =
  (wanted: number) =>
  (value: Value): boolean =>
    asNumber(value) === wanted;

/** Arguments that change nothing at these values, and have no counterpart at others. */
const NEUTRAL: Readonly<Record<string, (value: Value) => boolean>> = {
  subsample: isNumber(1),
  criterion: (value) => asString(value) === 'friedman_mse',
  min_samples_split: isNumber(2),
  min_weight_fraction_leaf: isNumber(0),
  min_impurity_decrease: isNumber(0),
  ccp_alpha: isNumber(0),
  init: isNone,
};

const isWhole = (value: Value): boolean =>
  Number.isInteger(asNumber(value) ?? Number.NaN) && value.certainty === 'known';

function isQuantile(model: Model, given: Arguments): boolean {
  const loss = given.get('loss');
  return loss !== undefined && asString(model.value(loss.value)) === 'quantile';
}

/** The names that losses had before 1.1 stand for the defaults of both. */
function stepForLoss(model: Model, value: Value): Step {
  const loss = asString(value);
  if (loss === 'deviance' || loss === 'ls') return DROP;
  if (loss === 'log_loss' || loss === 'squared_error' || loss === 'absolute_error') return KEEP;
  const hasQuantile = loss === 'quantile' && !isBefore(model.version('scikit-learn', 'sklearn'), 1, 1);
  return hasQuantile
    ? KEEP
    : block(loss === undefined ? 'its loss could not be read' : `no loss="${loss}" on histograms`);
}

/** A share of the columns, since 1.4; not a count and not "sqrt". */
function stepForFeatures(model: Model, value: Value): Step {
  if (isNone(value)) return DROP;
  const share = asNumber(value);
  const isShare = share !== undefined && share > 0 && share < 1;
  const known = isShare && !isBefore(model.version('scikit-learn', 'sklearn'), 1, 4);
  return known ? KEEP : block('HistGradientBoosting takes max_features as a share of the columns only, since 1.4');
}

/** `tree_method="hist"` in the place of the other. */
export function histFix(model: Model, { written, method }: XgboostBoosting): Fix | undefined {
  if (written.kind !== 'constant') return undefined;
  return {
    title: 'Use tree_method="hist"',
    safety: 'review',
    reason: `Values are put into 256 bins: in a measured test accuracy changed by less than a point against ${method}.`,
    edits: [{ span: spanOf(written), newText: quoted(model, 'hist') }],
    imports: [],
  };
}
