/** Which files the `exclude` patterns of a configuration leave out. */
import picomatch from 'picomatch';

/**
 * Says of a path, relative to what the patterns are relative to and `/` separated, whether it is left out. A pattern
 * without a slash matches a name anywhere; one that matches a folder covers what is in it.
 */
export function exclusion(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const bare = matcher(patterns.filter((pattern) => !pattern.includes('/')));
  const rooted = matcher(
    patterns
      .filter((pattern) => pattern.includes('/'))
      .map((pattern) => pattern.replace(/^\.?\//, '').replace(/\/(\*\*)?$/, '')),
  );
  return (path) => {
    const parts = path.split('/');
    return parts.some((name, index) => bare(name) || rooted(parts.slice(0, index + 1).join('/')));
  };
}

function matcher(patterns: readonly string[]): (text: string) => boolean {
  return patterns.length === 0 ? () => false : picomatch([...patterns], { dot: true });
}
