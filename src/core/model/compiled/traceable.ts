/** Whether a function would still do the same if a compiler traced it once: nothing in it needs values, or acts on Python objects. */
import type { Binding, Call, Expr, FunctionDef, Name, Node } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { findScope } from '../find-scope';
import type { Model } from '../model';
import { asNumber } from '../values';
import { calleeName } from '../traverse';

/** Calls and properties that need the values of an array, or act outside of it. */
const NEEDS_VALUES =
  /^(item|tolist|numpy|append|extend|insert|pop|write|log|info|warning|set_postfix|set_description|save|add_scalar|breakpoint|set_trace|input|open|time|perf_counter|float|int|bool|print|next|assign_(add|sub)|update_state|result|block_until_ready|device_get|device_put)$/;

/** Methods of arrays, dictionaries and training states that mean the same while they are traced. */
const ON_PARAMETERS =
  /^(apply_fn|apply_gradients|replace|items|keys|values|get|reshape|astype|mean|sum|max|min|dot|transpose|squeeze|ravel|flatten|at|set|add|argmax|swapaxes|copy|T)$/;

/** What a compiler takes as arguments: arrays only, or modules and optimizers as well. */
export type Takes = 'arrays' | 'objects';

export function isTraceable(
  model: Model,
  step: FunctionDef,
  losses: readonly Node[],
  takes: Takes,
  calls: readonly Call[] = model.callersOf(step),
): boolean {
  if (step.params.some(({ star }) => star !== '') || calls.length === 0) return false;
  const scopes: readonly Node[] = [step, ...losses];
  if (scopes.some((scope) => [...descend(scope)].some((node) => isBlocked(model, node, scopes, takes)))) return false;
  if (calledFrom(model, scopes).some((one) => [...descend(one)].some((node) => isBlockedBelow(model, node))))
    return false;
  return step.params.every((param) =>
    calls.every((call) => {
      const given = bindingIn(call, step, param) ?? param.default;
      return isArrayLike(model, given, takes) && !(isSetting(model, given) && isHandedOn(step, param.name));
    }),
  );
}

/** A whole number or an option, which code that makes layers or shapes of it wants as it is. */
function isSetting(model: Model, given: Expr | null | undefined): boolean {
  if (given?.kind === 'attribute') return OPTIONS.test(rootOf(given)?.id ?? '');
  const number = given ? asNumber(model.value(given)) : undefined;
  return number !== undefined && Number.isInteger(number);
}

const OPTIONS = /^(args|opts?|options|cfg|conf|config|hparams|flags)$/i;

/** Given to a call, as it is. */
const isHandedOn = (step: FunctionDef, name: string): boolean =>
  [...descend(step)].some((node) => node.kind === 'name' && node.id === name && node.parent?.kind === 'argument');

const MAX_DEPTH = 3;

/** The local functions that run when the scopes do, themselves left out. */
export function calledFrom(model: Model, scopes: readonly Node[], depth = 0): readonly FunctionDef[] {
  if (depth >= MAX_DEPTH) return [];
  const called = new Set<FunctionDef>();
  for (const scope of scopes)
    for (const node of descend(scope)) {
      const callee = node.kind === 'call' ? model.calleeOf(node) : undefined;
      if (callee && !scopes.includes(callee)) called.add(callee);
    }
  return [...called, ...(called.size > 0 ? calledFrom(model, [...called], depth + 1) : [])];
}

/** The same of a function that the step calls, whose arguments were not looked at. */
function isBlockedBelow(model: Model, node: Node): boolean {
  if (node.kind === 'if' || node.kind === 'conditional') return !isStaticTest(node.test);
  if (node.kind === 'call') return needsValues(model, node);
  return /^(global|nonlocal|while|print|yield)$/.test(node.kind);
}

/** `jnp.log` is traced, the `log` of a logger is not. */
function needsValues(model: Model, call: Call): boolean {
  const traced = model
    .origins(call.func)
    .some((one) => one.kind === 'external' && /^jax\.(numpy|nn|lax|debug)\./.test(one.name));
  return !traced && (NEEDS_VALUES.test(calleeName(call)) || isImpure(model, call));
}

