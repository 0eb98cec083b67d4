/** Finds training steps of JAX that run one operation at a time: a gradient and an update in a Python loop, with no `jit` around. */
import type { Call, Expr, FunctionDef, Loop, Node } from '../../syntax/ast';
import { descend, enclosing, enclosingFunction } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { compiledState, isCompiledValue, runsInPython } from './compilers';

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

export interface EagerStep {
  /** `jax.value_and_grad(loss)`, and the call of what it gives. */
  readonly transform: Call;
  readonly gradient: Call;
  /** The function that is differentiated. */
  readonly loss: Expr;
  /** The Python loop that runs it. */
  readonly loop: Loop;
  /** The function that holds the gradient where a loop calls that; null for a loop around the gradient itself. */
  readonly step: FunctionDef | null;
  /** The calls from the loop down to the step, outermost first. */
  readonly calls: readonly Call[];
}

/** The first gradient of each loop, in source order. */
export function eagerSteps(model: Model): readonly EagerStep[] {
  const found = new Map<Loop, EagerStep>();
  for (const { call: transform } of model.callsOf(...GRADIENTS)) {
    const loss = transform.args.find(({ name, star }) => star === '' && (name === null || name === 'fun'))?.value;
    if (!loss || model.isIgnored(transform) || !isEager(model, loss)) continue;
    for (const gradient of evaluationsOf(model, transform)) {
      const site = loopOf(model, gradient);
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

type Site = Pick<EagerStep, 'loop' | 'step' | 'calls'>;

/** The Python loop that runs a call again and again, where nothing on the way is compiled. */
function loopOf(model: Model, gradient: Call): Site | undefined {
  if (!isPlainlyRun(gradient)) return undefined;
  const near = innermostLoop(gradient);
  if (near) return runsInPython(model, near) ? { loop: near, step: null, calls: [] } : undefined;
  const step = enclosingFunction(gradient);
  return step && callerLoop(model, step, step, []);
}

const MAX_DEPTH = 3;

function callerLoop(model: Model, step: FunctionDef, at: FunctionDef, below: readonly Call[]): Site | undefined {
  if (below.length >= MAX_DEPTH || compiledState(model, at) !== 'no') return undefined;
  for (const call of model.callersOf(at)) {
    if (model.isIgnored(call) || !isPlainlyRun(call)) continue;
    const loop = innermostLoop(call);
    if (loop) {
      if (runsInPython(model, loop)) return { loop, step, calls: [call, ...below] };
      continue;
    }
    const caller = enclosingFunction(call);
    const found = caller && caller !== at ? callerLoop(model, step, caller, [call, ...below]) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Not in a lambda, which may be handed to `scan`. */
const isPlainlyRun = (call: Call): boolean => enclosing(call, 'lambda', 'function')?.kind !== 'lambda';

const UPDATES = /^(apply_updates|apply_gradients|opt_update|update|update_fn|tree_map|tree_multimap|map)$/;

/** The step changes weights: a gradient alone may be looked at, or optimise something else. */
function updates(model: Model, { loop, step, calls }: Site): boolean {
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
