/** Rewrites a support vector machine with a linear kernel into the solver for linear ones. */
import type { Argument } from '../../syntax/ast';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import { isNamedAfterClass, mayAsk, variedParameters } from '../../model/search/estimator-uses';
import type { LinearMachine } from '../../model/search/linear-machines';
import { asBoolean, asNumber } from '../../model/values';
import type { Fix } from '../rule';
import { quoted } from './quotes';
import { isOldLibrary } from './search-fixes';
import { swapEstimator } from './swap-estimator';

/** Both classes have them, and mean the same. */
const SHARED = new Set(['C', 'tol', 'class_weight', 'epsilon', 'random_state', 'verbose']);
/** They say nothing about a linear kernel. */
const WITHOUT_EFFECT = new Set([
  ...['kernel', 'degree', 'gamma', 'coef0', 'shrinking', 'cache_size', 'probability'],
  'decision_function_shape',
]);

/** Why no fix is offered; undefined where one can be. */
export function blocksLinear(model: Model, { given, uses, call, name }: LinearMachine): string | undefined {
  if (isOldLibrary(model)) return 'the imports name a scikit-learn before 0.20';
  if (call.args.some((one) => one.name === null)) return 'the arguments are positional';
  if (given.names.some((one) => !given.get(one)?.argument)) return 'the arguments come out of a dictionary';
  if (mayAsk(model, uses, ['set_params'])) return 'its parameters are set later';
  if (isNamedAfterClass(model, uses, name)) return 'the pipeline names the step after its class';
  const { names, complete } = variedParameters(model, uses);
  if (!complete) return 'the search around it could not be read';
  const lost = [...names].find((name) => WITHOUT_EFFECT.has(name));
  if (lost !== undefined) return `the search varies ${lost}, which changes nothing for a linear kernel`;
  const other = given.names.find((one) => !SHARED.has(one) && !canDrop(model, given, one));
  return other === undefined ? undefined : `the linear solver has no such ${other}`;
}

function canDrop(model: Model, given: LinearMachine['given'], name: string): boolean {
  const bound = given.get(name);
  if (!bound || WITHOUT_EFFECT.has(name)) return true;
  const value = model.value(bound.value);
  if (name === 'break_ties') return asBoolean(value) === false;
  return name === 'max_iter' && asNumber(value) === -1;
}

export function linearFix(model: Model, { call, given, name }: LinearMachine): Fix | undefined {
  const dropped = call.args.filter((one: Argument) => one.name !== null && !SHARED.has(one.name));
  const version = model.version('scikit-learn', 'sklearn');
  // "auto" came with 1.3; before, the primal problem is the one for more rows than columns.
  const dual = isBefore(version, 1, 3) ? 'dual=False' : `dual=${quoted(model, 'auto')}`;
  const hasDual = name === 'SVC' || !isBefore(version, 1, 3);
  const added = [...(name === 'SVR' && !given.has('epsilon') ? ['epsilon=0.1'] : []), ...(hasDual ? [dual] : [])];
  const swap = { call, module: 'sklearn.svm', old: name, name: `Linear${name}`, dropped, renamed: [], added };
  const done = swapEstimator(model, swap);
  const reason =
    name === 'SVC'
      ? 'The loss is squared, the intercept is penalised too, and several classes are told apart one against the rest: 6 points worse in a measured test with five.'
      : 'The intercept is penalised too, and columns that are not scaled, and a large C, may need more than its 1,000 iterations.';
  return done && { title: `Use Linear${name}`, safety: 'review', reason, ...done };
}
