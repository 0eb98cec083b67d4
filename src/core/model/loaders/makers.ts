/** Follows an expression back to the constructor calls whose objects it may hold, through containers and functions. */
import type { Call, Expr, FunctionDef, Name, Param } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { passedBy } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { returnedBy } from '../returns';

/** What stands for an object: the call that makes it, or the name in `train, test = make()` that takes it out of what a call gives. */
export type Maker = Call | Name;

const MAX_DEPTH = 6;

/** The makers among `wanted` whose object `expression`, or what it contains, may be. */
export function makersOf<M extends Maker>(
  model: Model,
  expression: Expr,
  wanted: ReadonlySet<M>,
  depth = 0,
): readonly M[] {
  if (depth > MAX_DEPTH) return [];
  const direct = madeBy(model, expression).filter((one): one is M => (wanted as ReadonlySet<Maker>).has(one));
  if (direct.length > 0) return direct;
  return heldIn(model, expression).flatMap((one) => makersOf(model, one, wanted, depth + 1));
}

function madeBy(model: Model, expression: Expr): readonly Maker[] {
  return model.origins(expression).flatMap((origin): readonly Maker[] => {
    if (origin.kind === 'item') return unpackedInto(origin.call, origin.path);
    return (origin.kind === 'result' || origin.kind === 'instance') && origin.call ? [origin.call] : [];
  });
}

/** The name that an assignment gives one element of what a call hands back. */
function unpackedInto(call: Call, path: readonly number[]): readonly Name[] {
  const target = call.parent?.kind === 'assign' ? call.parent.targets[0] : undefined;
  const item = target?.kind === 'tuple' || target?.kind === 'list' ? target.items[path[0] ?? 0] : undefined;
  return path.length === 1 && item?.kind === 'name' ? [item] : [];
}

/** One step towards what an expression holds: its elements, the container it is taken from, the value of its variable. */
export function heldIn(model: Model, expression: Expr): readonly Expr[] {
  switch (expression.kind) {
    case 'subscript':
      return [expression.value];
    case 'list':
    case 'tuple':
    case 'set':
      return expression.items;
    case 'dict':
      return expression.entries.map((entry) => entry.value);
    case 'comprehension':
      return [expression.element];
    case 'conditional':
      return [expression.then, expression.otherwise];
    case 'name':
      return reachingBindings(expression).flatMap(({ kind, node, value, path }) => {
        if (node.kind === 'param') return passedFor(model, node);
        if (!value || kind === 'augassign') return [];
        return part(model, value, path);
      });
    case 'call':
      return heldInCall(model, expression);
    default:
      return [];
  }
}

function heldInCall(model: Model, call: Call): readonly Expr[] {
  const { func } = call;
  if (func.kind === 'attribute' && /^(values|items|get)$/.test(func.attr)) return [func.value];
  if (func.kind === 'name' && /^(list|tuple|dict|zip)$/.test(func.id)) return call.args.map(({ value }) => value);
  const callee = model.calleeOf(call);
  return callee && callee.name !== '__init__' ? returnedBy(callee) : [];
}

/** `a, b = x, y` gives `b` the element `y`; of anything else the whole is followed. */
function part(model: Model, value: Expr, path: readonly number[], depth = 0): readonly Expr[] {
  const [index, ...rest] = path;
  if (index === undefined) return [value];
  if (value.kind === 'call') {
    const callee = depth < 3 ? model.calleeOf(value) : undefined;
    const returned = callee && callee.name !== '__init__' ? returnedBy(callee) : [];
    return returned.length > 0 ? returned.flatMap((one) => part(model, one, path, depth + 1)) : prepared(value, index);
  }
  if (value.kind !== 'tuple' && value.kind !== 'list') return [value];
  const item = value.items[index];
  return item ? part(model, item, rest, depth) : [];
}

/** `model, loader = accelerator.prepare(model, loader)` hands its arguments back in order. */
function prepared({ func, args }: Call, index: number): readonly Expr[] {
  const given = func.kind === 'attribute' && func.attr === 'prepare' ? args[index] : undefined;
  return given && given.star === '' ? [given.value] : [];
}

/** What callers pass for a parameter. */
export function passedFor(model: Model, param: Param): readonly Expr[] {
  const owner = enclosing(param, 'function');
  if (!owner) return [];
  const passed = passedBy(model, owner, param);
  return passed.length > 0 ? passed.map(({ value }) => value) : launched(model, owner, owner.params.indexOf(param));
}

/** `notebook_launcher(train, args=(model, loader))`: launchers run a function with the items of a tuple. */
function launched(model: Model, owner: FunctionDef, index: number): readonly Expr[] {
  return model.program.calls('notebook_launcher').flatMap((call) => {
    const [target, second] = call.args;
    if (target?.value.kind !== 'name' || target.value.id !== owner.name) return [];
    const given = call.args.find(({ name }) => name === 'args') ?? second;
    const value = given ? model.value(given.value).alternatives[0] : undefined;
    return (value?.type === 'sequence' ? value.items?.[index] : undefined) ?? [];
  });
}
