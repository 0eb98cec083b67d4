/** What classes of another file derive from and what their members are worth. */
import type { Binding, Call, ClassDef, FunctionDef } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import type { Bases } from '../class-members';
import { ClassMembers } from '../class-members';
import { keptParameter, keptValue, type KeptParameter } from '../kept-arguments';
import { Recursion } from '../memo';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { join, overridable } from '../value-algebra';
import { UNKNOWN, type Value } from '../values';

const classes = perModel((model) => new ClassMembers(model.program, model, new Recursion(undefined)));

export function localBases(model: Model, definition: ClassDef): Bases['local'] {
  return classes(model).basesOf(definition).local;
}

/** Bases in other libraries by name, those above imported classes included. */
export function externalBases(model: Model, definition: ClassDef): readonly string[] {
  const { external } = classes(model).basesOf(definition);
  return external.flatMap((name) => {
    const thing = model.imported(name);
    return thing?.kind === 'class' ? [name, ...thing.bases] : [name];
  });
}

export function methodOf(model: Model, definition: ClassDef, name: string): FunctionDef | undefined {
  return classes(model).method(definition, name);
}

/** The value of an attribute, which an argument of the construction may set. */
export function memberValue(
  model: Model,
  definition: ClassDef,
  rest: readonly string[],
  made: Call | null = null,
): Value {
  const [name, ...others] = rest;
  if (name === undefined || others.length > 0) return UNKNOWN;
  const bindings = classes(model).memberBindings(definition, name);
  if (bindings.length === 0) return UNKNOWN;
  const value = join(bindings.map((one) => boundValue(model, one, made)));
  if (made?.args.some((argument) => argument.name === name)) return value;
  return isField(bindings[0]) ? overridable(value, `field ${name}`) : value;
}

function boundValue(model: Model, binding: Binding, made: Call | null): Value {
  const kept = made ? keptParameter(binding) : undefined;
  const given = made && kept ? keptValue(made, kept, model) : undefined;
  if (given) return given;
  return binding.value && binding.path.length === 0 ? model.value(binding.value) : UNKNOWN;
}

/** The parameter of the constructor that an attribute keeps, until a saved object is read back. */
export function keptBy(model: Model, definition: ClassDef, name: string): KeptParameter | undefined {
  const [only, ...others] = classes(model)
    .memberBindings(definition, name)
    .filter(({ node }) => !/load|restore|resume/i.test(enclosingFunction(node)?.name ?? ''));
  return only && others.length === 0 ? keptParameter(only) : undefined;
}

/** An annotated class attribute: a dataclass field, which its constructor can override. */
function isField(binding: Binding | undefined): boolean {
  return binding?.node.kind === 'assign' && binding.node.annotation !== null && binding.node.parent?.kind === 'class';
}
