/** Adds a gradient scaler to a training step, where it is made once for as long as the optimizer lives. */
import { insertAfter, insertBefore, replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { isBefore } from '../../model/configuration/versions';
import { innermostLoop } from '../../model/epoch-loops';
import { reachingBindings } from '../../model/lookup';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { rootOf } from '../../model/search/same-object';
import type { FunctionDef, Name, Node, Stmt } from '../../syntax/ast';
import { ancestors, enclosingFunction, statementOf } from '../../syntax/walk';
import { contains, type TextEdit } from '../../text/span';
import type { ImportNeed } from '../rule';
import { isOwnOptimizer, usesGradients } from './gradient-use';

interface Edits {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

/**
 * Scales the loss as well: `scaler.scale(loss).backward()`, `scaler.step(optimizer)`, `scaler.update()`. Undefined where the step
 * does more with its gradients or its optimizer than a scaler can follow.
 */
export function scalerEdits(model: Model, loop: TrainingLoop): Edits | undefined {
  const { update, backward } = loop;
  const updateStatement = statementOf(update);
  if (loop.stepFunction || backward.func.kind !== 'attribute' || update.func.kind !== 'attribute') return undefined;
  if (!updateStatement || update.args.length > 0 || model.program.names('scaler').length > 0) return undefined;
  if (update.func.attr !== 'step' || isOwnOptimizer(model, update.func.value) || usesGradients(model, loop))
    return undefined;
  const text = (node: { start: number; end: number }): string => model.program.text.slice(node.start, node.end);
  const created = creation(model, loop);
  const updated = insertAfter(model.program, updateStatement, 'scaler.update()');
  if (!created || !updated) return undefined;
  const loss = text(backward.func.value);
  const edits = [
    ...created.edits,
    ...replaceExpression(backward.func.value, `scaler.scale(${loss})`),
    ...replaceExpression(update, `scaler.step(${text(update.func.value)})`),
    ...updated,
  ];
  return { edits, imports: created.imports };
}

function creation(model: Model, loop: TrainingLoop): Edits | undefined {
  const before = firstUse(model, loop);
  if (!before) return undefined;
  // `torch.cuda.amp.GradScaler` derives from it since PyTorch 2.3, and is the only one before (documentation of 2.1 and 2.3).
  const isOld = isBefore(model.version('torch'), 2, 3);
  const scaler = reference(model.program, isOld ? 'torch.cuda.amp.GradScaler' : 'torch.amp.GradScaler', before);
  const code = `scaler = ${scaler.expression}(${isOld ? '' : '"cuda"'})`;
  const edits = insertBefore(model.program, before, before.kind === 'function' ? `${code}\n\n` : code);
  return edits && { edits, imports: scaler.imports };
}

/**
 * The statement before which the scaler is made. Its scale grows from step to step, and a new one starts over, so it is made
 * outside every loop and every repeated call through which the optimizer stays the same. Undefined for a method that is handed
 * its optimizer: nothing in front of it runs once.
 */
function firstUse(model: Model, loop: TrainingLoop): Stmt | undefined {
  const optimizer = loop.update.func.kind === 'attribute' ? rootOf(loop.update.func.value) : undefined;
  let first: Stmt = loop.step;
  for (const at of ancestors(loop.step)) {
    if (at.kind === 'class' || at.kind === 'lambda') return undefined;
    const isLoop = at.kind === 'for' || at.kind === 'while';
    if (!isLoop && at.kind !== 'function') continue;
    if (isMadeIn(optimizer, at)) return first;
    if (at.kind === 'function' && (holdsEpochs(loop, at) || runsOnce(model, at))) return first;
    first = at;
  }
  return first;
}

/** A function is handed its parameters; what it binds otherwise is new with every call. */
function isMadeIn(optimizer: Name | undefined, scope: Node): boolean {
  if (!optimizer) return false;
  return reachingBindings(optimizer).some(({ kind, node }) => kind !== 'param' && contains(scope, node));
}

/** All epochs are in one call: what starts over between calls is the whole training. */
function holdsEpochs({ epoch }: TrainingLoop, definition: FunctionDef): boolean {
  return epoch !== null && contains(definition, epoch);
}

/** One call, outside loops, in code that runs once itself. */
function runsOnce(model: Model, definition: FunctionDef, callees: readonly FunctionDef[] = []): boolean {
  const [call, ...others] = model.callersOf(definition);
  if (!call || others.length > 0 || callees.includes(definition) || innermostLoop(call)) return false;
  const caller = enclosingFunction(call);
  return caller === undefined || runsOnce(model, caller, [...callees, definition]);
}
