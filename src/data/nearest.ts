/** Nearest names for "did you mean" messages. */
import { nameKey } from './table';

/** The number of single-character edits (insert, delete, replace) that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * Up to `count` names closest to `wanted`, best first: names that contain it, then by edit distance relative to length.
 * Names that share less than half of their letters are left out.
 */
export function nearest(wanted: string, names: readonly string[], count: number): readonly string[] {
  const goal = nameKey(wanted.slice(0, 60));
  if (goal === '') return [];
  const scored = names.map((name) => {
    const key = nameKey(name);
    const relative = editDistance(goal, key) / Math.max(goal.length, key.length, 1);
    return { name, score: key.includes(goal) ? relative / 4 : relative };
  });
  const close = scored.filter((one) => one.score <= 0.5);
  close.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return close.slice(0, count).map((one) => one.name);
}
