/** What a name or expression may stand for, after imports, aliases and constructor calls have been followed. */
import type { Call, ClassDef, FunctionDef, Param } from '../syntax/ast';

export type Origin =
  /** Something from a library, by canonical dotted name: module, class, function or constant. */
  | { readonly kind: 'external'; readonly name: string }
  /** The result of calling an external class or function, by the callee's canonical name. */
  | { readonly kind: 'result'; readonly of: string; readonly call: Call }
  /** The result of calling a local class. */
  | { readonly kind: 'instance'; readonly of: ClassDef; readonly call: Call }
  | { readonly kind: 'function'; readonly definition: FunctionDef }
  | { readonly kind: 'class'; readonly definition: ClassDef }
  | { readonly kind: 'parameter'; readonly param: Param };
