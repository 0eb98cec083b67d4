/** Methods of modules that run layers as `forward` does: `model.encode(x)`, `model.forward_loss(x, y)`. */
import type { Call, Expr, FunctionDef, Node } from '../../syntax/ast';
import { descend, isSelf } from '../../syntax/walk';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { forwardsIn } from '../training-loops';
import { callsIn } from '../traverse';
import { isModule, isModuleClass, moduleTexts, textOf } from './modules';

/** What a method that minds gradients or trains by itself speaks of. */
const MINDS = /no_grad|inference_mode|grad_enabled|requires_grad|autograd|backward|zero_grad|optim|\.fit\(/;
/** More methods than this below one say nothing. */
const MOST = 12;

/** True when the call runs a method of a module that sends what it is given through layers, with gradients as they are. */
export function isMethodForward(model: Model, { func, args }: Call): boolean {
  if (func.kind !== 'attribute' || func.attr === 'forward' || args.length === 0) return false;
  return model.origins(func).some((origin) => {
    if (origin.kind === 'function') return runsLayers(model, origin.definition);
    const thing =
      origin.kind === 'external' && /\(\)\.\w+$/.test(origin.name) ? model.imported(origin.name) : undefined;
    return thing?.kind === 'function' && thing.runsLayers;
  });
}

/** What a forward runs: `model` of `model(x)`, `model.forward(x)` and `model.encode(x)`. */
export function networkOf(model: Model, call: Call): Expr {
  const { func } = call;
  const isMethod = func.kind === 'attribute' && (func.attr === 'forward' || isMethodForward(model, call));
  return isMethod ? func.value : func;
}

/** A method that calls layers of its object, by itself or through other methods of it. */
export const runsLayers = perModelAnd((model: Model, definition: FunctionDef): boolean => {
  const { parent } = definition;
  if (parent?.kind !== 'class' || !isModuleClass(model, parent) || definition.name === '__init__') return false;
  const methods = new Set([definition]);
  for (const method of methods) {
    for (const call of callsIn(method)) {
      const other = isOwnMethod(model, call.func) ? model.calleeOf(call) : undefined;
      if (other && methods.size < MOST) methods.add(other);
    }
  }
  const reached = [...methods];
  if (reached.some((one) => [one, ...one.decorators].some((part) => MINDS.test(textOf(model, part))))) return false;
  return reached.some((one) => [...callsIn(one)].some(({ func }) => isLayer(model, func)));
});

const isOwnMethod = (model: Model, func: Expr): boolean =>
  isSelf(func) || (func.kind === 'attribute' && isSelf(func.value) && !isLayer(model, func));

/** `self.encoder` in `self.encoder(x)`. */
const isLayer = (model: Model, func: Expr): boolean =>
  func.kind === 'attribute' && isSelf(func.value) && isModule(model, func, moduleTexts(model));

/** Forwards below a node, those through methods among them, in source order. */
export const allForwardsIn = perModelAnd((model: Model, scope: Node): readonly Call[] => {
  const direct = new Set(forwardsIn(model, scope));
  const nodes = descend(scope, (at) => at === scope || (at.kind !== 'function' && at.kind !== 'class'));
  return [...nodes].filter(
    (node): node is Call => node.kind === 'call' && (direct.has(node) || isMethodForward(model, node)),
  );
});
