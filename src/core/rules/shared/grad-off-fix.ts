/** Puts an evaluation pass under `torch.inference_mode()`; under `torch.no_grad()` where outputs live on or PyTorch is old. */
import { wrapStatements } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { EvaluationPass } from '../../model/loops';
import type { Model } from '../../model/model';
import { hasInferenceMode, isFromBeforeTensors } from '../../model/torch/release';
import { descend, isStatement, statementOf } from '../../syntax/walk';
import type { Node, Stmt } from '../../syntax/ast';
import type { Fix } from '../rule';
import { calleeName } from '../../model/traverse';

/** Why no fix is offered for a release that has neither context. */
export function gradOffNote(model: Model): string | false {
  return (
    isFromBeforeTensors(model) && '`no_grad()` needs PyTorch 0.4; before it, `Variable(x, volatile=True)` does this'
  );
}

/** Wraps the loop; for a function without one, its body from the first forward on. */
export function gradOffFixes(model: Model, pass: EvaluationPass): Fix[] {
  const statements = wrappedStatements(pass);
  if (statements.length === 0 || touchesBroken(model, statements) || isFromBeforeTensors(model)) return [];
  // What a helper keeps for training must be fit for it.
  const off = hasInferenceMode(model) && !pass.via && !outputsEscape(pass) ? 'inference_mode' : 'no_grad';
  const mode = pass.trainsIf ? 'set_grad_enabled' : off;
  const { expression, imports } = reference(model.program, `torch.${mode}`, pass.node);
  const edits = wrapStatements(model.program, statements, `with ${expression}(${pass.trainsIf ?? ''})`);
  return edits ? [{ safety: 'safe', title: `Evaluate under torch.${mode}()`, edits, imports }] : [];
}

function wrappedStatements(pass: EvaluationPass): readonly Stmt[] {
  const { node } = pass;
  if (node.kind === 'for' || node.kind === 'while') return [node];
  const body = node.kind === 'function' ? node.body : [];
  const first = body.findIndex((one) => pass.forwards.some((call) => one.start <= call.start && call.end <= one.end));
  const statement = isStatement(node) && node.kind !== 'function' ? statementOf(node) : undefined;
  return first >= 0 ? body.slice(first) : statement ? [statement] : [];
}

function touchesBroken(model: Model, statements: readonly Stmt[]): boolean {
  return model.program.broken.some((region) =>
    statements.some((one) => one.start <= region.end && region.start <= one.end),
  );
}

/** Tensors made under inference mode may not take part in autograd later: keep to no_grad when they are kept. */
function outputsEscape(pass: EvaluationPass): boolean {
  for (const node of descend(pass.node)) {
    if (isKept(node)) return true;
  }
  return false;
}

const REDUCING = new Set(['item', 'tolist', 'numpy', 'float', 'int', 'len']);

/** `outputs.append(x)`, `yield x`, `return x`, `self.x = ...`, unless what is kept is a plain number. */
function isKept(node: Node): boolean {
  if (node.kind === 'yield') return true;
  if (node.kind === 'return') return node.value !== null && !isNumber(node.value);
  if (node.kind === 'assign')
    return (
      node.targets.some((target) => target.kind === 'attribute' || target.kind === 'subscript') &&
      node.value !== null &&
      !isNumber(node.value)
    );
  if (node.kind !== 'call' || node.func.kind !== 'attribute') return false;
  if (!['append', 'extend', 'update', 'add'].includes(node.func.attr)) return false;
  return node.args.some((argument) => !isNumber(argument.value));
}

/** True when the expression ends in a conversion to plain numbers. */
function isNumber(node: Node): boolean {
  if (node.kind === 'constant') return true;
  if (node.kind === 'binary') return isNumber(node.left) || isNumber(node.right);
  if (node.kind !== 'call') return false;
  const name = calleeName(node);
  return REDUCING.has(name);
}
