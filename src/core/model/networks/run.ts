/** One pass over the code that builds a network: its limits and what it remembers. */
import type { Node } from '../../syntax/ast';
import type { Thing } from './things';

/** Constructors of large networks evaluate some thousands of expressions; training loops would go on for ever. */
const MOST_STEPS = 60_000;
const MOST_CALLS = 60;

export class OutOfSteps extends Error {}

/** Invariant: lives for one question, so that what it remembers cannot outlive an edit. */
export interface Run {
  /** What expressions outside running functions gave: the same object each time they are asked for. */
  readonly made: Map<Node, Thing>;
  /** Expressions that are being evaluated. */
  readonly open: Set<Node>;
  steps: number;
  depth: number;
  /** A value came from a default that a user can override. */
  overridable: boolean;
}

export const startRun = (): Run => ({
  made: new Map(),
  open: new Set(),
  steps: 0,
  depth: 0,
  overridable: false,
});

export function tick(run: Run): void {
  run.steps += 1;
  if (run.steps > MOST_STEPS) throw new OutOfSteps();
}

/** Runs something one call deeper. */
export function deeper<T>(run: Run, work: () => T): T {
  if (run.depth >= MOST_CALLS) throw new OutOfSteps();
  run.depth += 1;
  try {
    return work();
  } finally {
    run.depth -= 1;
  }
}
