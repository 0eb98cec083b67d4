/** Which of several values a name has when the program runs with its defaults: conditions around its bindings are looked at. */
import type { Binding, Call, Expr, FunctionDef, If, Name, Node } from '../../syntax/ast';
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
export function takenOrigins(model: Model, expression: Expr, depth = 0): readonly Origin[] {
  if (depth > MAX_DEPTH) return model.origins(expression);
  const again = (one: Expr): readonly Origin[] => takenOrigins(model, one, depth + 1);
  if (expression.kind === 'name') {
    const bindings = takenBindings(model, expression);
    const values = bindings.map(plainValue);
    return values.length > 0 && values.every((one) => one !== undefined)
      ? values.flatMap((one) => again(one))
      : model.origins(expression);
  }
  return expression.kind === 'call' ? takenResults(model, expression, again) : model.origins(expression);
}

export const plainValue = ({ kind, value, path }: Binding): Expr | undefined =>
  (kind === 'assign' && path.length === 0 && value) || undefined;

function takenResults(model: Model, call: Call, again: (one: Expr) => readonly Origin[]): readonly Origin[] {
  const { func } = call;
  if (func.kind === 'attribute' && RETURNS_SELF.has(func.attr)) {
    const self = again(func.value);
    return self.length > 0 ? self : model.origins(call);
  }
  const made = model.calleeOf(call);
  if (made && model.origins(func).every((one) => one.kind === 'function'))
    return takenReturns(model, made).flatMap(again);
  if (func.kind !== 'name' || reachingBindings(func).length < 2) return model.origins(call);
  return again(func).flatMap((one): readonly Origin[] => {
    if (one.kind === 'external') return [{ kind: 'result', of: one.name, call }];
    return one.kind === 'class' ? [{ kind: 'instance', of: one.definition, call }] : [];
  });
}

/** What a local function hands back for the arguments that it is given by default. */
const takenReturns = (model: Model, definition: FunctionDef): readonly Expr[] =>
  firstTaken(
    returnedBy(definition),
    (one) => runsByDefault(model, one),
    (one) => one,
  );
