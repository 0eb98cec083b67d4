/** A function of another file as one call runs it: its parameters, and what is kept of them, are worth what that call gives. */
import type { Call, Expr, FunctionDef } from '../../syntax/ast';
import { isSelf } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { passedFor } from '../kept-arguments';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import type { Value } from '../values';
import { constructionsOf, givenFor, isConstructorOf, valueGiven } from './given';
import { keptBy } from './members';
import { placeOf, rememberPlaces } from './places';
import { functionElsewhere, type FunctionElsewhere } from './returned-data';

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

/** Files that hand something on to one another. */
const MOST_FILES = 3;

/** The function of another file that a call runs, and its file as that call runs it; undefined where none has it, or the way is too long. */
export function functionInContext(
  caller: Model,
  call: Call,
  name: string,
): { readonly there: FunctionElsewhere; readonly within: Model } | undefined {
  const there = contextDepth(caller) < MOST_FILES ? functionElsewhere(caller, name) : undefined;
  return there && { there, within: inContext(caller, call, there) };
}

/** How many calls lead from one file into another to here. */
export function contextDepth(model: Model): number {
  const context = contexts.get(model);
  return context ? contextDepth(context.caller) + 1 : 0;
}

/** What the call, or the construction of the object whose method it runs, gives for a value, as an expression of the calling file. */
export function argumentGiven(
  model: Model,
  expression: Expr,
): { readonly model: Model; readonly value: Expr } | undefined {
  const context = contexts.get(model);
  const value = context && (passedIn(context, expression) ?? keptIn(model, context, expression));
  return value && { model: context.caller, value };
}

function passedIn({ caller, call, definition }: Context, expression: Expr): Expr | undefined {
  const parameter = parameterOf(expression);
  if (!parameter) return undefined;
  const makes = isConstructorOf(definition, parameter.owner);
  const [made] = makes ? constructionsOf(caller, call) : parameter.owner === definition ? [call] : [];
  return made && bindingIn(made, parameter.owner, parameter.param);
}

/** `self.rows`, which the constructor was given. */
function keptIn(model: Model, { caller, call, definition }: Context, expression: Expr): Expr | undefined {
  const owner = definition.parent?.kind === 'class' ? definition.parent : undefined;
  if (!owner || expression.kind !== 'attribute' || !isSelf(expression.value)) return undefined;
  const kept = keptBy(model, owner, expression.attr);
  const [made] = kept && kept.attribute === undefined ? constructionsOf(caller, call) : [];
  const given = made && kept && passedFor(made, kept);
  return typeof given === 'object' ? given : undefined;
}
