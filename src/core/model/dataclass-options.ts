/** Command lines that are parsed into dataclasses: HfArgumentParser, tyro, simple_parsing. */
import type { Call, Expr } from '../syntax/ast';
import type { Origin } from './origins';
import type { Resolver } from './resolver';
import { join, overridable, type Evaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

type Parsed = Extract<Origin, { kind: 'result' | 'item' }>;

/** The default of a field of what was parsed; undefined when nothing was parsed into a dataclass. */
export function parsedField(parsed: Parsed, name: string, resolver: Resolver, evaluator: Evaluator): Value | undefined {
  const target = targetOf(parsed, resolver);
  if (!target) return undefined;
  for (const origin of resolver.origins(target)) {
    if (origin.kind === 'class') return fieldValue(origin.definition, name, resolver, evaluator);
    if (origin.kind === 'instance') return fieldValue(origin.of, name, resolver, evaluator);
    if (origin.kind === 'external') return overridable(resolver.links.value(`${origin.name}.${name}`), `--${name}`);
  }
  return UNKNOWN;
}

function fieldValue(
  definition: Parameters<Resolver['memberBindings']>[0],
  name: string,
  resolver: Resolver,
  evaluator: Evaluator,
): Value {
  const bindings = resolver.memberBindings(definition, name);
  if (bindings.length === 0) return UNKNOWN;
  const values = bindings.map((one) => (one.value && one.path.length === 0 ? evaluator.value(one.value) : UNKNOWN));
  return overridable(join(values), `--${name}`);
}

/** The class that the parser fills. */
function targetOf(parsed: Parsed, resolver: Resolver): Expr | undefined {
  if (/^(tyro\.cli|simple_parsing\.parse|pyrallis\.parse|draccus\.parse)$/.test(parsed.of))
    return firstClass(parsed.call);
  const parser = parsed.call.func.kind === 'attribute' ? resolver.origins(parsed.call.func.value) : [];
  for (const origin of parser) {
    if (origin.kind !== 'result' || !/(HfArgumentParser|TrlParser|H4ArgumentParser)$/.test(origin.of)) continue;
    const given = firstClass(origin.call);
    const index = parsed.kind === 'item' ? (parsed.path[0] ?? 0) : 0;
    return given?.kind === 'tuple' || given?.kind === 'list' ? given.items[index] : given;
  }
  return undefined;
}

function firstClass(call: Call): Expr | undefined {
  const named = call.args.find((one) => one.name === 'config_class' || one.name === 'dataclass_types');
  return (named ?? call.args.find((one) => one.name === null && one.star === ''))?.value;
}
