/** How many elements a list has that was written out in several places. */
import type { Name } from '../../syntax/ast';
import { reachingBindings } from '../lookup';

/** `prompts = ["a", "b"]`, then `prompts += ["c"]`: somebody typed all of them. */
export function writtenOut(name: Name): number | undefined {
  const lists = reachingBindings(name).map(({ value, path }) =>
    value?.kind === 'list' && path.length === 0 ? value : null,
  );
  if (lists.length < 2 || lists.some((list) => !list || list.items.length === 0)) return undefined;
  return lists.reduce((sum, list) => sum + (list?.items.length ?? 0), 0);
}
