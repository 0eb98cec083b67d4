/** Whether a gradient scaler can follow what a training step does with its gradients and its optimizer. */
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { calleeName } from '../../model/traverse';
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { callsIn } from './torch-loop';

/** A wrapper of the program around an optimizer: a scaler asks for its groups of parameters. */
export function isOwnOptimizer(model: Model, optimizer: Expr): boolean {
  if (model.imported(optimizer)?.kind === 'class') return true;
  return model
    .origins(optimizer)
    .some((origin) => origin.kind === 'instance' && !model.isSubclass(origin.of, 'torch.optim.Optimizer'));
}

/**
 * Gradients are read or written between the backward pass and the update, here or in what is called there: they are
 * scaled at that moment, and would need `scaler.unscale_(optimizer)` before.
 */
export function usesGradients(model: Model, { step, backward, update }: TrainingLoop): boolean {
  const isBetween = ({ start, end }: Node): boolean => backward.end <= start && end <= update.start;
  const between = [...descend(step)].filter(isBetween);
  if (between.some(isGradient)) return true;
  return callsIn(step).some((call) => isBetween(call) && !isReset(call) && touchesGradients(model, call));
}

const isGradient = (node: Node): boolean => node.kind === 'attribute' && node.attr === 'grad';

const isReset = (call: Call): boolean => /^(zero_grad|no_grad)$/.test(calleeName(call));

/** Its name says so, or its code; nothing else is known of a function of a library. */
function touchesGradients(model: Model, call: Call): boolean {
  if (/grad/i.test(calleeName(call))) return true;
  const callee = model.calleeOf(call);
  if (callee && [...descend(callee)].some(isGradient)) return true;
  const thing = model.imported(call.func);
  return thing !== undefined && thing.kind !== 'constant' && thing.uses(/^grad$|^clip_grad/);
}
