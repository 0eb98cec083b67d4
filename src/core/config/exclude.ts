/** Which files the `exclude` patterns of a configuration leave out. */
import { glob } from './glob';

/**
 * Says of a path, relative to what the patterns are relative to and `/` separated, whether it is left out. A pattern
 * without a slash matches a name anywhere; one that matches a folder covers what is in it.
 */
export function exclusion(patterns: readonly string[]): (path: string) => boolean {
  const bare = patterns.filter((pattern) => !pattern.includes('/')).map(glob);
  const rooted = patterns
    .filter((pattern) => pattern.includes('/'))
    .map((pattern) => glob(pattern.replace(/^\.?\//, '').replace(/\/(\*\*)?$/, '')));
  return (path) => {
    const parts = path.split('/');
    return parts.some((name, index) => {
      const folder = parts.slice(0, index + 1).join('/');
      return bare.some((matches) => matches(name)) || rooted.some((matches) => matches(folder));
    });
  };
}
