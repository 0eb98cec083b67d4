/** What an element of a dictionary or a sequence is worth. */
import type { Expr, Subscript } from '../syntax/ast';
import type { Resolver } from './resolver';
import { withCertainty, type Evaluator } from './value-algebra';
import { UNKNOWN, type Value } from './values';

export function subscriptValue(node: Subscript, resolver: Resolver, evaluator: Evaluator): Value {
  const key = node.index.length === 1 && node.index[0] ? evaluator.value(node.index[0]).alternatives[0] : undefined;
  const imported = key?.type === 'string' ? importedEntry(node.value, key.value, resolver) : undefined;
  if (imported) return imported;
  const holder = evaluator.value(node.value);
  if (holder.alternatives.length !== 1 || !key) return UNKNOWN;
  const only = holder.alternatives[0];
  const entry = only?.type === 'dict' && key.type === 'string' ? only.entries.get(key.value) : undefined;
  const item = only?.type === 'sequence' && key.type === 'number' ? only.items?.at(key.value) : undefined;
  const found = entry ?? item;
  return found ? withCertainty(evaluator.value(found), holder.certainty, holder.via) : UNKNOWN;
}

/** `CONFIG["epochs"]` of a dictionary in another file. */
function importedEntry(holder: Expr, key: string, resolver: Resolver): Value | undefined {
  for (const origin of resolver.origins(holder)) {
    const found = origin.kind === 'external' ? resolver.links.value(origin.name, key) : UNKNOWN;
    if (found.certainty !== 'unknown') return found;
  }
  return undefined;
}
