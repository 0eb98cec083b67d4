/** One pass over the code that builds a network: its limits, what it remembers, and what every part of it may ask for. */
import type { Expr, Node } from '../../syntax/ast';
import { countOf, plus } from './amounts';
import { asKind, exactly, type Amount, type Frame, type Given, type Thing } from './things';

/** Constructors of large networks evaluate some thousands of expressions; training loops would go on for ever. */
const MOST_STEPS = 60_000;
const MOST_CALLS = 60;

export class OutOfSteps extends Error {}

/** What the parts of the interpreter ask of the whole of it, which lies above them. */
export interface Interpreter {
  evaluate(node: Expr, frame: Frame): Thing;
  call(callee: Thing, given: Given): Thing;
}

/** Invariant: lives for one question, so that what it remembers cannot outlive an edit. */
export interface Run extends Interpreter {
  /** What expressions outside running functions gave: the same object each time they are asked for. */
  readonly made: Map<Node, Thing>;
  /** Expressions that are being evaluated. */
  readonly open: Set<Node>;
  steps: number;
  depth: number;
  /** A value came from a default that a user can override. */
  overridable: boolean;
  /** Multiply-accumulates of the layers that were called so far, for a batch of `BATCH`. */
  work: Amount;
}

export function spend(run: Run, work: Amount): void {
  run.work = plus(run.work, work);
}

/** What a function of tensors gives, whose work is taken note of. */
export function spent(run: Run, result: Thing): Thing {
  const work = asKind(result, 'tensor')?.from?.work;
  if (work) spend(run, work);
  return result;
}

/** Something was called of which the work cannot be told. */
export const lose = (run: Run): void => spend(run, countOf(undefined));

/** What something gives, and the work that it took. */
export function measured<T>(run: Run, compute: () => T): { readonly result: T; readonly work: Amount } {
  const before = run.work;
  run.work = exactly(0);
  const result = compute();
  const { work } = run;
  run.work = plus(before, work);
  return { result, work };
}

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
