/** Which paths hold tests, or templates that never run as they stand: rules are silent there. */

/** `path` is relative to the project. */
export function isTestPath(path: string): boolean {
  if (path.includes('{{')) return true;
  const parts = path.split(/[\\/]/);
  const name = parts.pop() ?? '';
  if (/^(test_.*|.*_test|conftest)\.py$/.test(name)) return true;
  return parts.some((part) => part === 'tests' || part === 'test' || part === '__tests__');
}
