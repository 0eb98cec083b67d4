/** Mistakes in how the command was called, and the nearest right spelling. */
import { distance } from 'fastest-levenshtein';

/** Ends the command with exit code 2; the message is for the person who typed it. */
export class UsageError extends Error {}

const MOST_SUGGESTIONS = 3;

/** Closest first; a part of a name finds the names that hold it, a far-off word finds nothing. */
export function nearest(word: string, names: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const near = Math.max(2, Math.floor(typed.length * 0.4));
  const reach = (name: string) => (typed.length >= 3 && name.includes(typed) ? 0 : distance(typed, name));
  return names
    .map((name) => ({ name, reach: reach(name) }))
    .filter((entry) => entry.reach <= near)
    .sort((a, b) => a.reach - b.reach || a.name.localeCompare(b.name))
    .slice(0, MOST_SUGGESTIONS)
    .map((entry) => entry.name);
}

/** "unknown rule 'x'; did you mean 'y' or 'z'?" */
export function unknown(what: string, word: string, names: readonly string[]): UsageError {
  const near = nearest(word, names).map((name) => `'${name}'`);
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return new UsageError(`unknown ${what} '${word}'${hint}`);
}
