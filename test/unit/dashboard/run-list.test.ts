/** The list of runs and the sums: what a query asks for, what is compared, and a history of ten thousand runs. */
import * as assert from 'node:assert/strict';
import type { HistoryLine } from '../../../src/core/estimate/calibration/import/history-line';
import { readRecords } from '../../../src/vscode/dashboard/history-file';
import { PAGE_SIZE, runsMessage, type ListedHistory } from '../../../src/vscode/dashboard/run-list';
import { sumsMessage } from '../../../src/vscode/dashboard/sums';
import { FIRST_QUERY, isToPage, type Query, type Runs } from '../../../src/webview/messages';
import { NOW } from '../../support/dashboard';
import { history, historyText, runLine } from '../../support/history';

const read = (lines: readonly HistoryLine[]): Promise<ListedHistory> => readRecords(historyText(lines));
const asked = (change: Partial<Query>): Query => ({ ...FIRST_QUERY, ...change });

async function list(lines: readonly HistoryLine[], change: Partial<Query> = {}): Promise<Runs> {
  return runsMessage(await read(lines), asked(change));
}

const kwh = (typical: number): HistoryLine['energy'] => ({ unit: 'kWh', low: typical, typical, high: typical });

describe('the list of runs', () => {
  it('begins with the latest', async () => {
    const { rows } = await list([
      runLine({ id: 'old', at: '2026-11-01T00:00:00Z' }),
      runLine({ id: 'new', at: '2026-11-02T00:00:00Z' }),
    ]);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['new', 'old'],
    );
  });

  it('puts what is unknown last in either order', async () => {
    const lines = [
      runLine({ id: 'none', energy: null }),
      runLine({ id: 'little', energy: kwh(1) }),
      runLine({ id: 'much', energy: kwh(2) }),
    ];
    const ids = async (order: Query['order']): Promise<string[]> =>
      (await list(lines, { sort: 'energy', order })).rows.map(({ id }) => id);
    assert.deepEqual(await ids('down'), ['much', 'little', 'none']);
    assert.deepEqual(await ids('up'), ['little', 'much', 'none']);
  });

  it('filters by a part of the script or the workload, in any case', async () => {
    const lines = [runLine({ id: 'a', script: 'src/Train_BERT.py' }), runLine({ id: 'b', script: 'other.py' })];
    assert.deepEqual(
      (await list(lines, { script: ' bert ' })).rows.map(({ id }) => id),
      ['a'],
    );
    assert.equal((await list(lines, { script: 'resnet50' })).matching, 2);
  });

  it('shows only the runs outside of their estimate when asked', async () => {
    const lines = [
      runLine({ id: 'inside' }),
      runLine({ id: 'above', energy: kwh(1.4) }),
      runLine({ id: 'unmeasured', energy: null }),
    ];
    assert.deepEqual(
      (await list(lines, { show: 'outside' })).rows.map(({ id }) => id),
      ['above'],
    );
    assert.deepEqual((await list(lines, { show: 'compared' })).matching, 2);
    assert.deepEqual(
      (await list(lines, { show: 'unmeasured' })).rows.map(({ id }) => id),
      ['unmeasured'],
    );
  });

  it('compares a whole run on a whole machine only', async () => {
    const ratio = async (rest: Partial<HistoryLine>): Promise<number | null> =>
      (await list([runLine(rest)])).rows[0]?.ratio ?? null;
    assert.equal(await ratio({}), 1.2);
    assert.equal(await ratio({ exit: 1 }), null);
    assert.equal(await ratio({ partial: true }), null);
    assert.equal(await ratio({ scope: 'devices' }), null);
    assert.equal(await ratio({ estimate: null }), null);
  });

  it('tells too short from not measured', async () => {
    const why = async (rest: Partial<HistoryLine>): Promise<unknown> =>
      (await list([runLine({ energy: null, ...rest })])).rows[0]?.unmeasured;
    assert.equal(await why({ hours: 4 / 3600 }), 'too short');
    assert.equal(await why({ hours: 1 }), 'no sensor');
  });

  it('says what is modelled', async () => {
    const quality = async (rest: Partial<HistoryLine>): Promise<unknown> =>
      (await list([runLine(rest)])).rows[0]?.quality;
    const [gpu, cpu] = runLine().devices ?? [];
    assert.ok(gpu && cpu);
    assert.equal(await quality({}), 'measured');
    assert.equal(await quality({ devices: [gpu, { ...cpu, quality: 'modelled' }] }), 'mixed');
    assert.equal(await quality({ devices: [gpu, { ...cpu, quality: 'modelled', counted: false }] }), 'measured');
    assert.equal(await quality({ devices: [], energy: { unit: 'kWh', low: 1, typical: 2, high: 3 } }), 'modelled');
    assert.equal(await quality({ energy: null }), 'unknown');
  });

  it('answers a page beyond the last with the last', async () => {
    const { query, rows } = await list(history(PAGE_SIZE + 3, NOW), { page: 99 });
    assert.deepEqual([query.page, rows.length], [1, 3]);
  });

  it('sends one page of ten thousand runs, and sums that the page believes', async () => {
    const tenThousand = await read(history(10_000, NOW, 20));
    assert.equal(tenThousand.records.length, 10_000);
    for (const sort of ['at', 'script', 'hours', 'energy', 'ratio', 'emissions'] as const) {
      const message = runsMessage(tenThousand, asked({ sort }));
      assert.equal(message.rows.length, PAGE_SIZE);
      assert.ok(isToPage(message));
    }
    const sums = sumsMessage(tenThousand.records, [], NOW);
    assert.ok(isToPage(sums));
    assert.ok(JSON.stringify(sums).length < 30_000);
  });
});

describe('the sums', () => {
  it('take the share of a run where it is known', async () => {
    const attributed = {
      energy: { unit: 'kWh', low: 0.2, typical: 0.2, high: 0.2 },
      how: 'share of the CPU time',
    } as const;
    const { records } = await read([runLine({ attributed })]);
    assert.equal(sumsMessage(records, [], NOW).scripts[0]?.amount?.energy.typical, 0.2);
  });

  it('say how many runs overlapped', async () => {
    const lines = [
      runLine({ at: '2026-11-20T12:00:00Z' }),
      runLine({ at: '2026-11-20T13:00:00Z' }),
      runLine({ at: '2026-11-20T19:00:00Z' }),
    ];
    assert.equal(sumsMessage((await read(lines)).records, [], NOW).overlapping, 2);
  });

  it('list a script that was never measured, without energy', async () => {
    const { records } = await read([runLine({ energy: null })]);
    assert.deepEqual(sumsMessage(records, [], NOW).scripts, [
      { script: 'train.py', runs: 1, measured: 0, amount: null, ratio: null },
    ]);
  });

  it('know the last thirty days, each with or without energy', async () => {
    const { records } = await read([runLine({ at: new Date(NOW - 3_600_000).toISOString() })]);
    const { days } = sumsMessage(records, [], NOW);
    assert.equal(new Set(days.map(({ day }) => day)).size, 30);
    assert.equal(days.filter(({ amount }) => amount !== null).length, 1);
    assert.ok(days.at(-1)?.amount);
  });
});
