/** Which of several values a name has when the program runs with its defaults: conditions around its bindings are looked at. */
import type { Binding, Call, Expr, If, Name, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { returnedBy } from '../returns';
import { RETURNS_SELF } from '../transparent';
import { truthOfTest } from '../truth';
import { UNKNOWN, type Value } from '../values';

const MAX_DEPTH = 5;

/** The bindings that give the name its value by default, all that may where a condition cannot be told. */
export function takenBindings(model: Model, name: Name): readonly Binding[] {
  return firstTaken(reachingBindings(name), ({ node }) => runsByDefault(model, node), nodeOf);
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
  if (func.kind !== 'name') return undefined;
  const made = model.calleeOf(call);
  if (made && model.origins(func).every((one) => one.kind === 'function')) {
    const all = returnedBy(made);
    const taken = firstTaken(
      all,
      (one) => runsByDefault(model, one),
      (one) => one,
    );
    return ofAll(model, taken, all.length, depth);
  }
  // Calls of several things are one and the same result to `origins`.
  const several = reachingBindings(func).length > 1 ? (chosen(model, func, depth) ?? model.origins(func)) : undefined;
  return several?.flatMap((one): readonly Origin[] => {
    if (one.kind === 'external') return [{ kind: 'result', of: one.name, call }];
    return one.kind === 'class' ? [{ kind: 'instance', of: one.definition, call }] : [];
  });
}
