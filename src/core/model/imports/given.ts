/** Where a function of another file has a value from, as far as the call that runs it decides, and what that call gives. */
import type { Argument, Call, Expr, FunctionDef } from '../../syntax/ast';
import { isSelf } from '../../syntax/walk';
import { isStatic, passedBy } from '../bind';
import { keptValue, type KeptParameter } from '../kept-arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { UNKNOWN, type Value } from '../values';
import { keptBy } from './members';

export interface Given {
  /** An argument of the call itself, or of the construction of the object whose method it is. */
  readonly by: 'call' | 'construction';
  readonly parameter: KeptParameter;
}

/** Functions that hand a value on to one another, and names for it. */
const MOST_STEPS = 4;

/** Undefined where something else decides, or may. */
export function givenFor(model: Model, definition: FunctionDef, value: Expr, steps = 0): Given | undefined {
  if (steps > MOST_STEPS) return undefined;
  if (value.kind === 'attribute') return attributeOf(model, definition, value, steps);
  const parameter = parameterOf(value);
  if (parameter?.owner === definition) {
    const { params } = definition;
    const position = params.indexOf(parameter.param) - (isMethod(definition) ? 1 : 0);
    return { by: 'call', parameter: { name: parameter.param.name, position } };
  }
  if (parameter && isConstructorOf(definition, parameter.owner)) {
    const position = parameter.owner.params.indexOf(parameter.param) - 1;
    return { by: 'construction', parameter: { name: parameter.param.name, position } };
  }
  const [only, ...others] = parameter
    ? passedBy(model, parameter.owner, parameter.param).map((one) => one.value)
    : boundTo(value);
  return only && others.length === 0 ? givenFor(model, definition, only, steps + 1) : undefined;
}

/** Whether `owner` makes the object whose method `definition` is. */
export const isConstructorOf = (definition: FunctionDef, owner: FunctionDef): boolean =>
  owner !== definition &&
  owner.name === '__init__' &&
  owner.parent?.kind === 'class' &&
  owner.parent === definition.parent;

const isMethod = (definition: FunctionDef): boolean => definition.parent?.kind === 'class' && !isStatic(definition);

function boundTo(value: Expr): readonly Expr[] {
  const bindings = value.kind === 'name' ? reachingBindings(value) : [];
  return bindings.every(({ kind, path }) => kind === 'assign' && path.length === 0)
    ? bindings.flatMap((one) => one.value ?? [])
    : [];
}

/** `args.epochs`, `self.epochs`, `self.args.epochs`. */
function attributeOf(
  model: Model,
  definition: FunctionDef,
  { value, attr }: Extract<Expr, { kind: 'attribute' }>,
  steps: number,
): Given | undefined {
  if (isSelf(value)) {
    const kept = definition.parent?.kind === 'class' ? keptBy(model, definition.parent, attr) : undefined;
    return kept && { by: 'construction', parameter: kept };
  }
  const whole = givenFor(model, definition, value, steps + 1);
  if (!whole || whole.parameter.attribute !== undefined) return undefined;
  return { ...whole, parameter: { ...whole.parameter, attribute: attr } };
}

/** What a call of this program gives; undefined where it leaves the default. */
export function valueGiven(model: Model, call: Call, { by, parameter }: Given): Value | undefined {
  const [made] = by === 'call' ? [call] : constructionsOf(model, call);
  return made ? keptValue(made, parameter, model) : UNKNOWN;
}

/** Where the object was made whose method a call runs. */
export function constructionsOf(model: Model, { func }: Call): readonly Call[] {
  const origins = func.kind === 'attribute' ? model.origins(func.value) : [];
  return origins.flatMap((one) => (one.kind === 'result' ? [one.call] : []));
}

/** The arguments of the call and of the constructions of the object whose method it is. */
export function argumentsTo(model: Model, call: Call): readonly Argument[] {
  return [call, ...constructionsOf(model, call)].flatMap(({ args }) => args);
}
