/** Which files hold tests, or templates that never run as they stand: rules are silent there. */

/** What a file of tests cannot do without; `copymem_test.py` may as well be the script that runs an experiment. */
const TESTS = /\bdef\s+test|\bclass\s+\w*Test|\b(unittest|pytest|absltest|TestCase|testing)\b/;

/** `path` is relative to the project. */
export function isTest(path: string, text: string): boolean {
  if (path.includes('{{')) return true;
  const parts = path.split(/[\\/]/);
  const name = parts.pop() ?? '';
  if (name === 'conftest.py' || (/^(test_.*|.*_test)\.py$/.test(name) && TESTS.test(text))) return true;
  return parts.some((part) => part === 'tests' || part === 'test' || part === '__tests__');
}
