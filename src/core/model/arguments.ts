/** The arguments of one call, matched to parameter names, with `*args` and `**kwargs` looked into. */
import type { Argument, Expr } from '../syntax/ast';

export interface BoundArgument {
  readonly value: Expr;
  /** The argument in the call; null when it comes out of a `**kwargs` dictionary. */
  readonly argument: Argument | null;
  /** `maybe` when a dictionary sets it on some paths only. */
  readonly certainty: 'set' | 'maybe';
}

export interface Arguments {
  get(name: string): BoundArgument | undefined;
  has(name: string): boolean;
  /** False when a `*args` or `**kwargs` could not be resolved, so an absent argument may still be passed. */
  readonly complete: boolean;
  readonly names: readonly string[];
}
