/** Matches the arguments of a call to the parameters of a local function. */
import type { Call, Expr, FunctionDef, Param } from '../syntax/ast';
import type { Model } from './model';

/** The expression that `call` passes for `param`; undefined when it passes none, or through `*args` / `**kwargs`. */
export function bindingIn(call: Call, owner: FunctionDef, param: Param): Expr | undefined {
  const named = call.args.find((argument) => argument.name === param.name);
  if (named) return named.value;
  const skip = isBoundMethod(call, owner) ? 1 : 0;
  const index = owner.params.indexOf(param) - skip;
  const positional = call.args.filter((argument) => argument.name === null && argument.star !== '**');
  if (positional.slice(0, index + 1).some((argument) => argument.star === '*')) return undefined;
  return param.star === '' ? positional[index]?.value : undefined;
}

export interface Passed {
  readonly call: Call;
  readonly value: Expr;
}

/** What each call of a function passes for a parameter; calls of which that cannot be seen are left out. */
export function passedBy(model: Pick<Model, 'callersOf'>, owner: FunctionDef, param: Param): readonly Passed[] {
  return model.callersOf(owner).flatMap((call): Passed[] => {
    const value = bindingIn(call, owner, param);
    return value ? [{ call, value }] : [];
  });
}

/** True when `self` is passed by the call itself: `object.method(...)` or `Class(...)`. */
function isBoundMethod(call: Call, owner: FunctionDef): boolean {
  if (owner.parent?.kind !== 'class') return false;
  return !isStatic(owner) && call.func.kind !== 'subscript';
}

export function isStatic(definition: FunctionDef): boolean {
  return definition.decorators.some((one) => one.kind === 'name' && one.id === 'staticmethod');
}
