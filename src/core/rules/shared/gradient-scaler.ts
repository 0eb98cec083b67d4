/** Puts the gradient scaler of fp16 into a training step: `scaler.scale(loss).backward()`, `scaler.step(optimizer)`, `scaler.update()`. */
import { insertAfter, insertBefore, replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { isBefore } from '../../model/configuration/versions';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { calleeName } from '../../model/traverse';
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend, statementOf } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import type { ImportNeed } from '../rule';
import { callsIn } from './torch-loop';

export interface Scaling {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

/** Undefined where the step does more with its gradients or its optimizer than a scaler can follow. */
export function scalerEdits(model: Model, loop: TrainingLoop): Scaling | undefined {
  const { backward, update } = loop;
  const updateStatement = statementOf(update);
  if (loop.stepFunction || backward.func.kind !== 'attribute' || update.func.kind !== 'attribute') return undefined;
  if (!updateStatement || update.args.length > 0 || model.program.names('scaler').length > 0) return undefined;
  if (update.func.attr !== 'step' || isOwnOptimizer(model, update.func.value) || usesGradients(model, loop))
    return undefined;
  const text = (node: { start: number; end: number }): string => model.program.text.slice(node.start, node.end);
  // `torch.cuda.amp.GradScaler` derives from it since PyTorch 2.3, and is the only one before (documentation of 2.1 and 2.3).
  const isOld = isBefore(model.version('torch'), 2, 3);
  const scaler = reference(model.program, isOld ? 'torch.cuda.amp.GradScaler' : 'torch.amp.GradScaler', loop.step);
  const created = insertBefore(
    model.program,
    loop.epoch && loop.epoch.end >= loop.step.end && loop.epoch.start <= loop.step.start ? loop.epoch : loop.step,
    `scaler = ${scaler.expression}(${isOld ? '' : '"cuda"'})`,
  );
  const updated = insertAfter(model.program, updateStatement, 'scaler.update()');
  if (!created || !updated) return undefined;
  const edits = [
    ...created,
    ...replaceExpression(backward.func.value, `scaler.scale(${text(backward.func.value)})`),
    ...replaceExpression(update, `scaler.step(${text(update.func.value)})`),
    ...updated,
  ];
  return { edits, imports: scaler.imports };
}

/** A wrapper of the program around an optimizer: a scaler asks for its groups of parameters. */
function isOwnOptimizer(model: Model, optimizer: Expr): boolean {
  if (model.imported(optimizer)?.kind === 'class') return true;
  return model
    .origins(optimizer)
    .some((origin) => origin.kind === 'instance' && !model.isSubclass(origin.of, 'torch.optim.Optimizer'));
}

/**
 * Gradients are read or written between the backward pass and the update, here or in what is called there: they are
 * scaled at that moment, and would need `scaler.unscale_(optimizer)` before.
 */
function usesGradients(model: Model, { step, backward, update }: TrainingLoop): boolean {
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
