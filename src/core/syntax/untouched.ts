/** Compares the top-level units of a document before and after an edit. */
import type { Unit } from './unit';

/** How many units at the start and at the end are the same and lie, with the space around them, outside the change. */
export function untouched(
  old: readonly Unit[],
  now: readonly Unit[],
  changed: { start: number; end: number },
): { before: number; behind: number } {
  const most = Math.min(old.length, now.length);
  let before = 0;
  while (before < most && old[before] === now[before] && (now[before + 1]?.start ?? Infinity) < changed.start)
    before += 1;
  let behind = 0;
  while (behind < most - before && isSameFromEnd(old, now, behind) && endsBehind(now, behind, changed.end)) behind += 1;
  return { before, behind };
}

function isSameFromEnd(old: readonly Unit[], now: readonly Unit[], behind: number): boolean {
  return old[old.length - 1 - behind] === now[now.length - 1 - behind];
}

/** True when the unit before the one at `behind` from the end ends after the change. */
function endsBehind(now: readonly Unit[], behind: number, end: number): boolean {
  const neighbour = now[now.length - 2 - behind];
  return neighbour !== undefined && neighbour.end > end;
}

/** Under which names something is called. */
export function calledIn(units: readonly Unit[]): string {
  const names = new Set<string>();
  const visit = (unit: Unit): void => {
    for (const node of unit.nodes) {
      if (node.kind !== 'call') continue;
      if (node.func.kind === 'name') names.add(node.func.id);
      if (node.func.kind === 'attribute') names.add(node.func.attr);
    }
    unit.inner.forEach(visit);
  };
  units.forEach(visit);
  return [...names].sort().join(' ');
}
