/** Command lines that are parsed into dataclasses: HfArgumentParser, tyro, simple_parsing. */
import type { Call, Expr } from '../syntax/ast';
import type { Origin } from './origins';
import type { Resolver } from './resolver';
import { join, number, overridable, type Evaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

type Parsed = Extract<Origin, { kind: 'result' | 'item' }>;

/** The default of a field of what was parsed; undefined when nothing was parsed into a dataclass. */
export function parsedField(parsed: Parsed, name: string, resolver: Resolver, evaluator: Evaluator): Value | undefined {
  const target = targetOf(parsed, resolver);
  if (!target) return undefined;
  for (const origin of resolver.origins(target)) {
    if (origin.kind === 'class') return fieldValue(origin.definition, name, resolver, evaluator);
    if (origin.kind === 'instance') return fieldValue(origin.of, name, resolver, evaluator);
    if (origin.kind === 'external')
      return inherited([origin.name, ...resolver.links.basesOf(origin.name)], name, resolver);
  }
  return UNKNOWN;
}

/** Of the first class that gives the field a default, the ones of the Trainer's library among them. */
function inherited(classes: readonly string[], name: string, { links }: Resolver): Value {
  for (const one of classes) {
    const value = links.value(`${one}.${name}`);
    if (value.certainty !== 'unknown') return overridable(value, `--${name}`);
  }
  const given = TRAINING_DEFAULTS[name];
  if (given === undefined || !classes.some((one) => TRAINING_ARGUMENTS.test(one))) return UNKNOWN;
  return { certainty: 'default', alternatives: [number(given)], source: null, via: `--${name}` };
}

const TRAINING_ARGUMENTS =
  /^(transformers|sentence_transformers)\.(\w+\.)*\w*TrainingArguments$|^trl\.(SFT|DPO|KTO|ORPO|CPO|Reward|GRPO)Config$/;

/** Numbers of a `TrainingArguments` that is told nothing else (transformers 4 and 5); TRL and sentence-transformers keep them. */
export const TRAINING_DEFAULTS: Readonly<Record<string, number>> = {
  num_train_epochs: 3,
  per_device_train_batch_size: 8,
};

function fieldValue(
  definition: Parameters<Resolver['memberBindings']>[0],
  name: string,
  resolver: Resolver,
  evaluator: Evaluator,
): Value {
  const bindings = resolver.memberBindings(definition, name);
  if (bindings.length === 0) return inherited(resolver.basesOf(definition).external, name, resolver);
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
