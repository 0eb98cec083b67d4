/** Whether code runs with gradients switched off: contexts, decorators, wrappers, callers that hold the context. */
import type { Call, Expr, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descendRunning, enclosingFunction } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { textOf } from './modules';
import { readsVolatile } from './volatile';

/** Names that switch gradients off, as contexts or decorators, also in own wrappers (`smart_inference_mode`). */
const GRAD_OFF = /(no_grad|inference_mode|set_grad_enabled|eval_mode|no_gradient|stop_gradient|disable_grad)/;
const MAX_DEPTH = 3;

/** True when every path to `node` passes a scope that switches gradients off. */
export function isGradOff(model: Model, node: Node, depth = 0): boolean {
  if (hasContext(model, node) || runsGradientFree(model, node)) return true;
  const owner = enclosingFunction(node);
  if (!owner) return switchedOffBefore(model, node, model.program.module);
  if (owner.decorators.some((one) => switchesOff(model, one))) return true;
  if (switchedOffBefore(model, node, owner)) return true;
  return depth < MAX_DEPTH && allCallersOff(model, owner, depth);
}

/** `net(x)` of an imported class whose `forward` switches gradients off, or of an input that does. */
function runsGradientFree(model: Model, node: Node): boolean {
  if (node.kind !== 'call') return false;
  if (readsVolatile(model, node)) return true;
  const thing = model.imported(node.func);
  return thing?.kind === 'class' && (thing.method('forward')?.gradOff ?? false);
}

/** Part of what runs below `node` has gradients switched off: somebody thought of it there. */
export function holdsGradOff(model: Model, node: Node): boolean {
  for (const at of descendRunning(node))
    if (at.kind === 'with' && at.items.some((item) => switchesOff(model, item.context))) return true;
  return false;
}

function hasContext(model: Model, node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'function' && at.decorators.some((one) => switchesOff(model, one))) return true;
    if (at.kind === 'with' && at.items.some((item) => switchesOff(model, item.context))) return true;
  }
  return false;
}

function allCallersOff(model: Model, owner: FunctionDef, depth: number): boolean {
  // Calls of the module run it, too, and they are not among its callers.
  if (owner.name === 'forward') return false;
  const calls = model.callersOf(owner);
  return calls.length > 0 && calls.every((call) => isGradOff(model, call, depth + 1));
}

/** `torch.no_grad()`, `no_grad`, `ctx` bound to such a call, `stack.enter_context(torch.no_grad())`. */
function switchesOff(model: Model, expression: Expr, depth = 0): boolean {
  if (GRAD_OFF.test(textOf(model, expression))) return true;
  if (depth > MAX_DEPTH) return false;
  if (isImportedScope(model, expression)) return true;
  if (expression.kind === 'call') {
    const callee = model.calleeOf(expression);
    return (
      switchesOff(model, expression.func, depth + 1) || (callee !== undefined && GRAD_OFF.test(textOf(model, callee)))
    );
  }
  if (expression.kind !== 'name') return false;
  return reachingBindings(expression).some((binding) => {
    if (binding.imported !== null) return GRAD_OFF.test(binding.imported);
    if (binding.node.kind === 'function') return GRAD_OFF.test(textOf(model, binding.node));
    return binding.value !== null && switchesOff(model, binding.value, depth + 1);
  });
}

/** A decorator or context of another file that switches gradients off. */
function isImportedScope(model: Model, expression: Expr): boolean {
  if (expression.kind !== 'name' && expression.kind !== 'attribute' && expression.kind !== 'call') return false;
  const thing = model.imported(expression);
  return thing !== undefined && thing.kind !== 'constant' && thing.gradOff;
}

/** A statement `torch.set_grad_enabled(False)` (or entering a context by hand) earlier in the same body. */
function switchedOffBefore(model: Model, node: Node, scope: Node): boolean {
  return ['set_grad_enabled', 'enter_context', '__enter__']
    .flatMap((name) => model.program.calls(name))
    .some((call) => {
      if (call.start > node.start || call.start < scope.start || call.end > scope.end) return false;
      return enclosingFunction(call) === enclosingFunction(node) && disables(model, call);
    });
}

function disables(model: Model, call: Call): boolean {
  const text = textOf(model, call);
  if (!/set_grad_enabled/.test(text)) return GRAD_OFF.test(text);
  const first = call.args[0]?.value;
  return first?.kind === 'constant' && first.value === false;
}
