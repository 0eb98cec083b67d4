/** The history on disk: whole lines whoever is killed, one file for all writers, imports without doubles, cleared at once. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryLine } from '../../../src/core/estimate/calibration/import/history-line';
import { appendRun, clearHistory, historySize, importInto, readHistoryFile } from '../../../src/host/history';
import { nodeFiles } from '../../../src/host/node-files';
import { temporaryFolder, type Folder } from '../cli/folder';
import { killWriters } from './history-kills';

export function lineWith(known: Partial<HistoryLine> = {}): HistoryLine {
  return {
    schema: 1,
    id: 'run-1',
    at: '2026-03-01T12:00:00.000Z',
    script: 'train.py',
    commit: null,
    workload: null,
    machine: 'V100',
    sensors: [],
    scope: 'parts',
    hours: 1,
    energy: null,
    partial: false,
    intensity: null,
    exit: 0,
    ...known,
  };
}

describe('the history', () => {
  let folder: Folder;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'state', 'carbon-hints', 'history.jsonl');
  });
  afterEach(() => folder.remove());

  const idsIn = async (): Promise<readonly (string | undefined)[]> =>
    (await readHistoryFile(nodeFiles, path)).lines.map(({ id }) => id);

  it('is made for this user only, with its folder', async () => {
    assert.equal(await appendRun(nodeFiles, path, lineWith()), true);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder.path, 'state', 'carbon-hints')).mode & 0o777, 0o700);
    assert.deepEqual((await readHistoryFile(nodeFiles, path)).lines, [lineWith()]);
  });

  it('is empty where there is none, and says where it cannot be read', async () => {
    assert.deepEqual(await readHistoryFile(nodeFiles, path), { lines: [], problems: [] });
    const { problems } = await readHistoryFile(nodeFiles, folder.path);
    assert.deepEqual(problems, [{ line: null, message: 'cannot be read (directory)' }]);
  });

  it('loses only the torn line, wherever the line was cut', async () => {
    const torn = JSON.stringify(lineWith({ id: 'torn' }));
    for (let cut = 1; cut < torn.length; cut += 1) {
      await clearHistory(path);
      await appendRun(nodeFiles, path, lineWith({ id: 'before' }));
      appendFileSync(path, torn.slice(0, cut));
      await appendRun(nodeFiles, path, lineWith({ id: 'after' }));
      const { lines, problems } = await readHistoryFile(nodeFiles, path);
      assert.deepEqual(
        lines.map(({ id }) => id),
        ['before', 'after'],
      );
      assert.deepEqual(problems, [{ line: 2, message: 'is not a JSON object' }]);
    }
  });

  it('skips and names foreign lines', async () => {
    await appendRun(nodeFiles, path, lineWith());
    appendFileSync(path, '{"schema": 2}\n[]\n{"schema": 1, "hours": 1}\n\n');
    const { lines, problems } = await readHistoryFile(nodeFiles, path);
    assert.equal(lines.length, 1);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2, 3, 4],
    );
  });

  it('takes what is not of its form as unknown', async () => {
    const odd = {
      ...lineWith(),
      sensors: 'RAPL',
      energy: { low: 3, typical: 2, high: 1 },
      devices: [null, 7],
      gaps: {},
    };
    await nodeFiles.appendLine(path, JSON.stringify({ ...odd, exit: '0', intensity: 3, estimate: [], idleWatts: -1 }));
    const [line] = (await readHistoryFile(nodeFiles, path)).lines;
    assert.deepEqual(
      [
        line?.sensors,
        line?.energy,
        line?.devices,
        line?.gaps,
        line?.exit,
        line?.intensity,
        line?.estimate,
        line?.idleWatts,
      ],
      [[], null, [], undefined, null, null, null, null],
    );
  });

  it('holds a run once, as it was written last', async () => {
    await appendRun(nodeFiles, path, lineWith({ hours: 1 }));
    await appendRun(nodeFiles, path, lineWith({ hours: 2 }));
    assert.deepEqual(
      (await readHistoryFile(nodeFiles, path)).lines.map(({ hours }) => hours),
      [2],
    );
  });

  it('takes lines of many writers at once', async () => {
    const ids = Array.from({ length: 200 }, (_, at) => `run-${at}`);
    await Promise.all(ids.map((id) => appendRun(nodeFiles, path, lineWith({ id }))));
    assert.deepEqual([...(await idsIn())].sort(), [...ids].sort());
  });

  it('says so when it cannot be written', async () => {
    assert.equal(await appendRun(nodeFiles, folder.path, lineWith()), false);
    writeFileSync(join(folder.path, 'file'), '');
    assert.equal(await appendRun(nodeFiles, join(folder.path, 'file', 'history.jsonl'), lineWith()), false);
  });

  it('is cleared at once, and goes on', async () => {
    await appendRun(nodeFiles, path, lineWith({ id: 'old' }));
    assert.ok((await historySize(path)) > 0);
    assert.equal(await clearHistory(path), true);
    assert.equal(await historySize(path), 0);
    await appendRun(nodeFiles, path, lineWith({ id: 'new' }));
    assert.deepEqual(await idsIn(), ['new']);
    assert.equal(await clearHistory(join(folder.path, 'none')), true);
    assert.equal(existsSync(join(folder.path, 'none')), false);
  });

  it('loses nothing but torn lines when its writers are killed', async function () {
    this.timeout(240_000);
    const { acknowledged, lost, torn, reported } = await killWriters(200, 4);
    assert.deepEqual(lost, []);
    assert.ok(acknowledged >= 100, String(acknowledged));
    // Two torn pieces in a row may share a line; a writer that dies in a write may leave one of its own.
    assert.equal(torn, 66);
    assert.ok(reported > 0 && reported <= torn + 200, `${reported} reported`);
  });
});

const EMISSIONS = `timestamp,project_name,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed,cpu_model,gpu_count,gpu_model,pue
2026-02-01T10:00:00,bert,aaa,1800,0.1,0.1,0.4,0.01,0.51,AMD EPYC 7763,1,1 x NVIDIA A100-SXM4-40GB,1.0
2026-02-01T11:00:00,bert,aaa,3600,0.2,0.2,0.8,0.02,1.02,AMD EPYC 7763,1,1 x NVIDIA A100-SXM4-40GB,1.0
2026-02-02T10:00:00,codecarbon,bbb,60,0.1,0.01,,0.001,0.022,Intel(R) Core(TM) i7-6700,,,2
2026-02-03T10:00:00,x,ccc,,0.1,0.01,,0.001,0.011,Intel(R) Core(TM) i7-6700,,,1
`;

describe('an import of CodeCarbon', () => {
  let folder: Folder;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'history.jsonl');
  });
  afterEach(() => folder.remove());

  it('adds each run once, as it was in the end, and names rows that say nothing', async () => {
    const first = await importInto(nodeFiles, path, 'emissions.csv', EMISSIONS);
    assert.deepEqual(first, { added: 2, known: 0, problems: [{ line: 5, message: 'has no duration' }] });
    const again = await importInto(nodeFiles, path, 'emissions.csv', EMISSIONS);
    assert.deepEqual([again?.added, again?.known], [0, 2]);
    const { lines } = await readHistoryFile(nodeFiles, path);
    assert.deepEqual(
      lines.map(({ id, hours, machine, energy, imported }) => [id, hours, machine, energy?.typical, imported?.project]),
      [
        ['codecarbon:aaa', 1, '1 x NVIDIA A100-SXM4-40GB', 1.02, 'bert'],
        // Without the overhead of the site.
        ['codecarbon:bbb', 60 / 3600, 'Intel(R) Core(TM) i7-6700', 0.011, null],
      ],
    );
    assert.deepEqual(
      lines[0]?.devices?.map(({ scope, energy }) => [scope, energy.typical]),
      [
        ['cpu', 0.2],
        ['gpu', 0.8],
        ['memory', 0.02],
      ],
    );
  });

  it('adds a run again when it has grown since', async () => {
    const short = EMISSIONS.split('\n').slice(0, 2).join('\n');
    await importInto(nodeFiles, path, 'emissions.csv', short);
    assert.equal((await importInto(nodeFiles, path, 'emissions.csv', EMISSIONS))?.added, 2);
    assert.deepEqual(
      (await readHistoryFile(nodeFiles, path)).lines.map(({ hours }) => hours),
      [1, 60 / 3600],
    );
  });

  it('also takes the history of somebody else', async () => {
    const other = `${JSON.stringify(lineWith({ id: 'theirs' }))}\nnonsense\n`;
    const found = await importInto(nodeFiles, path, 'runs.jsonl', other);
    assert.deepEqual([found?.added, found?.problems.length], [1, 1]);
    assert.match(readFileSync(path, 'utf8'), /"id":"theirs"/);
  });

  it('says so when the history cannot be written, or the file is none', async () => {
    assert.equal(await importInto(nodeFiles, folder.path, 'emissions.csv', EMISSIONS), null);
    const none = await importInto(nodeFiles, path, 'x.csv', 'a,b\n1,2\n');
    assert.match(none?.problems[0]?.message ?? '', /has no column timestamp/);
  });
});
