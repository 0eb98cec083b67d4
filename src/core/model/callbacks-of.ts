/** Resolves a `callbacks=` argument: literals, variables, appends, function results and conditional members. */
import type { ClassDef, Expr, Name } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { descend, enclosing } from '../syntax/walk';
import { isStopper, setsStopFlag } from './callback-classes';
import { isCallbackName, isClassName, isOfLibrary } from './callback-names';
import type { CallbackFacts } from './callbacks';
import { reachingBindings } from './lookup';
import type { Origin } from './origins';
import type { Resolver } from './resolver';

interface Collected {
  members: Expr[];
  complete: boolean;
  literals: Expr[];
  /** A list of another file, whose members are not nodes of this one, holds a stopper. */
  stopsElsewhere: boolean;
}

const MAX_DEPTH = 5;
/** A list with more callbacks is not read to its end. */
const MAX_MEMBERS = 100;

export function callbacksOf(expression: Expr | null, program: Program, resolver: Resolver): CallbackFacts {
  if (!expression) return { complete: true, members: [], stops: false, literal: null };
  const found: Collected = { members: [], complete: true, literals: [], stopsElsewhere: false };
  collect(expression, found, program, resolver, 0);
  const stops = found.stopsElsewhere || found.members.some((member) => stopsTraining(member, resolver));
  const unknown = found.members.some((member) => !isKnownCallback(member, resolver));
  const literal = found.literals.length === 1 ? (found.literals[0] ?? null) : null;
  return { complete: found.complete && !unknown, members: found.members, stops, literal };
}

function collect(expression: Expr, found: Collected, program: Program, resolver: Resolver, depth: number): void {
  if (depth > MAX_DEPTH) {
    found.complete = false;
    return;
  }
  const again = (inner: Expr): void => collect(inner, found, program, resolver, depth + 1);
  switch (expression.kind) {
    case 'list':
    case 'tuple':
      found.literals.push(expression);
      for (const item of expression.items) {
        if (item.kind === 'starred') item.parts.forEach(again);
        else addMember(item, found, resolver);
      }
      return;
    case 'constant':
      if (expression.value !== null) found.complete = false;
      return;
    case 'binary':
      again(expression.left);
      again(expression.right);
      return;
    case 'conditional':
      again(expression.then);
      again(expression.otherwise);
      return;
    case 'name':
      return collectName(expression, found, program, resolver, depth);
    case 'call':
      return collectCall(expression, found, program, resolver, depth);
    case 'attribute':
      return collectAttribute(expression, found, program, resolver, depth);
    default:
      found.complete = false;
  }
}

/** A member that is itself a conditional counts as present in either form. */
function addMember(item: Expr, found: Collected, resolver: Resolver): void {
  if (item.kind === 'conditional') {
    for (const arm of [item.then, item.otherwise]) if (arm.kind !== 'constant') addMember(arm, found, resolver);
    return;
  }
  found.members.push(item);
}

function collectName(name: Name, found: Collected, program: Program, resolver: Resolver, depth: number): void {
  const bindings = reachingBindings(name);
  if (bindings.length === 0) found.complete = false;
  for (const binding of bindings) {
    if (binding.kind === 'assign' && binding.value && binding.path.length === 0) {
      collectValue(binding.value, found, program, resolver, depth);
    } else if (binding.kind === 'augassign' && binding.value) {
      collect(binding.value, found, program, resolver, depth + 1);
    } else if (binding.imported !== null) {
      addImported(binding.imported, found, resolver);
    } else if (binding.kind === 'param') {
      collectParameter(name, found, program, resolver, depth);
    } else {
      found.complete = false;
    }
  }
  collectAppends(name, found, program, resolver, depth);
}

/** A variable may hold the list, or a single callback (Keras and Lightning accept one). */
function collectValue(value: Expr, found: Collected, program: Program, resolver: Resolver, depth: number): void {
  if (value.kind === 'call' && isCallbackInstance(value, resolver)) found.members.push(value);
  else collect(value, found, program, resolver, depth + 1);
}

function collectParameter(name: Name, found: Collected, program: Program, resolver: Resolver, depth: number): void {
  const owner = enclosing(name, 'function');
  const param = owner?.params.find((one) => one.name === name.id);
  const callers = owner ? resolver.callersOf(owner) : [];
  if (!owner || !param || callers.length === 0) {
    found.complete = false;
    return;
  }
  for (const call of callers) {
    const given = call.args.find((one) => one.name === name.id)?.value;
    if (given) collect(given, found, program, resolver, depth + 1);
    else if (call.args.some((one) => one.name === null) || !param.default) found.complete = false;
    else collect(param.default, found, program, resolver, depth + 1);
  }
}

