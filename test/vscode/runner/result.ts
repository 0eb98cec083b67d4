/** The record of a test run in VS Code: written inside the extension host, read by the process that started it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type Mocha from 'mocha';

/** Environment variable of the extension host that names the file to write the record to. */
export const resultVariable = 'CARBON_HINTS_TEST_RESULT';

export interface TestRecord {
  /** Titles of the suites and the test, joined by a space. */
  readonly title: string;
  readonly state: 'passed' | 'failed';
  readonly durationMs: number;
  /** Message and stack, for failed tests only. */
  readonly error?: string;
}

export interface RunRecord {
  readonly schema: 1;
  /** Where the tests ran, for people: version of VS Code and of Node. */
  readonly host: string;
  readonly tests: readonly TestRecord[];
}

/** Runs the tests of a loaded Mocha instance, writes the record, and returns it. */
export async function runAndRecord(mocha: Mocha, host: string, file: string): Promise<RunRecord> {
  const tests: TestRecord[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    const fail = (test: Mocha.Runnable, error: string) => tests.push({ ...recordOf(test), state: 'failed', error });
    runner.on('pass', (test) => tests.push(recordOf(test)));
    // Also emitted for hooks: the failure of a hook must not pass for a success.
    runner.on('fail', (test, error: unknown) => fail(test, describe(error)));
    runner.on('pending', (test) => fail(test, 'skipped, and a skipped test proves nothing'));
  });
  const record: RunRecord = { schema: 1, host, tests };
  writeRecord(file, record);
  return record;
}

function recordOf(test: Mocha.Runnable): TestRecord {
  return { title: test.fullTitle(), state: 'passed', durationMs: test.duration ?? 0 };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Written whole under another name first, so that a reader never sees half a record. */
export function writeRecord(file: string, record: RunRecord): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.part`, JSON.stringify(record, null, 2));
  fs.renameSync(`${file}.part`, file);
}

export function readRecord(file: string): RunRecord {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as RunRecord;
}

export function failures(record: RunRecord): readonly TestRecord[] {
  return record.tests.filter((test) => test.state === 'failed');
}
