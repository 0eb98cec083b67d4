/** What an attribute of an object or class is worth: what its construction passes, else what the class gives it. */
import type { Binding, Call, ClassDef } from '../syntax/ast';
import { keptParameter, keptValue } from './kept-arguments';
import { importedName, type Origin } from './origins';
import type { Resolver } from './resolver';
import { join, overridable, type Member, type ObjectEvaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

/** What the evaluator says of expressions and of single bindings. */
interface Values extends Pick<ObjectEvaluator, 'value' | 'member'> {
  bound(binding: Binding): Value;
}

export function memberValue(node: Member, resolver: Resolver, values: Values): Value {
  const found: Value[] = [];
  for (const owner of resolver.origins(node.value)) {
    const imported = importedName(owner);
    const elsewhere =
      imported === undefined ? UNKNOWN : ofImported(owner, `${imported}.${node.attr}`, resolver, values);
    if (elsewhere.certainty !== 'unknown') found.push(elsewhere);
    if (owner.kind !== 'instance' && owner.kind !== 'class') continue;
    const member = owner.kind === 'instance' ? { definition: owner.of, made: owner.call } : { ...owner, made: null };
    found.push(ofClass(member, node.attr, resolver, values));
  }
  return found.length > 0 ? join(found) : UNKNOWN;
}

interface Owner {
  readonly definition: ClassDef;
  readonly made: Call | null;
}

function ofClass({ definition, made }: Owner, name: string, resolver: Resolver, values: Values): Value {
  const bindings = resolver.memberBindings(definition, name);
  const passed = made?.args.find((argument) => argument.name === name);
  if (passed && !bindings.some(keptParameter)) return values.value(passed.value);
  if (bindings.length === 0) return UNKNOWN;
  const value = join(bindings.map((binding) => kept(binding, made, values)));
  return isField(bindings[0]) && !passed ? overridable(value, `field ${name}`) : value;
}

/** What the construction passes for an attribute that keeps an argument of it, else what the class gives it. */
function kept(binding: Binding, made: Call | null, values: Values): Value {
  const parameter = made ? keptParameter(binding) : undefined;
  return (made && parameter && keptValue(made, parameter, values)) ?? values.bound(binding);
}

/** The same for an object of a class in another file. */
function ofImported(owner: Origin, dotted: string, { links }: Resolver, values: Values): Value {
  const parameter = owner.kind === 'result' ? links.kept(dotted) : undefined;
  const given = owner.kind === 'result' && parameter ? keptValue(owner.call, parameter, values) : undefined;
  return given ?? links.value(dotted);
}

/** An annotated class attribute: a dataclass field, which its constructor can override. */
function isField(binding: Binding | undefined): boolean {
  return binding?.node.kind === 'assign' && binding.node.annotation !== null && binding.node.parent?.kind === 'class';
}
