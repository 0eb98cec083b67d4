/** Patterns for import statements: in library code the name of a package is mostly prose, or an example in a docstring. */

/** Matches where a statement imports one of the packages, or something from them. `packages` may be patterns. */
export function importOf(...packages: readonly string[]): RegExp {
  const name = `(?:${packages.join('|')})\\b`;
  const before = '(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,[\\s\\\\]*)*';
  return new RegExp(`(?:^|[;:])[ \\t\\f\\uFEFF]*(?:from[\\s\\\\]+\\.*${name}|import[\\s\\\\]+${before}${name})`, 'm');
}
