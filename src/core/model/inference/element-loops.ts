/** The loop that runs a call once for each element, and how a value inside it depends on the element. */
import type { Binding, Call, Comprehension, Expr, For, FunctionDef, Lambda, Name, Node } from '../../syntax/ast';
import { ancestors, descend, statementOf } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';

export interface ElementLoop {
  /** `each` is `frame.apply(...)`, `series.map(...)`. */
  readonly kind: 'for' | 'comprehension' | 'each';
  readonly node: For | Comprehension | Call;
  /** What is run once an element: the loop itself, or the function that `apply` is given. */
  readonly scope: Node;
  /** What is looped over. */
  readonly iterable: Expr;
}

const EACH = new Set(['apply', 'map', 'applymap', 'progress_apply', 'progress_map', 'parallel_apply']);

/** The innermost loop around a node, up to the function that holds it; undefined in a `while`, where nothing is known. */
export function elementLoop(node: Node): ElementLoop | undefined {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'while') return undefined;
    if (at.kind === 'lambda') return lambdaLoop(at);
    if (at.kind === 'for' && (at.body as readonly Node[]).includes(inner))
      return { kind: 'for', node: at, scope: at, iterable: at.iter };
    const first = at.kind === 'comprehension' ? at.clauses.at(-1) : undefined;
    if (at.kind === 'comprehension' && first && !at.clauses.some(({ iter }) => iter === inner))
      return { kind: 'comprehension', node: at, scope: at, iterable: first.iter };
    inner = at;
  }
  return undefined;
}

function lambdaLoop(lambda: Lambda): ElementLoop | undefined {
  const argument = lambda.parent;
  return argument?.kind === 'argument' && argument.parent?.kind === 'call'
    ? eachLoop(argument.parent, lambda)
    : undefined;
}

function eachLoop(call: Call, scope: Lambda | FunctionDef): ElementLoop | undefined {
  if (call.func.kind !== 'attribute' || !EACH.has(call.func.attr)) return undefined;
  return { kind: 'each', node: call, scope, iterable: call.func.value };
}

/** Loops that run a function once an element: calls of it in a loop, and `apply` that is given it by name. */
export function callingLoops(
  model: Model,
  definition: FunctionDef,
): readonly { loop: ElementLoop; call: Call | null }[] {
  const direct = model.callersOf(definition).flatMap((call) => {
    const loop = elementLoop(call);
    return loop ? [{ loop, call }] : [];
  });
  const named = model.program.names(definition.name).flatMap((name) => {
    const argument = name.parent;
    if (argument?.kind !== 'argument' || argument.parent?.kind !== 'call') return [];
    const loop = eachLoop(argument.parent, definition);
    const isIt = model.origins(name).some((one) => one.kind === 'function' && one.definition === definition);
    return loop && isIt ? [{ loop, call: null }] : [];
  });
  return [...direct, ...named];
}

/** `element`: made from the element only; `carried`: also from what an earlier iteration left behind. */
export type Dependence = 'none' | 'element' | 'carried';

/** Follows the names in an expression back through the assignments of the loop body. */
export function dependenceOn(model: Model, expression: Expr, { scope }: ElementLoop): Dependence {
  const seen = new Set<Binding>();
  let found: Dependence = 'none';
  const visit = (node: Node, depth: number): void => {
    for (const name of namesIn(node)) {
      const local = reachingBindings(name).filter((one) => one.node === scope || isInside(one.node, scope));
      if (local.some((one) => one.node !== scope && isOwnVariable(one.node, name))) continue;
      const before = local.filter((one) => isElement(one, scope) || one.node.end <= name.start);
      const onlyAdds = before.every(({ kind }) => kind === 'augassign');
      const carries = local.length === 0 ? isChangedIn(model, name, scope) : onlyAdds;
      if (carries || (before.length === 0 && isRebound(name, scope))) found = 'carried';
      for (const binding of before) {
        if (seen.has(binding)) continue;
        seen.add(binding);
        if (isElement(binding, scope)) found = found === 'none' ? 'element' : found;
        else if (binding.value && depth < 12) visit(binding.value, depth + 1);
        if (depth < 12) for (const value of handedTo(model, binding, name, scope)) visit(value, depth + 1);
      }
    }
  };
  visit(expression, 0);
  return found;
}

