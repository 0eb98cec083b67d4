/** The version of a package that a lock file, requirements or shell line beside the code pins; packages by distribution name. */
import type { Model } from './model';

/** The parts of the lowest version pinned, `[1, 5, 2]`; undefined when nothing pins one. */
export function pinnedVersion(model: Model, distribution: string): readonly number[] | undefined {
  const name = distribution.replace(/[-_.]/g, '[-_.]');
  const patterns = [
    new RegExp(`(?:^|[\\s"'])${name}(?:\\[[^\\][]*\\])?\\s*={1,3}\\s*["']?(\\d+(?:\\.\\d+)*)`, 'gim'),
    new RegExp(`name = "${name}"\\s+version = "(\\d+(?:\\.\\d+)*)`, 'gi'),
  ];
  const found = model.document.surroundings.flatMap(({ text }) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => (match[1] ?? '').split('.').map(Number))),
  );
  return found.sort(compareVersions)[0];
}

/** True when the surroundings pin a version below `least`; false when nothing is pinned. */
export function isPinnedBelow(model: Model, distribution: string, least: readonly number[]): boolean {
  const pinned = pinnedVersion(model, distribution);
  return pinned !== undefined && compareVersions(pinned, least) < 0;
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
