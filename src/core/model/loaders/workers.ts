/** How many worker processes a loader has, as far as the source says. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { asNumber, type Value } from '../values';

export interface Workers {
  /** `mixed`: none on some paths. `unknown`: cannot be read, or set where it cannot be seen. */
  readonly count: 'none' | 'some' | 'mixed' | 'unknown';
  /** The option that overrides it, for messages; null where the source fixes it. */
  readonly via: string | null;
  readonly overridable: boolean;
  readonly expression: Expr | null;
}

const UNREAD: Workers = { count: 'unknown', via: null, overridable: false, expression: null };

export function workersOf(model: Model, given: Arguments, name = 'num_workers'): Workers {
  const bound = given.get(name);
  if (!bound) return given.complete ? { ...UNREAD, count: 'none' } : UNREAD;
  return bound.certainty === 'maybe' ? onSomePaths(given, model.value(bound.value)) : workersIn(model, bound.value);
}

/** How many an expression asks for. */
export function workersIn(model: Model, expression: Expr): Workers {
  const value = model.value(expression);
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  if (value.certainty === 'unknown' || numbers.length === 0) return { ...UNREAD, ...countsCores(model, expression) };
  const overridable = value.certainty === 'default';
  const shared = { via: value.via, overridable, expression };
  if (numbers.some((one) => Number.isNaN(one) || one < 0)) return UNREAD;
  if (numbers.every((one) => one === 0)) return { ...shared, count: 'none' };
  return { ...shared, count: numbers.every((one) => one > 0) ? 'some' : 'mixed' };
}

/** `kwargs = {"num_workers": 2} if use_cuda else {}`: none where the dictionary is empty. */
function onSomePaths({ complete }: Arguments, value: Value): Workers {
  const count = asNumber(value);
  if (!complete || count === undefined || value.certainty !== 'known') return UNREAD;
  return { ...UNREAD, count: count > 0 ? 'mixed' : 'none' };
}

/** `os.cpu_count()` and simple arithmetic over it: at least one, on any machine worth training on. */
function countsCores(model: Model, expression: Expr): Partial<Workers> {
  return isPositive(model, expression) ? { count: 'some', expression } : {};
}

const CORES = /^(os|multiprocessing|torch\.multiprocessing|joblib|psutil)\.(cpu_count|process_cpu_count)$/;

export function isPositive(model: Model, expression: Expr, depth = 0): boolean {
  if (depth > 4) return false;
  const inner = (one: Expr): boolean => isPositive(model, one, depth + 1);
  switch (expression.kind) {
    case 'constant':
      return typeof expression.value === 'number' && expression.value > 0;
    case 'binary':
      return /^(or|\*|\/\/?|\+)$/.test(expression.op) && inner(expression.left) && inner(expression.right);
    case 'conditional':
      return inner(expression.then) && inner(expression.otherwise);
    case 'list':
    case 'tuple':
      return expression.items.every(inner);
    case 'name': {
      const values = reachingBindings(expression).map(({ value, path }) => (path.length === 0 ? value : null));
      return values.length > 0 && values.every((value) => value !== null && inner(value));
    }
    case 'call':
      return isPositiveCall(model, expression, inner);
    default:
      return false;
  }
}

function isPositiveCall(model: Model, call: Call, inner: (one: Expr) => boolean): boolean {
  return model.origins(call.func).some((origin) => {
    if (origin.kind !== 'external') return false;
    if (CORES.test(origin.name)) return true;
    return /^builtins\.(min|max|int)$/.test(origin.name) && call.args.every(({ value }) => inner(value));
  });
}
