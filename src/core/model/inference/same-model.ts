/** Whether a loop that calls a function with a model gives it the same one every time. */
import type { Call, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { callsInLoop, dependenceOn, type ElementLoop } from './element-loops';

/** The model that runs in the function is handed over by the call, and is another one, or another state, each time. */
export function bringsOtherModels(
  model: Model,
  network: Expr,
  { loop, call }: { readonly loop: ElementLoop; readonly call: Call },
): boolean {
  const [parameter] = [...descend(network)].flatMap((one) => (one.kind === 'name' ? (parameterOf(one) ?? []) : []));
  const given = parameter && bindingIn(call, parameter.owner, parameter.param);
  return given !== undefined && !isUnchanged(model, given, loop);
}

/** Methods that leave the weights of a model as they are. */
const KEEPS = new Set(['eval', 'to', 'cuda', 'cpu', 'half', 'float', 'generate', 'predict', 'forward', 'encode']);

/** The same object in every iteration, and nothing is done in the loop to what it belongs to. */
function isUnchanged(model: Model, value: Expr, loop: ElementLoop): boolean {
  if (dependenceOn(model, value, loop) !== 'none') return false;
  const roots = namesIn(value).filter((id) => id !== 'self');
  return ![...callsInLoop(loop)].some(
    ({ func }) =>
      func.kind === 'attribute' && !KEEPS.has(func.attr) && namesIn(func.value).some((id) => roots.includes(id)),
  );
}

const namesIn = (expression: Expr): readonly string[] =>
  [...descend(expression)].flatMap((one) => (one.kind === 'name' ? [one.id] : []));
