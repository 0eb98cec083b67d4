/** The record of a run in VS Code: nothing that went wrong may be missing from it. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Mocha from 'mocha';
import { failures, readRecord, runAndRecord, type RunRecord } from '../../vscode/runner/result';

/** Runs a suite of its own, away from the one that runs this, and reads the record back from the disk. */
async function record(define: (suite: Mocha.Suite) => void): Promise<RunRecord> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-record-'));
  const file = path.join(home, 'deep', 'record.json');
  const mocha = new Mocha({ reporter: Mocha.reporters.Base });
  define(mocha.suite);
  try {
    await runAndRecord(mocha, 'VS Code 1.100.3', file);
    return readRecord(file);
  } finally {
    fs.rmSync(home, { recursive: true });
  }
}

describe('The record of a run', () => {
  it('names each test, and why one failed', async () => {
    const run = await record((suite) => {
      suite.addTest(new Mocha.Test('adds', () => undefined));
      suite.addTest(new Mocha.Test('subtracts', () => assert.equal(3 - 1, 1)));
    });
    assert.deepEqual(
      run.tests.map(({ title, state }) => [title, state]),
      [
        ['adds', 'passed'],
        ['subtracts', 'failed'],
      ],
    );
    assert.match(failures(run)[0]?.error ?? '', /2 !== 1/);
  });

  it('counts a failing hook as a failure', async () => {
    const run = await record((suite) => {
      suite.beforeAll(() => assert.fail('no editor'));
      suite.addTest(new Mocha.Test('adds', () => undefined));
    });
    assert.match(failures(run)[0]?.error ?? '', /no editor/);
  });

  it('counts a skipped test as a failure', async () => {
    const run = await record((suite) => suite.addTest(new Mocha.Test('later')));
    assert.equal(failures(run).length, 1);
  });
});
