/** Finds the Python loop that runs a call again and again, where nothing on the way from the loop to the call is compiled. */
import type { Call, FunctionDef, Loop } from '../../syntax/ast';
import { enclosing, enclosingFunction } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import type { Model } from '../model';
import { compiledState, runsInPython } from './compilers';

export interface PythonLoop {
  readonly loop: Loop;
  /** The function that holds the call where the loop calls that; null for a loop around the call itself. */
  readonly step: FunctionDef | null;
  /** The calls from the loop down to the step, outermost first. */
  readonly calls: readonly Call[];
}

export function pythonLoop(model: Model, call: Call): PythonLoop | undefined {
  if (!isPlainlyRun(call)) return undefined;
  const near = innermostLoop(call);
  if (near) return runsInPython(model, near) ? { loop: near, step: null, calls: [] } : undefined;
  const step = enclosingFunction(call);
  return step && callerLoop(model, step, step, []);
}

const MAX_DEPTH = 3;

function callerLoop(model: Model, step: FunctionDef, at: FunctionDef, below: readonly Call[]): PythonLoop | undefined {
  if (below.length >= MAX_DEPTH || compiledState(model, at) !== 'no') return undefined;
  for (const call of model.callersOf(at)) {
    if (model.isIgnored(call) || !isPlainlyRun(call)) continue;
    const loop = innermostLoop(call);
    if (loop) {
      if (runsInPython(model, loop)) return { loop, step, calls: [call, ...below] };
      continue;
    }
    const caller = enclosingFunction(call);
    const found = caller && caller !== at ? callerLoop(model, step, caller, [call, ...below]) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Not in a lambda, which may be handed to `scan`. */
const isPlainlyRun = (call: Call): boolean => enclosing(call, 'lambda', 'function')?.kind !== 'lambda';
