/** A function of another file as one call runs it: its parameters, and what is kept of them, are worth what that call gives. */
import type { Call, Expr, FunctionDef } from '../../syntax/ast';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import type { Value } from '../values';
import { givenFor, valueGiven } from './given';
import { placeOf, rememberPlaces } from './places';
import type { FunctionElsewhere } from './returned-data';

interface Context {
  readonly caller: Model;
  readonly call: Call;
  readonly definition: FunctionDef;
}

const contexts = new WeakMap<Model, Context>();

/**
 * The model of the other file with the values of this call. It holds for the question under way and is not to be kept: what it answers depends
 * on the program that calls.
 */
export function inContext(caller: Model, call: Call, there: FunctionElsewhere): Model {
  const value = (part: Expr): Value => {
    const given = givenFor(there.model, there.definition, part);
    return (given && valueGiven(caller, call, given)) ?? there.model.value(part);
  };
  const model = Object.create(there.model, { value: { value } }) as Model;
  contexts.set(model, { caller, call, definition: there.definition });
  rememberPlaces(model, (dotted) => placeOf(there.model, dotted));
  return model;
}

/** How many calls lead from one file into another to here. */
export function contextDepth(model: Model): number {
  const context = contexts.get(model);
  return context ? contextDepth(context.caller) + 1 : 0;
}

/** What the call gives for a parameter of its function, as an expression of the calling file. */
export function argumentGiven(
  model: Model,
  expression: Expr,
): { readonly model: Model; readonly value: Expr } | undefined {
  const context = contexts.get(model);
  const parameter = context && parameterOf(expression);
  if (!parameter || parameter.owner !== context.definition) return undefined;
  const value = bindingIn(context.call, parameter.owner, parameter.param);
  return value && { model: context.caller, value };
}
