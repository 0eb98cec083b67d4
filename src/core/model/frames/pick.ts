/** What an index of a table picks: one column or row, or several of them. */
import type { Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { asString } from '../values';

/** Several for a list, a slice, a condition; undefined where it cannot be told. */
export function pick(model: Model, index: Expr | undefined): 'one' | 'many' | undefined {
  if (!index) return undefined;
  if (/^(list|slice|compare|unary)$/.test(index.kind)) return 'many';
  if (index.kind === 'binary') return /^[&|]$/.test(index.op) ? 'many' : pick(model, index.left);
  if (index.kind === 'call') return /^(call|attribute)$/.test(index.func.kind) ? 'many' : undefined;
  const value = model.value(index);
  if (asString(value) !== undefined) return 'one';
  const [only] = value.alternatives;
  if (only?.type === 'number') return 'one';
  if (only?.type === 'sequence') return 'many';
  const [binding, ...others] = index.kind === 'name' ? reachingBindings(index) : [];
  const source = binding?.kind === 'assign' && others.length === 0 ? binding.value : null;
  return source && source !== index && source.kind !== 'name' ? pick(model, source) : undefined;
}
