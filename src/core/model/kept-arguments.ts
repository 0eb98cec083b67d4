/** Which argument of a construction an attribute of the object keeps: `self.epochs = n` of `def __init__(self, n)`, or a field. */
import type { Binding, Call, Expr } from '../syntax/ast';
import { parameterOf } from './parameters';
import { restKeyword } from './rest-keywords';
import type { ObjectEvaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

export interface KeptParameter {
  readonly name: string;
  /** Its place among the positional arguments of the construction; null where only a keyword gives it. */
  readonly position: number | null;
  /** What of the argument is kept: `n` of `self.epochs = args.n`; absent for the whole. */
  readonly attribute?: string;
}

/** The parameter whose value, or an attribute of it, a binding of an attribute takes as it is; undefined for any other value. */
export function keptParameter({ value, path, node, name }: Binding): KeptParameter | undefined {
  if (node.kind === 'assign' && node.annotation !== null && node.parent?.kind === 'class')
    return { name, position: null };
  if (!value || path.length > 0) return undefined;
  if (value.kind !== 'attribute') return constructorParameter(value);
  const whole = constructorParameter(value.value);
  return whole && { ...whole, attribute: value.attr };
}

function constructorParameter(value: Expr): KeptParameter | undefined {
  const rest = value.kind === 'subscript' ? restKeyword(value) : undefined;
  if (rest) return rest.owner.name === '__init__' ? { name: rest.key, position: null } : undefined;
  const found = parameterOf(value);
  if (found?.owner.name !== '__init__' || found.owner.parent?.kind !== 'class') return undefined;
  return { name: found.param.name, position: found.owner.params.indexOf(found.param) - 1 };
}

/** What a construction passes for a parameter; `default` when it passes nothing, `unknown` when that cannot be told. */
export function passedFor({ args }: Call, { name, position }: KeptParameter): Expr | 'default' | 'unknown' {
  const named = args.find((argument) => argument.name === name);
  if (named) return named.value;
  const positional = args.filter((argument) => argument.name === null && argument.star !== '**');
  const before = position === null ? [] : positional.slice(0, position + 1);
  if (args.some(({ star }) => star === '**') || before.some(({ star }) => star === '*')) return 'unknown';
  return (position === null ? undefined : positional[position]?.value) ?? 'default';
}

type Values = Pick<ObjectEvaluator, 'value' | 'member'>;

/** What that is worth; undefined when it passes nothing. */
export function keptValue(made: Call, kept: KeptParameter, values: Values): Value | undefined {
  const given = passedFor(made, kept);
  if (given === 'default') return undefined;
  if (given === 'unknown') return UNKNOWN;
  return kept.attribute === undefined ? values.value(given) : values.member({ value: given, attr: kept.attribute });
}
