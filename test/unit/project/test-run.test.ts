/** The test run itself: a failure, a crash and a stage that could not run all count as failed. */
import assert from 'node:assert/strict';
import { runStages } from '../../../scripts/test/run';
import type { Stage } from '../../../scripts/test/stage';
import { selected } from '../../../scripts/test/stages';

const passing: Stage = { name: 'passing', run: () => Promise.resolve({ passed: 3, failures: [] }) };
const failing: Stage = { name: 'failing', run: () => Promise.resolve({ passed: 1, failures: ['one thing'] }) };
const crashing: Stage = { name: 'crashing', run: () => Promise.reject(new Error('crashed')) };
const dependent: Stage = { name: 'dependent', needs: ['failing'], run: passing.run };

/** Runs stages with the console kept aside; returns the exit code and the last line. */
async function runQuietly(stages: readonly Stage[]): Promise<{ code: number; last: string | undefined }> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    return { code: await runStages(stages), last: lines.at(-1) };
  } finally {
    console.log = log;
  }
}

describe('the test run', () => {
  it('ends with the plain count', async () => {
    assert.deepEqual(await runQuietly([passing]), { code: 0, last: '3 passed, 0 failed' });
  });

  it('counts each failure', async () => {
    assert.deepEqual(await runQuietly([passing, failing]), { code: 1, last: '4 passed, 1 failed' });
  });

  it('counts a stage that crashed as failed and goes on', async () => {
    assert.deepEqual(await runQuietly([crashing, passing]), { code: 1, last: '3 passed, 1 failed' });
  });

  it('counts a stage whose input is missing as failed', async () => {
    assert.deepEqual(await runQuietly([failing, dependent]), { code: 1, last: '1 passed, 2 failed' });
  });

  it('fails when nothing ran', async () => {
    assert.equal((await runQuietly([])).code, 1);
  });

  it('runs the named stages only, without their needs, and refuses an unknown name', () => {
    assert.deepEqual(
      selected(['--only', 'dep'], [passing, dependent]).map(({ name, needs }) => ({ name, needs })),
      [{ name: 'dependent', needs: [] }],
    );
    assert.throws(() => selected(['--only', 'nothing'], [passing]), /--only takes names of passing; not nothing/);
  });
});