/** What statements of the loop hand to an object made in it before it is read: `chat.append(question)`. */
function handedTo(model: Model, { node, kind }: Binding, name: Name, scope: Node): readonly Expr[] {
  if (kind !== 'assign' || !isInside(node, scope)) return [];
  return model.program.names(name.id).flatMap((use) => {
    const call = use.parent?.kind === 'attribute' && use.parent.value === use ? use.parent.parent : null;
    const isStatement = call?.kind === 'call' && call.func === use.parent && call.parent?.kind === 'exprstmt';
    if (!isStatement || use.start < node.end || use.end > name.start) return [];
    return call.args.map(({ value }) => value);
  });
}

/** `word` in `[ids[word] for word in text]`: what it stands for is in the text, which is looked at as well. */
const isOwnVariable = (binder: Node, name: Name): boolean =>
  (binder.kind === 'comprehension' || binder.kind === 'lambda') && isInside(name, binder);

/** `state = step(state)`: the statement gives the variable that it reads a new value. */
function isRebound(name: Name, scope: Node): boolean {
  const statement = statementOf(name);
  if (statement?.kind !== 'assign' || !isInside(statement, scope)) return false;
  return statement.targets.some((target) => [...namesIn(target)].some((one) => one.id === name.id));
}

function* namesIn(node: Node): Generator<Name> {
  for (const at of descend(node)) if (at.kind === 'name') yield at;
}

const isInside = (node: Node, scope: Node): boolean =>
  node !== scope && scope.start <= node.start && node.end <= scope.end;
/** The target of the loop, or a parameter of the function that runs once an element. */
const isElement = (binding: Binding, scope: Node): boolean =>
  binding.node === scope || (binding.kind === 'param' && binding.node.parent === scope);

const CHANGES = new Set([
  'append',
  'extend',
  'insert',
  'update',
  'add',
  'pop',
  'popleft',
  'appendleft',
  'remove',
  'clear',
]);

/** The object in a variable from outside the loop is changed inside it. */
function isChangedIn(model: Model, name: Name, scope: Node): boolean {
  return model.program.names(name.id).some((use) => {
    if (!isInside(use, scope)) return false;
    const parent = use.parent;
    if (parent?.kind === 'attribute' && parent.value === use)
      return CHANGES.has(parent.attr) && parent.parent?.kind === 'call' && parent.parent.func === parent;
    const statement = parent?.kind === 'subscript' && parent.value === use ? parent.parent : undefined;
    return (
      (statement?.kind === 'assign' && statement.targets.includes(parent as Expr)) ||
      (statement?.kind === 'augassign' && statement.target === parent)
    );
  });
}

/** The calls that run with each element. */
export function* callsInLoop({ scope }: ElementLoop): Generator<Call> {
  for (const node of descend(scope)) if (node.kind === 'call') yield node;
}

/** True when a `break` or `return` may leave the loop before its last element. */
export function leavesEarly({ scope, kind }: ElementLoop): boolean {
  if (kind !== 'for') return false;
  for (const node of descend(scope, (at) => at === scope || !isOtherLoop(at))) {
    if (node.kind === 'break' || (node.kind === 'return' && scope.kind === 'for')) return true;
  }
  return false;
}

/**
 * True when the loop reads what the iteration before left in a variable: the first use of it inside is a read, and it
 * gets a new value further down that is not built on the old one.
 */
export function carriesState(model: Model, { scope, kind }: ElementLoop): boolean {
  if (kind !== 'for') return false;
  for (const node of descend(scope)) {
    if (node.kind !== 'assign' || !node.value) continue;
    const built = new Set([...namesIn(node.value)].map(({ id }) => id));
    for (const target of node.targets) {
      if (target.kind === 'name' && !built.has(target.id) && isReadBefore(model, target, scope)) return true;
    }
  }
  return false;
}

function isReadBefore(model: Model, target: Name, scope: Node): boolean {
  const uses = model.program.names(target.id).filter((use) => isInside(use, scope));
  const first = uses.reduce((a, b) => (b.start < a.start ? b : a), target);
  const statement = statementOf(first);
  return !(statement?.kind === 'assign' && statement.targets.some((one) => [...namesIn(one)].includes(first)));
}

const isOtherLoop = ({ kind }: Node): boolean => ['for', 'while', 'function', 'class', 'lambda'].includes(kind);
