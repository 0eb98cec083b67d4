/** Which of several values a name has when the program runs with its defaults: conditions around its bindings are looked at. */
import type { Binding, Call, Compare, Expr, FunctionDef, If, Name, Node } from '../../syntax/ast';
import { ancestors, blocks } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { returnedBy } from '../returns';
import { RETURNS_SELF } from '../transparent';
import { truthOf } from '../value-algebra';
import type { PyValue } from '../values';

const MAX_DEPTH = 5;

/** The bindings that give the name its value by default, all that may where a condition cannot be told. */
export function takenBindings(model: Model, name: Name): readonly Binding[] {
  return firstTaken(model, reachingBindings(name), (one) => one.node);
}

/** Those that may run, up to the first that does. */
function firstTaken<T>(model: Model, all: readonly T[], nodeOf: (one: T) => Node): readonly T[] {
  if (all.length < 2) return all;
  const found: T[] = [];
  for (const one of all) {
    const runs = runsByDefault(model, nodeOf(one));
    if (runs === false) continue;
    found.push(one);
    if (runs && isInArmAlone(nodeOf(one))) return found;
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
export function runsByDefault(model: Model, node: Node): boolean | undefined {
  let [all, inner]: [boolean | undefined, Node] = [true, node];
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') return all;
    if (at.kind === 'if' && inner !== at.test) {
      const runs = armRuns(model, at, inner);
      if (runs === false) return false;
      all = runs && all;
    }
    inner = at;
  }
  return all;
}

function armRuns(model: Model, branch: If, inner: Node): boolean | undefined {
  const truth = truthByDefault(model, branch.test);
  const isBody = blocks(branch)[0]?.some((one) => one === inner) === true;
  return truth === undefined ? undefined : truth === isBody;
}

/** True for a name of several values between which constants of the program choose. */
export function isFixed(model: Model, expression: Expr): boolean {
  const bindings = expression.kind === 'name' ? reachingBindings(expression) : [];
  return bindings.length > 1 && bindings.every(({ node }) => testsAround(node).every((test) => isConstant(model, test)));
}

function testsAround(node: Node): readonly Expr[] {
  const tests: Expr[] = [];
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') break;
    if (at.kind === 'if') tests.push(at.test);
  }
  return tests;
}

const isConstant = (model: Model, test: Expr): boolean =>
  (test.kind === 'compare' ? test.operands : [test]).every((one) => model.value(one).certainty === 'known');

/** What a condition is worth with defaults and options as they are; undefined where that cannot be told. */
export function truthByDefault(model: Model, test: Expr): boolean | undefined {
  if (test.kind === 'compare') return compared(model, test);
  if (test.kind === 'unary' && test.op === 'not') {
    const truth = truthByDefault(model, test.operand);
    return truth === undefined ? undefined : !truth;
  }
  if (test.kind === 'binary' && (test.op === 'and' || test.op === 'or')) {
    const decides = test.op === 'or';
    const sides = [test.left, test.right].map((one) => truthByDefault(model, one));
    if (sides.includes(decides)) return decides;
    return sides.includes(undefined) ? undefined : !decides;
  }
  const only = onlyOf(model, test);
  return only && truthOf(only);
}

function onlyOf(model: Model, expression: Expr): PyValue | undefined {
  const { certainty, alternatives } = model.value(expression);
  return certainty !== 'unknown' && alternatives.length === 1 ? alternatives[0] : undefined;
}

function compared(model: Model, { ops, operands: [left, right] }: Compare): boolean | undefined {
  const [op = '', ...others] = ops.map((one) => one.replace(/\s+/g, ' '));
  const a = left && onlyOf(model, left);
  const b = right && onlyOf(model, right);
  if (!a || !b || others.length > 0) return undefined;
  const holds = /in$/.test(op) ? isIn(model, a, b) : /^(==|!=|is|is not)$/.test(op) ? isEqual(a, b) : undefined;
  return holds === undefined ? undefined : holds !== /^(!=|is not|not in)$/.test(op);
}

function isEqual(a: PyValue, b: PyValue): boolean | undefined {
  if (a.type === 'none' || b.type === 'none') return a.type === b.type;
  if (!('value' in a) || !('value' in b)) return undefined;
  return a.value === b.value;
}

function isIn(model: Model, a: PyValue, b: PyValue): boolean | undefined {
  if (a.type === 'string' && b.type === 'string') return b.value.includes(a.value);
  if (b.type !== 'sequence' || !b.items || b.items.length !== b.length) return undefined;
  const same = b.items.map((item) => {
    const one = onlyOf(model, item);
    return one && isEqual(a, one);
  });
  return same.includes(true) ? true : same.includes(undefined) ? undefined : false;
}

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
  firstTaken(model, returnedBy(definition), (one) => one);
