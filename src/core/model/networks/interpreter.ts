/** Puts the interpreter together: its parts reach each other through the run, so that each imports only what is below it. */
import { callThing } from './calls';
import { evaluate } from './expressions';
import type { Run } from './run';
import { exactly } from './things';

export function startRun(): Run {
  const run: Run = {
    evaluate: (node, frame) => evaluate(run, node, frame),
    call: (callee, given) => callThing(run, callee, given),
    made: new Map(),
    open: new Set(),
    steps: 0,
    depth: 0,
    overridable: false,
    work: exactly(0),
  };
  return run;
}
