/** Keywords that a function takes out of its rest: `kwargs["epochs"]` of `def run(**kwargs)`. */
import type { FunctionDef, Subscript } from '../syntax/ast';
import { enclosing } from '../syntax/walk';
import { reachingBindings } from './lookup';

/** The function with the name of the keyword; undefined for any other element. */
export function restKeyword({ value, index }: Subscript): { owner: FunctionDef; key: string } | undefined {
  const [key] = index;
  if (key?.kind !== 'constant' || typeof key.value !== 'string' || value.kind !== 'name') return undefined;
  const [only, ...others] = reachingBindings(value);
  if (only?.node.kind !== 'param' || only.node.star !== '**' || others.length > 0) return undefined;
  const owner = enclosing(only.node, 'function');
  return owner && { owner, key: key.value };
}
