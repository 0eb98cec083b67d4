/** Which argument of a construction an attribute of the object keeps: `self.epochs = n` of `def __init__(self, n)`, or a field. */
import type { Binding, Call, Expr } from '../syntax/ast';
import { parameterOf } from './parameters';

export interface KeptParameter {
  readonly name: string;
  /** Its place among the positional arguments of the construction; null where only a keyword gives it. */
  readonly position: number | null;
}

/** The parameter whose value a binding of an attribute takes as it is; undefined for any other value. */
export function keptParameter({ value, path, node, name }: Binding): KeptParameter | undefined {
  if (node.kind === 'assign' && node.annotation !== null && node.parent?.kind === 'class')
    return { name, position: null };
  if (value?.kind !== 'name' || path.length > 0) return undefined;
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
