/** The estimators of scikit-learn that fit in rounds and can stop early, with what their constructor says about it. */
import type { Arguments } from '../../model/arguments';
import { wrapperCallsOf } from '../../model/boosting/wrappers';
import type { Model } from '../../model/model';
import { type Count, countFrom, known } from '../../model/search/count';
import { readGrid } from '../../model/search/grid';
import { calleeName, methodCallsOn } from '../../model/traverse';
import { asBoolean, asString, isNone, leastNumber } from '../../model/values';
import type { Call } from '../../syntax/ast';

export type Kind = 'perceptron' | 'trees' | 'histogram trees';

export interface IterativeEstimator {
  readonly kind: Kind;
  readonly call: Call;
  readonly given: Arguments;
  readonly certainty: 'is' | 'may';
  /** Epochs or trees; null when they cannot be read. */
  readonly rounds: Count | null;
}

const CLASSES: readonly {
  readonly kind: Kind;
  readonly names: readonly string[];
  readonly parameters: readonly string[];
}[] = [
  {
    kind: 'perceptron',
    names: ['sklearn.neural_network.MLPClassifier', 'sklearn.neural_network.MLPRegressor'],
    parameters: ['hidden_layer_sizes', 'activation'],
  },
  {
    kind: 'trees',
    names: ['sklearn.ensemble.GradientBoostingClassifier', 'sklearn.ensemble.GradientBoostingRegressor'],
    parameters: ['loss', 'learning_rate', 'n_estimators'],
  },
  {
    kind: 'histogram trees',
    names: ['sklearn.ensemble.HistGradientBoostingClassifier', 'sklearn.ensemble.HistGradientBoostingRegressor'],
    parameters: ['loss'],
  },
];

/** scikit-learn 1.9: `HistGradientBoosting*` has 100 iterations. */
const HISTOGRAM_ITERATIONS = 100;

/** Those that run all their rounds, or until the training loss is flat. */
export function unstoppedEstimators(model: Model): readonly IterativeEstimator[] {
  return CLASSES.flatMap(({ kind, names, parameters }) =>
    model.callsOf(...names).flatMap(({ call, certainty, through }): IterativeEstimator[] => {
      if (through || model.isIgnored(call)) return [];
      const given = model.arguments(call, parameters);
      if (!runsOn(model, kind, given) || isStagedByHand(model, call, given) || isVaried(model, call)) return [];
      return [{ kind, call, given, certainty, rounds: roundsOf(model, kind, given) }];
    }),
  );
}

function roundsOf(model: Model, kind: Kind, given: Arguments): Count | null {
  const bound = given.get(kind === 'trees' ? 'n_estimators' : 'max_iter');
  if (!bound) return kind === 'histogram trees' ? known(HISTOGRAM_ITERATIONS) : null;
  const value = model.value(bound.value);
  return countFrom(value, leastNumber(value) ?? null);
}

/** True when nothing ends the fit before its rounds are done; false as well where that cannot be read. */
function runsOn(model: Model, kind: Kind, given: Arguments): boolean {
  if (!given.complete) return false;
  const flag = given.get('early_stopping');
  if (kind === 'histogram trees') return flag !== undefined && asBoolean(model.value(flag.value)) === false;
  if (kind === 'trees') {
    const patience = given.get('n_iter_no_change');
    return !patience || isNone(model.value(patience.value));
  }
  const solver = given.get('solver');
  const name = solver ? asString(model.value(solver.value)) : 'adam';
  // The quasi-Newton solver ignores the switch.
  return (name === 'adam' || name === 'sgd') && (!flag || asBoolean(model.value(flag.value)) === false);
}

const BY_HAND = ['staged_predict', 'staged_predict_proba', 'staged_decision_function', 'partial_fit', 'set_params'];

/** The rounds are looked at one by one, or continued: then the user stops, or needs them all. */
function isStagedByHand(model: Model, call: Call, given: Arguments): boolean {
  const warm = given.get('warm_start');
  if (warm && asBoolean(model.value(warm.value)) !== false) return true;
  if (BY_HAND.some((method) => methodCallsOn(model, call, method).length > 0)) return true;
  return model.usesOf(call).some((use) => {
    const parent = use.parent;
    return parent?.kind === 'attribute' && ['oob_improvement_', 'oob_scores_'].includes(parent.attr);
  });
}

const DECIDED = /(^|__)(n_estimators|max_iter|early_stopping|n_iter_no_change)$/;

/** A search over the estimator decides the rounds or the stopping, or cannot be read. */
function isVaried(model: Model, call: Call): boolean {
  return wrapperCallsOf(model, call, /SearchCV$/).some((search) => {
    if (!/SearchCV$/.test(calleeName(search))) return false;
    const grid = model.arguments(search, ['estimator', 'param_grid']);
    const space = grid.get('param_grid') ?? grid.get('param_distributions') ?? grid.get('search_spaces');
    const { parameters } = space ? readGrid(model, space.value) : { parameters: [] };
    return parameters.length === 0 || parameters.some((name) => DECIDED.test(name));
  });
}
