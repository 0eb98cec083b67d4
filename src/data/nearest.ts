/** Nearest names for "did you mean" messages. */

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

/** Up to `count` names closest to `wanted`: those that contain it first, then by edit distance. */
export function nearest(wanted: string, names: readonly string[], count: number): readonly string[] {
  const goal = wanted.toLowerCase().slice(0, 60);
  const scored = names.map((name) => {
    const lower = name.toLowerCase();
    const within = lower.includes(goal) || goal.includes(lower) ? 0 : 1;
    return { name, score: within * 100 + editDistance(goal, lower) };
  });
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, count).map((one) => one.name);
}
