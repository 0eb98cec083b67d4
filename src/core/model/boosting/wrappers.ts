/** Follows an estimator into pipelines, ensembles and searches that hold it. */
import type { Call, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { calleeName, methodCallsOn } from '../traverse';

const WRAPPERS =
  /^imblearn\.pipeline\.(Pipeline|make_pipeline)$|^sklearn\.(pipeline\.(Pipeline|make_pipeline)|multioutput\.\w+|multiclass\.\w+|ensemble\.(Voting|Stacking|Bagging|AdaBoost)\w+|compose\.TransformedTargetRegressor|calibration\.CalibratedClassifierCV)$/;
const MAX_DEPTH = 4;
const NOTHING = /^$/;

/** The fits of the wrappers that hold the estimator made by `call`; a search fits copies and is none. */
export function wrapperFitsOf(model: Model, call: Call): readonly Call[] {
  return wrapperCallsOf(model, call, NOTHING).flatMap((holder) => methodCallsOn(model, holder, 'fit'));
}

/** The constructors of pipelines and ensembles around an estimator, and calls named as `also` says. */
export function wrapperCallsOf(model: Model, call: Call, also: RegExp, depth = 0): readonly Call[] {
  if (depth > MAX_DEPTH) return [];
  const holders = [call, ...model.usesOf(call)].flatMap((use) => holderOf(model, use, also) ?? []);
  return holders.flatMap((holder) => [holder, ...wrapperCallsOf(model, holder, also, depth + 1)]);
}

/** The call that a node is an argument of, through lists of named steps. */
function holderOf(model: Model, node: Node, also: RegExp): Call | undefined {
  let at: Node | null = node.parent;
  while (at && (at.kind === 'tuple' || at.kind === 'list')) at = at.parent;
  const call = at?.kind === 'argument' && at.parent?.kind === 'call' ? at.parent : undefined;
  if (!call || also.test(calleeName(call))) return call;
  const wraps = model.origins(call.func).some((origin) => origin.kind === 'external' && WRAPPERS.test(origin.name));
  return wraps ? call : undefined;
}
