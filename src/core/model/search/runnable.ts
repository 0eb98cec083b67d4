/** What a search runs once for each trial: a function, lambda, method, callable object or class behind an expression. */
import type { Call, ClassDef, Expr, FunctionDef, Lambda } from '../../syntax/ast';
import { isStatic } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';

export interface Runnable {
  /** A class where the search makes an object of it for each trial (a Ray Trainable). */
  readonly node: FunctionDef | Lambda | ClassDef;
  /** The parameter that the search fills: the trial or the configuration; null when there is none. */
  readonly parameter: string | null;
}

/** Library functions that return their first argument with other arguments or resources bound to it. */
const BINDERS = new Set([
  'functools.partial',
  'ray.tune.with_parameters',
  'ray.tune.with_resources',
  'ray.tune.trainable.util.with_parameters',
  'ray.tune.trainable.util.with_resources',
]);
const MAX_DEPTH = 4;

/** The code behind an expression; undefined when it is not in this program. */
export function runnableOf(model: Model, expression: Expr, depth = 0): Runnable | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (expression.kind === 'lambda') return { node: expression, parameter: expression.params[0]?.name ?? null };
  for (const origin of model.origins(expression)) {
    const found = behind(model, origin, depth);
    if (found) return found;
  }
  return expression.kind === 'name' ? namedLambda(model, expression, depth) : undefined;
}

function behind(model: Model, origin: Origin, depth: number): Runnable | undefined {
  switch (origin.kind) {
    case 'function':
      return { node: origin.definition, parameter: firstParameter(origin.definition, []) };
    case 'class':
      return { node: origin.definition, parameter: null };
    case 'instance':
      return callableObject(origin.of);
    case 'result':
      return BINDERS.has(origin.of) ? bound(model, origin.call, depth) : undefined;
    default:
      return undefined;
  }
}

/** `partial(objective, data)`: the trial comes after what is bound by position and beside what is bound by name. */
function bound(model: Model, call: Call, depth: number): Runnable | undefined {
  const [target, ...rest] = call.args;
  const found = target && target.star === '' ? runnableOf(model, target.value, depth + 1) : undefined;
  if (found?.node.kind !== 'function') return found;
  const byPosition = rest.filter((one) => one.name === null).length;
  const taken = rest.flatMap((one) => one.name ?? []);
  return { node: found.node, parameter: firstParameter(found.node, taken, byPosition) };
}

function firstParameter(definition: FunctionDef, taken: readonly string[], skip = 0): string | null {
  const own = definition.parent?.kind === 'class' && !isStatic(definition) ? 1 : 0;
  const free = definition.params.slice(own + skip).find((one) => one.star === '' && !taken.includes(one.name));
  return free?.name ?? null;
}

function callableObject(definition: ClassDef): Runnable | undefined {
  const method = definition.body.find((one) => one.kind === 'function' && one.name === '__call__');
  return method?.kind === 'function' ? { node: method, parameter: firstParameter(method, []) } : undefined;
}

/** `objective = lambda trial: ...`: a lambda has no definition that a name could stand for. */
function namedLambda(model: Model, name: Extract<Expr, { kind: 'name' }>, depth: number): Runnable | undefined {
  for (const { value, path } of reachingBindings(name)) {
    if (value?.kind === 'lambda' && path.length === 0) return runnableOf(model, value, depth + 1);
  }
  return undefined;
}
