/** Calls in the code that builds a network: functions, constructors, `super().__init__` and modules. */
import type { Call } from '../../syntax/ast';
import { lineOf, memberIn, methodOf } from './classes';
import { callClosure } from './closures';
import { forward, libraryForward } from './forward';
import { callLibrary } from './library';
import { initialise } from './make';
import { deeper, type Run } from './run';
import { unfollowed } from './torch-forward';
import {
  asKind,
  instanceOf,
  UNKNOWN_THING,
  type Class,
  type Frame,
  type Given,
  type Instance,
  type Library,
  type Thing,
} from './things';

export function callThing(run: Run, callee: Thing, given: Given, node?: Call, frame?: Frame): Thing {
  if (typeof callee !== 'object' || callee === null) return unfollowed(run, given);
  switch (callee.is) {
    case 'library':
      return callLibrary(run, callee, given, node, frame);
    case 'class':
      return deeper(run, () => instantiate(run, callee, given));
    case 'function':
      return deeper(run, () => callClosure(run, callee, given));
    case 'instance':
      return deeper(run, () => forward(run, callee, given));
    default:
      return unfollowed(run, given);
  }
}

function instantiate(run: Run, of: Class, given: Given): Instance {
  const line = lineOf(run, of);
  const library = line.find((one): one is Library => one.is === 'library' && !PLAIN.test(one.name));
  const instance = instanceOf(library?.name ?? null, of);
  construct(run, instance, line, given);
  return instance;
}

/** Bases that add nothing. */
const PLAIN = /^(builtins\.object|abc\.ABC|typing\.\w+|enum\.\w+)$/;

/** Runs the first constructor of a line of classes. */
function construct(run: Run, instance: Instance, line: readonly (Class | Library)[], given: Given): void {
  const found = memberIn(line, '__init__');
  if (found && !('is' in found) && found.binding.node.kind === 'function') {
    callClosure(run, methodOf(found.binding.node, found.owner, instance), given);
  } else if (found && 'is' in found) {
    initialise(instance, found.name, given);
  } else {
    setFields(run, instance, line, given);
  }
}

/** A dataclass: annotated fields in order, with their defaults. */
function setFields(run: Run, instance: Instance, line: readonly (Class | Library)[], given: Given): void {
  const plain = [...given.plain];
  if (line.some((one) => one.is === 'library' && one.name === 'typing.NamedTuple'))
    instance.config.set('ordered', true);
  for (const one of [...line].reverse()) {
    if (one.is !== 'class') continue;
    for (const statement of one.definition.body) {
      if (statement.kind !== 'assign' || !statement.annotation) continue;
      const [target] = statement.targets;
      if (target?.kind !== 'name') continue;
      const written = (): Thing => (statement.value ? run.evaluate(statement.value, one.frame) : UNKNOWN_THING);
      const value = given.named.has(target.id) ? given.named.get(target.id) : plain.shift();
      instance.attrs.set(target.id, value === undefined ? written() : value);
    }
  }
}

type Bound = (run: Run, given: Given) => Thing;

/** `super().__init__(...)`, `super(Net, self).forward(x)`; undefined for any other call. */
export function constructorOf({ func }: Call, frame: Frame): Bound | undefined {
  if (func.kind !== 'attribute' || func.value.kind !== 'call') return undefined;
  const { func: above } = func.value;
  if (above.kind !== 'name' || above.id !== 'super') return undefined;
  let at: Frame | undefined = frame;
  while (at && !at.owner) at = at.outer;
  const self = asKind(at?.self, 'instance');
  const owner = at?.owner;
  if (!self?.of || !owner) return () => UNKNOWN_THING;
  const { of } = self;
  return (run, given) => {
    const line = lineOf(run, of);
    const rest = line.slice(1 + line.findIndex((one) => one.is === 'class' && one.definition === owner.definition));
    if (func.attr === '__init__') {
      construct(run, self, rest, given);
      return null;
    }
    const found = memberIn(rest, func.attr);
    if (found && 'is' in found && func.attr === 'forward') return libraryForward(run, self, given);
    if (!found || 'is' in found || found.binding.node.kind !== 'function') return UNKNOWN_THING;
    return callClosure(run, methodOf(found.binding.node, found.owner, self), given);
  };
}
