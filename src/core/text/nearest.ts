/** The known name that a misspelt one was most likely meant to be. */
import { closest, distance } from 'fastest-levenshtein';

/** Null when nothing is near: more than a third of the letters would have to change. */
export function nearestId(name: string, known: Iterable<string>): string | null {
  const all = [...known];
  if (all.length === 0 || name.length > 200) return null;
  const best = closest(name, all);
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : null;
}
