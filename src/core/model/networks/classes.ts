/** The classes of the code that builds a network: what is above them and what they bind. */
import type { Binding, FunctionDef } from '../../syntax/ast';
import type { Run } from './run';
import { asKind, type Class, type Closure, type Library, type Thing } from './things';

/** A class and all above it, nearest first; of libraries by name. */
export function lineOf(run: Run, start: Class): readonly (Class | Library)[] {
  const line: (Class | Library)[] = [start];
  for (const one of line) {
    if (one.is !== 'class' || line.length > 20) continue;
    for (const base of one.definition.bases) {
      if (base.name !== null || base.star !== '') continue;
      const thing = run.evaluate(base.value, one.frame);
      const above = asKind(thing, 'class') ?? asKind(thing, 'library');
      const isThere = line.some((known) =>
        known.is === 'class' ? above?.is === 'class' && known.definition === above.definition : known === above,
      );
      if (above && !isThere) line.push(above);
    }
  }
  return line;
}

/** What the first class of a line binds under a name, with that class; a library class when none before it does. */
export function memberIn(
  line: readonly (Class | Library)[],
  name: string,
): { readonly owner: Class; readonly binding: Binding } | Library | undefined {
  for (const one of line) {
    if (one.is === 'library') {
      if (!/^(builtins\.object|abc\.ABC|typing\.)/.test(one.name)) return one;
      continue;
    }
    const binding = one.definition.scope.bindings(name).at(-1);
    if (binding) return { owner: one, binding };
  }
  return undefined;
}

const decorated = (definition: FunctionDef, name: RegExp): boolean =>
  definition.decorators.some((one) => one.kind === 'name' && name.test(one.id));

export const isProperty = (definition: FunctionDef): boolean => decorated(definition, /^(cached_)?property$/);

/** A method, bound to an object or to a class where it is meant for that. */
export function methodOf(definition: FunctionDef, owner: Class, self: Thing | undefined): Closure {
  const isStatic = decorated(definition, /^staticmethod$/);
  const bound = decorated(definition, /^classmethod$/) ? (asKind(self, 'instance')?.of ?? self ?? owner) : self;
  return { is: 'function', definition, frame: owner.frame, self: isStatic ? undefined : bound, owner };
}
