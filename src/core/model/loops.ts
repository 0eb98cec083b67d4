/** Hand-written training and evaluation loops, recognised by what they do and not by their words. */
import type { Call, Expr, FunctionDef, Loop, Node } from '../syntax/ast';
import type { Value } from './values';

export type TrainingKind = 'supervised' | 'gan' | 'reinforcement' | 'diffusion' | 'input-optimisation' | 'unknown';

/**
 * What sets a training apart within its kind. `linear-probe`: the backbone is frozen; `adapter`: LoRA and the like;
 * `preference`: two answers are compared (DPO, reward models); `style-transfer`: pictures are optimised.
 */
export type TrainingTrait = 'distillation' | 'linear-probe' | 'adapter' | 'preference' | 'style-transfer';

/** What a loop is for; `other` when nothing tells. */
export type LoopRole =
  'epoch' | 'step' | 'evaluation' | 'search' | 'cross-validation' | 'generation' | 'serving' | 'other';

export interface TrainingLoop {
  readonly framework: 'torch' | 'tensorflow' | 'jax';
  readonly kind: TrainingKind;
  readonly traits: readonly TrainingTrait[];
  /** The innermost loop whose body has a backward event and an update event (one level of local calls followed). */
  readonly step: Loop;
  /** The function that holds the backward event when it is not the one that holds `step`. */
  readonly stepFunction: FunctionDef | null;
  /** The loop over epochs around it, possibly in a calling function; null when there is none. */
  readonly epoch: Loop | null;
  readonly epochs: Value;
  readonly backward: Call;
  readonly update: Call;
  /** Forward calls of modules in the step, and the loss expression, in source order. */
  readonly forwards: readonly Call[];
  /** The object whose parameters are updated, where it can be told. */
  readonly model: Expr | null;
  /** The data loader iterated, where it can be told. */
  readonly loader: Expr | null;
}

export interface EvaluationPass {
  /** The loop over data, or the function for a single forward. */
  readonly node: Node;
  readonly function: FunctionDef | null;
  readonly forwards: readonly Call[];
  /** `X.eval()` that marks it, when there is one. */
  readonly evalCall: Call | null;
  /** True when a grad-disabling scope holds on every path to the forwards. */
  readonly guarded: boolean;
  /** True when an output may reach a backward, an optimizer or an input gradient: never offer no_grad. */
  readonly needsGradient: boolean;
  /** The call of a helper that holds the forwards and that training uses as well. */
  readonly via?: Call;
  /** Of a loop that trains as well: the test under which it does. */
  readonly trainsIf?: string;
}
