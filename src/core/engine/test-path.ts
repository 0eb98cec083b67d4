/** Which paths hold tests: rules are silent there. */

/** `path` is relative to the project. */
export function isTestPath(path: string): boolean {
  const parts = path.split(/[\\/]/);
  const name = parts.pop() ?? '';
  if (/^(test_.*|.*_test|conftest)\.py$/.test(name)) return true;
  return parts.some((part) => part === 'tests' || part === 'test' || part === '__tests__');
}
