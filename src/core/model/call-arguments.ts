/** Matches the arguments of a library call to its parameter names and looks into `**kwargs` dictionaries. */
import type { Argument, Binding, Call, Name } from '../syntax/ast';
import type { Arguments, BoundArgument } from './arguments';
import { applyChanges, dictionaryEntries, type Certainty } from './dictionary-changes';
import type { Evaluator } from './value-algebra';
import { reachingBindings } from './lookup';

/** `parameters` are the positional names in order, without `self`. Unknown positions are dropped. */
export function bindArguments(call: Call, parameters: readonly string[], evaluator: Evaluator): Arguments {
  const bound = new Map<string, BoundArgument>();
  let complete = true;
  let position = 0;
  for (const argument of call.args) {
    if (argument.star === '**') {
      complete = bindDictionary(argument, bound, evaluator) && complete;
    } else if (argument.star === '*') {
      complete = false;
    } else {
      const name = argument.name ?? parameters[position];
      if (argument.name === null) position += 1;
      if (name !== undefined) bound.set(name, { value: argument.value, argument, certainty: 'set' });
    }
  }
  return new GivenArguments(bound, complete);
}

/** Plain data, so that it can be told whether the same arguments were found again. */
export class GivenArguments implements Arguments {
  constructor(
    readonly bound: ReadonlyMap<string, BoundArgument>,
    readonly complete: boolean,
  ) {}

  get(name: string): BoundArgument | undefined {
    return this.bound.get(name);
  }

  has(name: string): boolean {
    return this.bound.has(name);
  }

  get names(): readonly string[] {
    return [...this.bound.keys()];
  }
}

/** Adds the entries of a `**dictionary`; false when it may hold more than was found. */
function bindDictionary(argument: Argument, bound: Map<string, BoundArgument>, evaluator: Evaluator): boolean {
  const value = argument.value;
  const entries = new Map<string, BoundArgument>();
  const complete =
    value.kind === 'name'
      ? namedDictionary(value, entries, evaluator)
      : dictionaryEntries(value, entries, 'set', evaluator);
  for (const [name, entry] of entries) if (!bound.has(name)) bound.set(name, entry);
  return complete;
}

/** A dictionary in a variable: its literal, then every `.update(...)` and `d[k] = v` on it before the call. */
function namedDictionary(name: Name, entries: Map<string, BoundArgument>, evaluator: Evaluator): boolean {
  const bindings = reachingBindings(name);
  let complete = bindings.length > 0;
  for (const binding of bindings) {
    const certainty: Certainty = bindings.length > 1 ? 'maybe' : 'set';
    const isRest = binding.node.kind === 'param' && binding.node.star === '**';
    complete = isRest
      ? dictionaryEntries(name, entries, certainty, evaluator) && complete
      : bindingEntries(binding, entries, certainty, evaluator) && complete;
  }
  return applyChanges(name, entries, evaluator) && complete;
}

function bindingEntries(
  binding: Binding,
  entries: Map<string, BoundArgument>,
  certainty: Certainty,
  evaluator: Evaluator,
): boolean {
  if (!binding.value || binding.path.length > 0 || binding.kind !== 'assign') return false;
  return dictionaryEntries(binding.value, entries, certainty, evaluator);
}
