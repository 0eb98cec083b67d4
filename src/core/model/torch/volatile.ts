/** Forwards that record nothing because of their input: `Variable(x, volatile=True)` of PyTorch before 0.4. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { isFromBeforeTensors } from './release';

const MAX_DEPTH = 3;

/** What is computed from one volatile input is volatile (autograd notes of 0.3); later releases ignore the word. */
export function readsVolatile(model: Model, { args }: Call): boolean {
  if (!model.program.mentions('volatile') || !isFromBeforeTensors(model)) return false;
  return args.some(({ value }) => isVolatile(model, value, 0));
}

/** An expression that holds such a variable, a name for one, or a helper that makes it. */
function isVolatile(model: Model, expression: Expr, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  for (const node of descend(expression)) {
    if (node.kind === 'call' && (switchesOn(node) || isMadeVolatile(model, node))) return true;
    if (node.kind !== 'name') continue;
    const values = reachingBindings(node).flatMap(({ value }) => value ?? []);
    if (values.some((value) => isVolatile(model, value, depth + 1))) return true;
  }
  return false;
}

/** `volatile=evaluation` is off only where somebody says so. */
const switchesOn = (node: Node): boolean => volatileOf(node).some((value) => !isFalse(value));

const volatileOf = (node: Node): readonly Expr[] =>
  node.kind === 'call' ? node.args.flatMap(({ name, value }) => (name === 'volatile' ? [value] : [])) : [];

const isFalse = (value: Expr | null | undefined): boolean => value?.kind === 'constant' && value.value === false;

/** A helper that makes one, unless this call leaves its parameter for that off. */
function isMadeVolatile(model: Model, call: Call): boolean {
  const callee = model.calleeOf(call);
  return callee !== undefined && [...descend(callee)].some((node) => volatileOf(node).some((one) => isOn(call, one)));
}

function isOn(call: Call, value: Expr): boolean {
  const parameter = parameterOf(value);
  if (!parameter || call.args.some(({ star }) => star !== '')) return !isFalse(value);
  return !isFalse(bindingIn(call, parameter.owner, parameter.param) ?? parameter.param.default);
}
