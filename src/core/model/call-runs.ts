/** The runs of a loop over epochs whose number each call of its function says for itself: `train(net, 5)`, then `train(net, 50)`. */
import type { Call, Expr, FunctionDef, Loop, Name, Param } from '../syntax/ast';
import { enclosingFunction } from '../syntax/walk';
import { bindingIn } from './bind';
import { bindingsBefore, reachingBindings } from './lookup';
import type { Model } from './model';
import { parameterOf } from './parameters';
import { perModelAnd } from './per-model';
import { calleeName } from './traverse';
import { asNumber, UNKNOWN, type Value } from './values';

export interface CallRun {
  readonly call: Call;
  readonly epochs: Value;
}

/** In source order; none where all calls run alike, or where the number does not come from them. */
export const runsByCall = perModelAnd((model: Model, loop: Loop): readonly CallRun[] => {
  const owner = enclosingFunction(loop);
  const counted = owner && loop.kind === 'for' ? countedBy(model, loop.iter, owner) : undefined;
  if (!owner || !counted) return [];
  const runs = model.callersOf(owner).map((call) => ({ call, epochs: countAt(model, call, owner, counted) }));
  if (counted.by.kind === 'name') return runs.every(({ epochs }) => asNumber(epochs) !== undefined) ? runs : [];
  return new Set(runs.flatMap(({ epochs }) => asNumber(epochs) ?? [])).size > 1 ? runs : [];
});

/** How often one call of its function makes a loop run, where it says so; undefined where the number comes from elsewhere. */
export function epochsGiven(model: Model, loop: Loop, call: Call): number | undefined {
  const owner = enclosingFunction(loop);
  const counted = owner && loop.kind === 'for' ? countedBy(model, loop.iter, owner) : undefined;
  return owner && counted && asNumber(countAt(model, call, owner, counted));
}

function countAt(model: Model, call: Call, owner: FunctionDef, { by, more }: Counted): Value {
  return plus(by.kind === 'param' ? valueFor(model, call, owner, by) : valueBefore(model, call, by), more);
}

interface Counted {
  readonly by: Param | Name;
  /** What the loop runs more often than the parameter says. */
  readonly more: number;
}

/** `range(n)`, `range(1, n + 1)`, `tqdm(range(n))`, where `n` is a parameter, or a name of the module with several values. */
function countedBy(model: Model, iter: Expr, owner: FunctionDef): Counted | undefined {
  if (iter.kind !== 'call') return undefined;
  const [first, second, ...others] = iter.args.filter(({ name, star }) => name === null && star === '');
  if (!first || others.length > 0) return undefined;
  if (!/^(range|xrange|trange)$/.test(calleeName(iter))) return countedBy(model, first.value, owner);
  const stop = (second ?? first).value;
  const start = second ? asNumber(model.value(first.value)) : 0;
  const added = addedTo(model, stop);
  if (!added || start === undefined) return undefined;
  const by = parameterIn(owner, added.to) ?? rebound(added.to);
  return by && { by, more: added.count - start };
}

/** A name of the module that is bound again later: cells of a notebook set `epochs` before each call. */
function rebound(expression: Expr): Name | undefined {
  if (expression.kind !== 'name') return undefined;
  const bindings = reachingBindings(expression);
  const isOfModule = bindings.every(({ node }) => node.kind === 'assign' && node.parent?.kind === 'module');
  return bindings.length > 1 && isOfModule ? expression : undefined;
}

/** What a name of the module stands for where a call of the module runs the function that reads it. */
function valueBefore(model: Model, call: Call, name: Name): Value {
  if (enclosingFunction(call)) return UNKNOWN;
  const [only, ...others] = bindingsBefore(call, name.id);
  return only?.value && only.path.length === 0 && others.length === 0 ? model.value(only.value) : UNKNOWN;
}

/** `n`, `n + 1`, `n - 1`. */
function addedTo(model: Model, expression: Expr): { readonly to: Expr; readonly count: number } | undefined {
  if (expression.kind === 'name') return { to: expression, count: 0 };
  if (expression.kind !== 'binary' || expression.left.kind !== 'name') return undefined;
  const count = asNumber(model.value(expression.right));
  if (count === undefined || (expression.op !== '+' && expression.op !== '-')) return undefined;
  return { to: expression.left, count: expression.op === '+' ? count : -count };
}

/** What a call gives for a value that its function takes as a parameter; the value itself for any other. */
export function givenBy(call: Call, value: Expr): Expr {
  const parameter = parameterOf(value);
  return (parameter && bindingIn(call, parameter.owner, parameter.param)) ?? value;
}

function parameterIn(owner: FunctionDef, expression: Expr): Param | undefined {
  const found = parameterOf(expression);
  return found?.owner === owner ? found.param : undefined;
}

function valueFor(model: Model, call: Call, owner: FunctionDef, param: Param): Value {
  const given = bindingIn(call, owner, param);
  if (given) return model.value(given);
  const mayBeGiven = call.args.some(({ star }) => star !== '');
  return param.default && !mayBeGiven ? model.value(param.default) : UNKNOWN;
}

function plus(value: Value, more: number): Value {
  const count = asNumber(value);
  return count === undefined || more === 0
    ? value
    : { ...value, alternatives: [{ type: 'number', value: count + more }] };
}
