/** Matches the arguments of a library call to its parameter names and looks into `**kwargs` dictionaries. */
import type { Argument, Binding, Call, Expr, Name, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { enclosing } from '../syntax/walk';
import type { Arguments, BoundArgument } from './arguments';
import type { Evaluator } from './evaluator';
import { reachingBindings } from './lookup';
import { asString } from './values';

/** `parameters` are the positional names in order, without `self`. Unknown positions are dropped. */
export function bindArguments(
  call: Call,
  parameters: readonly string[],
  program: Program,
  evaluator: Evaluator,
): Arguments {
  const bound = new Map<string, BoundArgument>();
  let complete = true;
  let position = 0;
  for (const argument of call.args) {
    if (argument.star === '**') {
      complete = bindDictionary(argument, bound, program, evaluator) && complete;
    } else if (argument.star === '*') {
      complete = false;
    } else {
      const name = argument.name ?? parameters[position];
      if (argument.name === null) position += 1;
      if (name !== undefined) bound.set(name, { value: argument.value, argument, certainty: 'set' });
    }
  }
  return { get: (name) => bound.get(name), has: (name) => bound.has(name), complete, names: [...bound.keys()] };
}

/** Adds the entries of a `**dictionary`; false when it may hold more than was found. */
function bindDictionary(
  argument: Argument,
  bound: Map<string, BoundArgument>,
  program: Program,
  evaluator: Evaluator,
): boolean {
  const value = argument.value;
  const entries = new Map<string, BoundArgument>();
  const complete =
    value.kind === 'name'
      ? namedDictionary(value, entries, program, evaluator)
      : literal(value, entries, 'set', evaluator);
  for (const [name, entry] of entries) if (!bound.has(name)) bound.set(name, entry);
  return complete;
}

type Certainty = BoundArgument['certainty'];

function literal(
  value: Expr,
  entries: Map<string, BoundArgument>,
  certainty: Certainty,
  evaluator: Evaluator,
): boolean {
  const alternatives = evaluator.value(value).alternatives;
  let complete = alternatives.length > 0;
  for (const one of alternatives) {
    if (one.type !== 'dict') {
      complete = false;
      continue;
    }
    const softened = alternatives.length > 1 ? 'maybe' : certainty;
    for (const [name, entry] of one.entries) entries.set(name, { value: entry, argument: null, certainty: softened });
    complete &&= one.complete;
  }
  return complete;
}

/** A dictionary in a variable: its literal, then every `.update(...)` and `d[k] = v` on it before the call. */
function namedDictionary(
  name: Name,
  entries: Map<string, BoundArgument>,
  program: Program,
  evaluator: Evaluator,
): boolean {
  const bindings = reachingBindings(name);
  let complete = bindings.length > 0;
  for (const binding of bindings) {
    const certainty: Certainty = bindings.length > 1 ? 'maybe' : 'set';
    complete = bindingEntries(binding, entries, certainty, evaluator) && complete;
  }
  return applyChanges(name, entries, program, evaluator) && complete;
}

function bindingEntries(
  binding: Binding,
  entries: Map<string, BoundArgument>,
  certainty: Certainty,
  evaluator: Evaluator,
): boolean {
  if (!binding.value || binding.path.length > 0 || binding.kind !== 'assign') return false;
  return literal(binding.value, entries, certainty, evaluator);
}

function applyChanges(
  name: Name,
  entries: Map<string, BoundArgument>,
  program: Program,
  evaluator: Evaluator,
): boolean {
  let complete = true;
  for (const use of program.names(name.id)) {
    if (use.start >= name.start || !sameFunction(use, name)) continue;
    const parent = use.parent;
    if (parent?.kind === 'attribute' && parent.attr === 'update' && parent.parent?.kind === 'call') {
      complete = applyUpdate(parent.parent, entries, name, evaluator) && complete;
    }
    if (parent?.kind === 'subscript' && parent.value === use) setItem(parent, entries, name, evaluator);
  }
  return complete;
}

function applyUpdate(call: Call, entries: Map<string, BoundArgument>, name: Name, evaluator: Evaluator): boolean {
  const certainty = isConditional(call, name) ? 'maybe' : 'set';
  let complete = true;
  for (const argument of call.args) {
    if (argument.name !== null) entries.set(argument.name, { value: argument.value, argument: null, certainty });
    else complete = literal(argument.value, entries, certainty, evaluator) && complete;
  }
  return complete;
}

function setItem(
  target: Node & { kind: 'subscript' },
  entries: Map<string, BoundArgument>,
  name: Name,
  evaluator: Evaluator,
): void {
  const statement = target.parent;
  if (statement?.kind !== 'assign' || !statement.targets.includes(target) || !statement.value) return;
  const key = target.index[0] ? asString(evaluator.value(target.index[0])) : undefined;
  const certainty = isConditional(statement, name) ? 'maybe' : 'set';
  if (key !== undefined) entries.set(key, { value: statement.value, argument: null, certainty });
}

/** True when `change` runs only on some of the paths to `use`. */
function isConditional(change: Node, use: Node): boolean {
  const branch = enclosing(change, 'if', 'try', 'for', 'while', 'function');
  return branch !== undefined && branch.kind !== 'function' && !(branch.start <= use.start && use.end <= branch.end);
}

function sameFunction(a: Node, b: Node): boolean {
  const owner = enclosing(a, 'function');
  return owner === undefined || owner === enclosing(b, 'function');
}
