/** What a `callbacks=` argument holds. */
import type { Expr } from '../syntax/ast';

export interface CallbackFacts {
  /** False when an element or the whole list cannot be followed: then rules stay quiet. */
  readonly complete: boolean;
  /** Every callback expression that may be in the list; a conditional append counts. */
  readonly members: readonly Expr[];
  /** True when any member stops training early or prunes (library classes, subclasses, own `stop_training`). */
  readonly stops: boolean;
  /** The list literal in which a callback can be added, when there is exactly one. */
  readonly literal: Expr | null;
}
