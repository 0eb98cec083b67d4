/** Follows an estimator into pipelines and ensembles that fit it without evaluation data. */
import type { Call, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { methodCallsOn } from '../traverse';

const WRAPPERS =
  /^sklearn\.(pipeline\.(Pipeline|make_pipeline)|multioutput\.\w+|multiclass\.\w+|ensemble\.(Voting|Stacking|Bagging)\w+|compose\.TransformedTargetRegressor|calibration\.CalibratedClassifierCV)$/;
const MAX_DEPTH = 4;

/** The fits of the wrappers that hold the estimator made by `call`; a search fits a copy and is none. */
export function wrappersOf(model: Model, call: Call, depth = 0): readonly Call[] {
  if (depth > MAX_DEPTH) return [];
  const holders = [call, ...model.usesOf(call)].flatMap((use) => wrapperAround(model, use) ?? []);
  return holders.flatMap((holder) => [...methodCallsOn(model, holder, 'fit'), ...wrappersOf(model, holder, depth + 1)]);
}

/** The call that a node is an argument of, through lists of named steps. */
function wrapperAround(model: Model, node: Node): Call | undefined {
  let at: Node | null = node.parent;
  while (at && (at.kind === 'tuple' || at.kind === 'list')) at = at.parent;
  const call = at?.kind === 'argument' && at.parent?.kind === 'call' ? at.parent : undefined;
  if (!call) return undefined;
  const wraps = model.origins(call.func).some((origin) => origin.kind === 'external' && WRAPPERS.test(origin.name));
  return wraps ? call : undefined;
}
