/** How measured runs are named beside an estimate. */
import type { Deviation } from './posterior';
import type { Prepared } from './prepared';

/** "3 measured runs, 2026-08-01 to 2026-11-02, 2 of this script". */
export function saying(runs: readonly Prepared[], deviations: readonly Deviation[]): string {
  const count = `${runs.length} measured run${runs.length === 1 ? '' : 's'}`;
  const days = runs.flatMap(({ run }) => (run.at === null ? [] : [run.at.slice(0, 10)])).sort();
  const [first, last] = [days[0], days.at(-1)];
  const when = first === undefined ? 'date not stated' : first === last ? first : `${first} to ${last}`;
  const own = deviations.filter(({ likeness }) => likeness === 'configuration').length;
  return `${count}, ${when}${own > 0 ? `, ${own} of this script` : ''}`;
}

/** Each once, in order. */
export function sourcesOf(runs: readonly Prepared[]): string {
  return [...new Set(runs.map(({ run }) => run.from))].sort().join(', ');
}
