/** Which networks a loop trains, and which only compute what goes into them: a frozen backbone under a linear probe. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { isGradOff } from './grad-scopes';
import { isModule, moduleTexts, textOf } from './modules';

export interface LoopNetworks {
  /** Values among which is the trained network. */
  readonly networks: readonly Expr[];
  /** Absent where every forward of the step is one of a trained network. */
  readonly frozen?: readonly Expr[];
}

/** A pass without gradients of a network that is trained as well measures something, and is no backbone. */
export function networksOf(model: Model, loop: TrainingLoop): LoopNetworks {
  const off = loop.forwards.filter((call) => isGradOff(model, call));
  const on = loop.forwards.filter((call) => !off.includes(call));
  if (on.length === 0) return { networks: off.map(({ func }) => func) };
  const networks = on.map(({ func }) => func);
  const trained = new Set(networks.map((one) => textOf(model, one)));
  const frozen = [...off.map(({ func }) => func), ...readFrom(model, loop)].filter(
    (one) => !trained.has(textOf(model, one)),
  );
  return { networks, ...(frozen.length > 0 && { frozen }) };
}

/** Methods that run a network, or a part of it. */
const RUNS = /^(encode|extract|embed|forward|features|get_\w*(features|layers|embeddings?)$|generate)/;

/** `clip.encode_image(images)` without gradients. */
function readFrom(model: Model, loop: TrainingLoop): readonly Expr[] {
  const scopes: readonly Node[] = loop.stepFunction ? [loop.step, loop.stepFunction] : [loop.step];
  const calls = scopes.flatMap((scope) => [...descend(scope)].filter((node): node is Call => node.kind === 'call'));
  return calls.flatMap(({ func }) =>
    func.kind === 'attribute' && RUNS.test(func.attr) && isFrozen(model, func.value) ? [func.value] : [],
  );
}

const isFrozen = (model: Model, receiver: Expr): boolean =>
  isModule(model, receiver, moduleTexts(model)) && isGradOff(model, receiver);
