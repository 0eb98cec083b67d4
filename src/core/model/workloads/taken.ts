/** Which of several values a name has when the program runs with its defaults: conditions around its bindings are looked at. */
import type { Binding, Call, Expr, FunctionDef, If, Name, Node, Subscript } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import { contains } from '../../text/span';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { returnedBy } from '../returns';
import { RETURNS_SELF } from '../transparent';
import { truthOfTest } from '../truth';
import { asString, UNKNOWN, type Value } from '../values';
import { heldBindings } from './held';

const MAX_DEPTH = 5;

/** The bindings that give the name its value by default, all that may where a condition cannot be told. */
export function takenBindings(model: Model, name: Name): readonly Binding[] {
  return firstTaken(heldBindings(model, name), ({ node }) => runsByDefault(model, node), nodeOf);
}

const nodeOf = ({ node }: Binding): Node => node;

/** Those that may run, up to the first that does. */
function firstTaken<T>(
  all: readonly T[],
  runs: (one: T) => boolean | undefined,
  nodeOf: (one: T) => Node,
): readonly T[] {
  if (all.length < 2) return all;
  const found: T[] = [];
  for (const one of all) {
    const taken = runs(one);
    if (taken === false) continue;
    found.push(one);
    if (taken && isInArmAlone(nodeOf(one))) return found;
  }
  return found.length > 0 ? found : all;
}

/** In an arm of an `if`, and in nothing that may leave it out. */
function isInArmAlone(node: Node): boolean {
  let found = false;
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') return found;
    if (at.kind === 'for' || at.kind === 'while' || at.kind === 'try') return false;
    if (at.kind === 'if') found = true;
  }
  return found;
}

/** Whether the conditions around a node, in its function, let it run; undefined where one of them cannot be told. */
export const runsByDefault = (model: Model, node: Node): boolean | undefined =>
  runs(node, (test) => truthByDefault(model, test));

function runs(node: Node, truth: (test: Expr) => boolean | undefined): boolean | undefined {
  let [all, inner]: [boolean | undefined, Node] = [true, node];
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') return all;
    if (at.kind === 'if' && inner !== at.test) {
      const isTrue = truth(at.test);
      if (isTrue === undefined) all = undefined;
      else if (isTrue !== isInBody(at, inner)) return false;
    }
    inner = at;
  }
  return all;
}

const isInBody = ({ body }: If, inner: Node): boolean => (body as readonly Node[]).includes(inner);

/** True for a name of several values between which constants of the program choose. */
export function isFixed(model: Model, expression: Expr): boolean {
  if (expression.kind !== 'name') return false;
  const all = reachingBindings(expression);
  const chosen = firstTaken(all, ({ node }) => runs(node, (test) => truthOfTest(test, constant(model))), nodeOf);
  return chosen.length === 1 && all.length > 1;
}

const constant =
  (model: Model) =>
  (part: Expr): Value => {
    const value = model.value(part);
    return value.certainty === 'known' ? value : UNKNOWN;
  };

/** What a condition is worth with options as they are by default; undefined where that cannot be told. */
export const truthByDefault = (model: Model, test: Expr): boolean | undefined =>
  truthOfTest(test, (part) => model.value(part));

/** What an expression stands for by default; as `model.origins`, where nothing on the way is chosen by a condition. */
export function takenOrigins(model: Model, expression: Expr): readonly Origin[] {
  return chosen(model, expression, 0) ?? model.origins(expression);
}

/** The same as far as a function can meet them that reads a variable of the module. */
export function heldOrigins(model: Model, expression: Expr): readonly Origin[] {
  const origins = takenOrigins(model, expression);
  if (expression.kind !== 'name' || origins.length < 2) return origins;
  const held = heldBindings(model, expression);
  if (held.length === reachingBindings(expression).length) return origins;
  return origins.filter(
    (one) => 'call' in one && held.some(({ value }) => one.call && value && contains(value, one.call)),
  );
}

/** Undefined where nothing is chosen. */
function chosen(model: Model, expression: Expr, depth: number): readonly Origin[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (expression.kind === 'call') return chosenResult(model, expression, depth + 1);
  if (expression.kind !== 'name') return undefined;
  const values = takenBindings(model, expression).map(plainValue);
  return values.every((one) => one !== undefined)
    ? ofAll(model, values, reachingBindings(expression).length, depth + 1)
    : undefined;
}

export const plainValue = ({ kind, value, path }: Binding): Expr | undefined =>
  (kind === 'assign' && path.length === 0 && value) || undefined;

/** Of those of `count` values that are left. */
function ofAll(model: Model, values: readonly Expr[], count: number, depth: number): readonly Origin[] | undefined {
  const all = values.map((one) => chosen(model, one, depth));
  if (values.length === count && all.every((one) => one === undefined)) return undefined;
  return values.flatMap((one, index) => all[index] ?? model.origins(one));
}

function chosenResult(model: Model, call: Call, depth: number): readonly Origin[] | undefined {
  const { func } = call;
  if (func.kind === 'attribute' && RETURNS_SELF.has(func.attr)) return chosen(model, func.value, depth);
  if (func.kind === 'subscript') {
    const entry = chosenEntry(model, func);
    return entry && made(model, model.origins(entry), call);
  }
  if (func.kind !== 'name') return undefined;
  const called = model.calleeOf(call);
  if (called && model.origins(func).every((one) => one.kind === 'function'))
    return ofAll(model, returnedByDefault(model, called), returnedBy(called).length, depth);
  // Calls of several things are one and the same result to `origins`.
  const several = reachingBindings(func).length > 1 ? (chosen(model, func, depth) ?? model.origins(func)) : undefined;
  return several && made(model, several, call);
}

/** What calling one of these makes. */
const made = (model: Model, callees: readonly Origin[], call: Call): readonly Origin[] =>
  callees.flatMap((one): readonly Origin[] => {
    if (one.kind === 'external') return [{ kind: 'result', of: one.name, call }];
    if (one.kind === 'function')
      return returnedByDefault(model, one.definition).flatMap((value) => model.origins(value));
    return one.kind === 'class' ? [{ kind: 'instance', of: one.definition, call }] : [];
  });

/** What a function hands back with options as they are by default. */
export const returnedByDefault = (model: Model, definition: FunctionDef): readonly Expr[] =>
  firstTaken(
    returnedBy(definition),
    (one) => runsByDefault(model, one),
    (one) => one,
  );

/** `MODELS[args.arch]` of a dictionary that is written out in this file. */
export function chosenEntry(model: Model, { value, index }: Subscript): Expr | undefined {
  const [key] = index;
  const [holder, ...others] = model.value(value).alternatives;
  const chosen = key && textOf(model, key);
  return holder?.type === 'dict' && others.length === 0 && chosen !== undefined
    ? holder.entries.get(chosen)
    : undefined;
}

/** `args.dataset.lower()` as well. */
function textOf(model: Model, key: Expr): string | undefined {
  const plain = asString(model.value(key));
  if (plain !== undefined || key.kind !== 'call' || key.func.kind !== 'attribute') return plain;
  const inner = key.func.attr === 'lower' ? asString(model.value(key.func.value)) : undefined;
  return inner?.toLowerCase();
}
