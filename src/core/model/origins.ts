/** What a name or expression may stand for, after imports, aliases and constructor calls have been followed. */
import type { Call, ClassDef, FunctionDef, Param } from '../syntax/ast';

export type Origin =
  /** Something from a library, by canonical dotted name; `may` when a star import is all that speaks for it. */
  | { readonly kind: 'external'; readonly name: string; readonly may?: true }
  /** The result of calling an external class or function, by the callee's canonical name. */
  | { readonly kind: 'result'; readonly of: string; readonly call: Call }
  /** One element of what an external call returns: `(x, y), test = load_data()` gives `y` the path [0, 1]. */
  | { readonly kind: 'item'; readonly of: string; readonly call: Call; readonly path: readonly number[] }
  /** The result of calling a local class; `call` is null for `self` in its methods. */
  | { readonly kind: 'instance'; readonly of: ClassDef; readonly call: Call | null }
  | { readonly kind: 'function'; readonly definition: FunctionDef }
  | { readonly kind: 'class'; readonly definition: ClassDef }
  | { readonly kind: 'parameter'; readonly param: Param };

/** The origins without repetitions, in order. */
export function distinct(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Set<unknown>();
  return origins.filter((origin) => {
    const key = identity(origin);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function identity(origin: Origin): unknown {
  switch (origin.kind) {
    case 'external':
      return origin.name;
    case 'result':
      return origin.call;
    case 'item':
      return `${origin.call.start}:${origin.path.join(',')}`;
    case 'instance':
      return origin.call ?? origin.of;
    case 'function':
    case 'class':
      return origin.definition;
    case 'parameter':
      return origin.param;
  }
}

/** The name under which another file may know the value of an attribute: of a module, a class or an instance of one. */
export function importedName(owner: Origin): string | undefined {
  if (owner.kind === 'external') return owner.name;
  return owner.kind === 'result' ? `${owner.of}()` : undefined;
}
