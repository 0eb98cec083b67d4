/** Prints the record of a test run the way Mocha would have. */
import { failures, type RunRecord } from './result';

/** Returns whether the run counts as passed: at least one test, none failed. */
export function printRecord(record: RunRecord): boolean {
  console.log(`\n  ${record.host}`);
  for (const test of record.tests) {
    console.log(`    ${test.state === 'passed' ? '✔' : '✘'} ${test.title} (${Math.round(test.durationMs)} ms)`);
    if (test.error !== undefined) console.log(test.error.replace(/^/gm, '        '));
  }
  const failed = failures(record).length;
  console.log(`\n  ${record.tests.length - failed} passing, ${failed} failing`);
  if (record.tests.length === 0) console.log('  No test ran, which counts as a failure.');
  return failed === 0 && record.tests.length > 0;
}
