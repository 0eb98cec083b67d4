/** How large the network is that an expression holds: the code that builds it is run on what is known of its arguments. */
import type { Expr } from '../../syntax/ast';
import { asIs } from '../answers';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { countModule, type Counted } from './count';
import { startRun } from './interpreter';
import { finishKeras } from './keras-calls';
import { fileFrame } from './plain-values';
import { OutOfSteps } from './run';
import { asKind } from './things';

export interface Network extends Counted {
  /** The code gives defaults that a user can override. */
  readonly overridable: boolean;
}

/** Undefined for what is no network, or cannot be followed to where it is built. */
export const networkOf: (model: Model, expression: Expr) => Network | undefined = perModelAnd(build, asIs);

function build(model: Model, expression: Expr): Network | undefined {
  const run = startRun();
  try {
    const instance = asKind(run.evaluate(expression, fileFrame(model)), 'instance');
    if (!instance || instance.library === null) return undefined;
    finishKeras(run, instance);
    return { ...countModule(run, instance), overridable: run.overridable };
  } catch (error) {
    // A list that holds itself is as endless as a loop.
    if (error instanceof OutOfSteps || error instanceof RangeError) return undefined;
    throw error;
  }
}
