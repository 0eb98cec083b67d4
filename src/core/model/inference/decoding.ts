/** Loops that lengthen what a model is given, token by token: `ids = torch.cat([ids, token], dim=1)`. */
import type { Binding, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { dependenceOn, elementLoop, type ElementLoop } from './element-loops';
import type { Prediction } from './predictions';

/** A variable that gets itself with more behind it; what is put together along the first axis are more rows. */
export function lengthens({ name, value }: Binding): boolean {
  if (value?.kind !== 'call' || !/^(cat|concat|concatenate)$/.test(calleeName(value))) return false;
  const [parts, second] = value.args;
  const axis = value.args.find((one) => one.name === 'dim' || one.name === 'axis') ?? second;
  const first = parts?.value.kind === 'list' || parts?.value.kind === 'tuple' ? parts.value.items[0] : undefined;
  return first?.kind === 'name' && first.id === name && axis !== undefined && isLast(axis.value);
}

/** `1` or `-1`. */
const isLast = (axis: Expr): boolean =>
  axis.kind === 'unary' ? axis.op === '-' && isLast(axis.operand) : axis.kind === 'constant' && axis.value === 1;

/** The innermost loop around a prediction that does not decode. */
export function loopAround(model: Model, prediction: Prediction, at: Node = prediction.call): ElementLoop | undefined {
  const loop = elementLoop(at);
  return loop && isDecoding(model, loop, prediction) ? loopAround(model, prediction, loop.node) : loop;
}

/** A loop that decodes: the batch that the model is given was made before it, and grows in it. */
function isDecoding(model: Model, loop: ElementLoop, { call, element }: Prediction): boolean {
  if (loop.kind !== 'for' || dependenceOn(model, element, loop) === 'element') return false;
  return call.args.some(({ value }) => isLengthened(value, loop.scope, 0));
}

function isLengthened(expression: Expr, scope: Node, depth: number): boolean {
  const bindings = [...descend(expression)].flatMap((one) => (one.kind === 'name' ? reachingBindings(one) : []));
  return bindings.some((one) => {
    if (one.node.start < scope.start || one.node.end > scope.end) return false;
    return lengthens(one) || (depth < 3 && one.value !== null && isLengthened(one.value, scope, depth + 1));
  });
}
