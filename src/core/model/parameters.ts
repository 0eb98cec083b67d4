/** Which parameter of a function a name stands for. */
import type { Expr, FunctionDef, Node, Param } from '../syntax/ast';
import { enclosing } from '../syntax/walk';
import { reachingBindings } from './lookup';

export interface Parameter {
  readonly param: Param;
  readonly owner: FunctionDef;
}

/** The one parameter that gives a name its value, where nothing else may have; `*args` and `**kwargs` hold several. */
export function parameterOf(expression: Expr | undefined): Parameter | undefined {
  const [only, ...others] = expression?.kind === 'name' ? reachingBindings(expression) : [];
  return only && others.length === 0 ? parameterAt(only.node) : undefined;
}

/** A parameter with its function; undefined for those of a lambda, and for any other node. */
export function parameterAt(param: Node): Parameter | undefined {
  if (param.kind !== 'param' || param.star !== '') return undefined;
  const owner = enclosing(param, 'function');
  return owner?.params.includes(param) ? { param, owner } : undefined;
}
