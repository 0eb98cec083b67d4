/** What a variable of the module is worth in a function of it: what it held where the module mentions that function. */
import type { Binding, FunctionDef, Name } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import { bindingsBefore, reachingBindings } from '../lookup';
import type { Model } from '../model';

/** As `reachingBindings`, without those of the module that come before or after a function is used. */
export function heldBindings(model: Model, name: Name): readonly Binding[] {
  const all = reachingBindings(name);
  const holder = all.length > 1 ? functionAround(name) : undefined;
  if (!holder || all.some(({ node }) => enclosingFunction(node))) return all;
  const uses = model.program
    .names(holder.name)
    .filter((use) => reachingBindings(use).some(({ node }) => node === holder));
  if (uses.length === 0 || uses.some((use) => enclosingFunction(use))) return all;
  const held = new Set(uses.flatMap((use) => bindingsBefore(use, name.id)));
  return held.size > 0 ? [...held] : all;
}

/** The function of the module that a name stands in. */
function functionAround(name: Name): FunctionDef | undefined {
  return [...ancestors(name)].find(
    (one): one is FunctionDef => one.kind === 'function' && one.parent?.kind === 'module',
  );
}