/** `callbacks.append(x)`, `.extend([...])`, `.insert(0, x)` on the same variable; a conditional append counts. */
function collectAppends(name: Name, found: Collected, program: Program, resolver: Resolver, depth: number): void {
  for (const use of program.names(name.id)) {
    if (found.members.length > MAX_MEMBERS) {
      found.complete = false;
      return;
    }
    const method = use.parent;
    if (method?.kind !== 'attribute' || method.parent?.kind !== 'call' || method.parent.func !== method) continue;
    const last = method.parent.args.at(-1)?.value;
    if (!last || !['append', 'extend', 'insert'].includes(method.attr)) continue;
    if (method.attr === 'extend') collect(last, found, program, resolver, depth + 1);
    else addMember(last, found, resolver);
  }
}

function collectCall(
  call: Extract<Expr, { kind: 'call' }>,
  found: Collected,
  program: Program,
  resolver: Resolver,
  depth: number,
): void {
  if (isCallbackInstance(call, resolver)) {
    found.members.push(call);
    return;
  }
  const callee = resolver.calleeOf(call);
  const returns = callee
    ? [...descend(callee)].flatMap((node) => (node.kind === 'return' && node.value ? [node.value] : []))
    : [];
  if (returns.length === 0) collectImported(call.func, found, resolver);
  for (const value of returns) collect(value, found, program, resolver, depth + 1);
}

function collectAttribute(
  node: Extract<Expr, { kind: 'attribute' }>,
  found: Collected,
  program: Program,
  resolver: Resolver,
  depth: number,
): void {
  const bindings = resolver
    .origins(node.value)
    .flatMap((origin) => (origin.kind === 'instance' ? resolver.memberBindings(origin.of, node.attr) : []));
  if (bindings.length === 0) collectImported(node, found, resolver);
  for (const binding of bindings) {
    if (binding.value && binding.path.length === 0) collectValue(binding.value, found, program, resolver, depth);
  }
}

/** `callbacks=get_callbacks()` and `callbacks=settings.CALLBACKS` of another file. */
function collectImported(expression: Expr, found: Collected, resolver: Resolver): void {
  const names = resolver.origins(expression).flatMap((origin) => (origin.kind === 'external' ? [origin.name] : []));
  if (names.length === 0) found.complete = false;
  for (const name of names) addImported(name, found, resolver);
}

function addImported(name: string, found: Collected, resolver: Resolver): void {
  const facts = resolver.links.callbacks(name);
  if (!facts?.complete) found.complete = false;
  if (facts?.stops) found.stopsElsewhere = true;
}

function isCallbackInstance(call: Expr, resolver: Resolver): boolean {
  return resolver.origins(call).some((origin) => {
    if (origin.kind === 'result')
      return isCallbackName(origin.of) || resolver.links.basesOf(origin.of).some(isCallbackName);
    return origin.kind === 'instance' && isCallbackClass(origin.of, resolver);
  });
}

function isCallbackClass(definition: ClassDef, resolver: Resolver): boolean {
  return resolver.basesOf(definition).external.some((base) => /Callback|callbacks\./.test(base));
}

/** An object imported from another module, or made by a function of one, may stop the training. */
function isKnownCallback(member: Expr, resolver: Resolver): boolean {
  return resolver.origins(member).some((origin) => {
    if (origin.kind === 'result')
      return isClassName(origin.of) || isOfLibrary(origin.of) || resolver.links.callbacks(origin.of)?.complete === true;
    if (origin.kind === 'external') return isClassName(origin.name) || isOfLibrary(origin.name);
    return origin.kind === 'instance';
  });
}

function stopsTraining(member: Expr, resolver: Resolver): boolean {
  return resolver.origins(member).some((origin) => originStops(origin, resolver));
}

function originStops(origin: Origin, resolver: Resolver): boolean {
  if (origin.kind === 'result' || origin.kind === 'external') {
    const name = origin.kind === 'result' ? origin.of : origin.name;
    return isStopper(name) || (resolver.links.callbacks(name)?.stops ?? false);
  }
  return origin.kind === 'instance' && classStops(origin.of, resolver);
}

/** An own callback that sets `stop_training` or `should_stop`, or derives from one that stops. */
function classStops(definition: ClassDef, resolver: Resolver): boolean {
  const { local, external } = resolver.basesOf(definition);
  if (external.some(isStopper)) return true;
  return [definition, ...local].some((one) => isStopper(one.name) || setsStopFlag(one));
}
