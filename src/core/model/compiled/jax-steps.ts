/** Finds training steps of JAX that run one operation at a time: a gradient and an update in a Python loop, with no `jit` around. */
import type { Call, Expr, Loop, Node } from '../../syntax/ast';
import { descend, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { isCompiledValue } from './compilers';
import { type PythonLoop, pythonLoop } from './python-loops';

const GRADIENTS = [
  'jax.grad',
  'jax.value_and_grad',
  'flax.nnx.grad',
  'flax.nnx.value_and_grad',
  'equinox.filter_grad',
  'equinox.filter_value_and_grad',
  'haiku.grad',
  'haiku.value_and_grad',
];

export interface EagerStep extends PythonLoop {
  /** `jax.value_and_grad(loss)`, and the call of what it gives. */
  readonly transform: Call;
  readonly gradient: Call;
  /** The function that is differentiated. */
  readonly loss: Expr;
}

/** The first gradient of each loop, in source order. */
export function eagerSteps(model: Model): readonly EagerStep[] {
  const found = new Map<Loop, EagerStep>();
  for (const { call: transform } of model.callsOf(...GRADIENTS)) {
    const loss = transform.args.find(({ name, star }) => star === '' && (name === null || name === 'fun'))?.value;
    if (!loss || model.isIgnored(transform) || !isEager(model, loss)) continue;
    for (const gradient of evaluationsOf(model, transform)) {
      const site = pythonLoop(model, gradient);
      if (site && !found.has(site.loop) && updates(model, site))
        found.set(site.loop, { transform, gradient, loss, ...site });
    }
  }
  return [...found.values()];
}

/** `jax.grad(loss)(params)`, and calls of the name that it was put into. */
function evaluationsOf(model: Model, transform: Call): readonly Call[] {
  const uses: readonly Expr[] = [transform, ...model.usesOf(transform)];
  return uses.flatMap((use) => (use.parent?.kind === 'call' && use.parent.func === use ? [use.parent] : []));
}

/** What is differentiated can be seen, and neither it nor what it calls is a compiled program of its own. */
function isEager(model: Model, loss: Expr): boolean {
  const scopes = lossScopes(model, loss);
  return (
    scopes.length > 0 &&
    !isCompiledValue(model, loss) &&
    !scopes.some((scope) => callsIn(scope).some(({ func }) => isCompiledValue(model, func)))
  );
}

/** The local function or lambda that is differentiated; none where it comes from elsewhere. */
export function lossScopes(model: Model, loss: Expr): readonly Node[] {
  if (loss.kind === 'lambda') return [loss];
  const origins = model.origins(loss);
  const local = origins.flatMap((one) => (one.kind === 'function' ? [one.definition] : []));
  return local.length === origins.length ? local : [];
}

export function callsIn(scope: Node): readonly Call[] {
  return [...descend(scope)].filter((node) => node.kind === 'call');
}

const UPDATES = /^(apply_updates|apply_gradients|opt_update|update|update_fn|tree_map|tree_multimap|map)$/;

/** The step changes weights: a gradient alone may be looked at, or optimise something else. */
function updates(model: Model, { loop, step, calls }: PythonLoop): boolean {
  const between = calls
    .flatMap((call) => enclosingFunction(call) ?? [])
    .filter((one) => one.start > loop.start || one.end < loop.end);
  return [loop, step, ...between].some(
    (scope) => scope !== null && [...descend(scope)].some((node) => isUpdate(model, node)),
  );
}

function isUpdate(model: Model, node: Node): boolean {
  if (node.kind === 'call') return UPDATES.test(calleeName(node)) && isTreeMap(model, node);
  // `w = w - rate * dw`, `w -= rate * dw`
  if (node.kind === 'augassign') return node.op === '-' && isScaled(node.value);
  return node.kind === 'binary' && node.op === '-' && isScaled(node.right);
}

/** `jax.tree.map` updates weights where it subtracts. */
function isTreeMap(model: Model, call: Call): boolean {
  if (!/map$/.test(calleeName(call))) return true;
  const is = model
    .origins(call.func)
    .some(
      (one) =>
        (one.kind === 'external' && /^jax\.tree(_util)?\./.test(one.name)) ||
        (one.kind === 'external' && /^jax\.tree_(multi)?map$/.test(one.name)),
    );
  return is && call.args.some(({ value }) => value.kind === 'lambda' && isUpdate(model, value.body));
}

const isScaled = (value: Expr): boolean => value.kind === 'binary' && value.op === '*';