/** NumPy wants values; clocks, random numbers and trackers act outside. */
export function isImpure(model: Model, { func }: Call): boolean {
  return model
    .origins(func)
    .some((one) => one.kind === 'external' && /^(numpy|random|time|wandb|matplotlib)\b/.test(one.name));
}

function isBlocked(model: Model, node: Node, scopes: readonly Node[], takes: Takes): boolean {
  switch (node.kind) {
    case 'global':
    case 'nonlocal':
    case 'yield':
    case 'await':
    case 'print':
    case 'while':
    case 'assert':
    case 'raise':
    case 'try':
    case 'match':
      return true;
    case 'if':
    case 'conditional':
      return !isStaticTest(node.test);
    case 'for':
      return (
        node.iter.kind === 'call' &&
        /^(range|tqdm|trange)$/.test(calleeName(node.iter)) &&
        readsParameter(node.iter, scopes)
      );
    case 'call':
      return isBlockedCall(model, node, scopes, takes);
    case 'name':
      return node.id === 'self' || isChanging(node, scopes);
    default:
      return false;
  }
}

/** `if mask is None` is decided while it is traced. */
export function isStaticTest(test: Expr): boolean {
  return test.kind === 'compare' && test.ops.every((op) => op === 'is' || op === 'is not');
}

function isBlockedCall(model: Model, call: Call, scopes: readonly Node[], takes: Takes): boolean {
  if (needsValues(model, call)) return true;
  if (takes === 'objects') return false;
  const root = rootOf(call.func);
  if (!root || !isParameter(root, scopes)) return false;
  return call.func === root || !(call.func.kind === 'attribute' && ON_PARAMETERS.test(call.func.attr));
}

export function rootOf(expression: Expr): Name | undefined {
  if (expression.kind === 'name') return expression;
  return expression.kind === 'attribute' || expression.kind === 'subscript' ? rootOf(expression.value) : undefined;
}

export function isParameter(name: Name, scopes: readonly Node[]): boolean {
  const found = findScope(name, name.id);
  return (
    found?.bindings.some(({ node, kind }) => kind === 'param' && scopes.some((scope) => isIn(node, scope))) ?? false
  );
}

function readsParameter(node: Node, scopes: readonly Node[]): boolean {
  return [...descend(node)].some((one) => one.kind === 'name' && isParameter(one, scopes));
}

const isIn = (node: Node, scope: Node): boolean => scope.start <= node.start && node.end <= scope.end;

/** A variable from outside that gets new values: the compiled function would keep the first. */
export function isChanging(name: Name, scopes: readonly Node[]): boolean {
  const bindings = findScope(name, name.id)?.bindings ?? [];
  const outside = bindings.filter(({ node }) => !scopes.some((scope) => isIn(node, scope) && node !== scope));
  if (outside.length !== bindings.length) return false;
  return outside.length > 1 ? !outside.every(({ kind }) => kind === 'import') : outside.some(isRepeated);
}

function isRepeated({ node, kind }: Binding): boolean {
  return (
    kind === 'augassign' ||
    kind === 'for' ||
    [...ancestors(node)].some((at) => at.kind === 'for' || at.kind === 'while')
  );
}

/** Optimizers, transformed functions and modules; what their methods return, such as `optax.adam().init`, is arrays. */
const NO_ARRAYS = /^(optax\.(?!apply_updates)|haiku\.)[\w.]+$|\.Module$/;

/** Nothing speaks against an array: no text, truth value, function or optimizer. */
function isArrayLike(model: Model, given: Expr | null | undefined, takes: Takes): boolean {
  if (!given) return false;
  if (model.value(given).alternatives.some(({ type }) => type === 'string' || type === 'boolean')) return false;
  return model.origins(given).every((origin) => {
    if (origin.kind === 'function' || origin.kind === 'class' || origin.kind === 'external') return false;
    if (takes === 'objects') return true;
    return !(origin.kind === 'result' && NO_ARRAYS.test(origin.of)) && origin.kind !== 'instance';
  });
}
