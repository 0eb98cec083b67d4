/** What happens to a dictionary or a list variable between its literal and its use: updates, item assignments, deletions. */
import type { Binding, Call, Expr, Name, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { enclosing } from '../syntax/walk';
import type { BoundArgument } from './arguments';
import { reachingBindings } from './lookup';
import type { Evaluator } from './value-algebra';
import { asString, type PyValue } from './values';

export type Certainty = BoundArgument['certainty'];

/** Adds the entries of a dictionary expression; false when it may hold more than was found. */
export function dictionaryEntries(
  value: Expr,
  entries: Map<string, BoundArgument>,
  certainty: Certainty,
  evaluator: Evaluator,
): boolean {
  const { alternatives, certainty: sureness } = evaluator.value(value);
  // The default of a parameter, which callers that were not seen may replace.
  let complete = alternatives.length > 0 && sureness !== 'default';
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

/** The dictionary that `name` holds where it stands; incomplete when a change is conditional or removes entries. */
export function changedDictionary(
  name: Name,
  value: Extract<PyValue, { type: 'dict' }>,
  evaluator: Evaluator,
): PyValue {
  const entries = new Map<string, BoundArgument>();
  for (const [key, entry] of value.entries) entries.set(key, { value: entry, argument: null, certainty: 'set' });
  const complete = applyChanges(name, entries, evaluator);
  const sure = [...entries.values()].every((entry) => entry.certainty === 'set');
  const merged = new Map([...entries].map(([key, entry]) => [key, entry.value]));
  return { type: 'dict', entries: merged, complete: value.complete && complete && sure };
}

const REMOVING = new Set(['pop', 'popitem', 'clear', 'setdefault']);

/** Applies every `.update(...)` and `d[k] = v` on a dictionary variable before `name`; false when more may have changed. */
export function applyChanges(name: Name, entries: Map<string, BoundArgument>, evaluator: Evaluator): boolean {
  let complete = true;
  for (const use of evaluator.changingUses(name.id)) {
    if (use.start >= name.start || !sameFunction(use, name)) continue;
    const parent = use.parent;
    if (parent?.kind === 'attribute' && parent.attr === 'update' && parent.parent?.kind === 'call') {
      complete = applyUpdate(parent.parent, entries, name, evaluator) && complete;
    }
    if (parent?.kind === 'attribute' && REMOVING.has(parent.attr)) complete = false;
    if (parent?.kind === 'subscript' && parent.value === use) {
      if (parent.parent?.kind === 'delete') complete = false;
      setItem(parent, entries, name, evaluator);
    }
  }
  return complete;
}

/** The uses of a variable that may change what a dictionary or a list in it holds. */
export function changingUses(program: Program, id: string): readonly Name[] {
  return program.names(id).filter(mayChange);
}

function mayChange(use: Name): boolean {
  const parent = use.parent;
  if (parent?.kind === 'attribute')
    return parent.attr === 'update' || REMOVING.has(parent.attr) || GROWING.has(parent.attr);
  return parent?.kind === 'subscript' && parent.value === use;
}

const GROWING = new Set(['append', 'appendleft', 'extend', 'insert', 'remove']);

/** True when a list variable that is bound so may hold more or less at `name` than where it is made. */
export function isGrownBefore(
  name: Name,
  bindings: readonly Binding[],
  evaluator: Pick<Evaluator, 'changingUses'>,
): boolean {
  return evaluator.changingUses(name.id).some((use) => {
    const { parent } = use;
    const grows = parent?.kind === 'attribute' && (GROWING.has(parent.attr) || parent.attr === 'pop');
    return grows && use.start < name.start && reachingBindings(use).some((one) => bindings.includes(one));
  });
}

function applyUpdate(call: Call, entries: Map<string, BoundArgument>, name: Name, evaluator: Evaluator): boolean {
  const certainty = isConditional(call, name) ? 'maybe' : 'set';
  let complete = true;
  for (const argument of call.args) {
    if (argument.name !== null) entries.set(argument.name, { value: argument.value, argument: null, certainty });
    else complete = dictionaryEntries(argument.value, entries, certainty, evaluator) && complete;
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
