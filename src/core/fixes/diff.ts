/** The difference of two texts in the unified format that `git apply` and `patch` read. */
import { createTwoFilesPatch } from 'diff';

const CONTEXT_LINES = 3;

/** Empty when the texts are equal. `path` is shown as `a/path` and `b/path`. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const names = [`a/${path}`, `b/${path}`] as const;
  const patch = createTwoFilesPatch(...names, before, after, undefined, undefined, { context: CONTEXT_LINES });
  return patch.replace(/^(?:Index: .*\n)?=+\n/, '');
}
