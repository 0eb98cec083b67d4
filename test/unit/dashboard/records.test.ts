/** Lines of the history as the dashboard reads them: whatever stands in the file, the rest goes on. */
import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { HistoryFile, readRecords } from '../../../src/vscode/dashboard/history-file';
import { recordOf, type RunRecord } from '../../../src/vscode/dashboard/records';
import { runsMessage } from '../../../src/vscode/dashboard/run-list';
import { sumsMessage } from '../../../src/vscode/dashboard/sums';
import { FIRST_QUERY, isToPage } from '../../../src/webview/messages';
import { history, historyText, runLine } from '../../support/history';

const NOW = Date.parse('2026-11-27T15:20:00Z');

function read(line: unknown): RunRecord {
  const record = recordOf(JSON.stringify(line), 1);
  assert.ok(typeof record !== 'string', JSON.stringify(record));
  return record;
}

describe('a line of the history', () => {
  it('tells when the run began and ended', () => {
    const { start, end, hours } = read(runLine({ at: '2026-11-20T12:00:00.000Z', hours: 2 }));
    assert.deepEqual([start, end, hours], [Date.parse('2026-11-20T10:00:00Z'), Date.parse('2026-11-20T12:00:00Z'), 2]);
  });

  it('of the first form has no details', () => {
    const { schema, at, script, commit, workload, machine, sensors, scope, hours, energy, partial, intensity, exit } =
      runLine();
    const record = read({
      schema,
      at,
      script,
      commit,
      workload,
      machine,
      sensors,
      scope,
      hours,
      energy,
      partial,
      intensity,
      exit,
    });
    assert.deepEqual([record.id, record.estimate, record.startedBy, record.gaps], ['line 1', null, null, []]);
  });

  it('keeps unknown as unknown', () => {
    const record = read(runLine({ energy: null, intensity: null, script: null }));
    assert.deepEqual([record.energy, record.intensity, record.script], [null, null, null]);
  });

  it('has no energy where the range is none', () => {
    for (const energy of [
      { low: 2, typical: 1, high: 3 },
      { low: -1, typical: 1, high: 3 },
      { typical: 1 },
      5,
      'much',
    ]) {
      assert.equal(read({ ...runLine(), energy }).energy, null, JSON.stringify(energy));
    }
  });

  it('is left out with the reason where it makes no sense', () => {
    assert.equal(recordOf('{"schema":1', 1), 'is not a JSON object');
    assert.equal(recordOf(JSON.stringify({ ...runLine(), schema: 2 }), 1), 'has schema 2; this version reads 1');
    assert.equal(recordOf(JSON.stringify({ ...runLine(), at: 'yesterday' }), 1), 'says not when the run ended');
    assert.equal(recordOf(JSON.stringify({ ...runLine(), hours: 1e9 }), 1), 'has no plausible duration');
  });
});

describe('the history on disk', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'carbon-hints-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is empty where there is no file', async () => {
    assert.deepEqual(await new HistoryFile(join(folder, 'none.jsonl')).read(), { records: [], problems: [] });
  });

  it('is read again when it has grown, and not before', async () => {
    const path = join(folder, 'history.jsonl');
    const file = new HistoryFile(path);
    writeFileSync(path, historyText(history(2, NOW)));
    const first = await file.read();
    assert.equal(await file.read(), first);
    writeFileSync(path, historyText(history(3, NOW)));
    assert.equal((await file.read()).records.length, 3);
  });

  it('says so when it cannot be read', async () => {
    await assert.rejects(new HistoryFile(folder).read());
  });

  it('names a torn last line and reads the others', async () => {
    const { records, problems } = await readRecords(historyText(history(900, NOW)).slice(0, -40));
    assert.deepEqual([records.length, problems], [899, ['line 900: is not a JSON object']]);
  });

  it('becomes messages that the page believes, whatever stands in it', async () => {
    const field = fc.constantFrom(...Object.keys(runLine()));
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.string({ maxLength: 6000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, value), { maxLength: 6 }), async (changes) => {
        const line = { ...runLine(), ...Object.fromEntries(changes) };
        const read = await readRecords(`${JSON.stringify(line)}\n`);
        assert.equal(read.records.length + read.problems.length, 1);
        assert.ok(isToPage(runsMessage(read, FIRST_QUERY)), JSON.stringify(line));
        assert.ok(isToPage(sumsMessage(read.records, [], NOW)), JSON.stringify(line));
      }),
      { numRuns: 400, seed: 20261127 },
    );
  });
});
