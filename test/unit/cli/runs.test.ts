/** `carbon-hints run` and `carbon-hints history`: from a command to its line, and what can be done with the lines. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryLine } from '../../../src/core/estimate/calibration/import/history-line';
import { execute } from '../../../src/cli/runs/execute';
import { carbonHints, type Outcome } from './cli';
import { temporaryFolder, type Folder } from './folder';

const SCRIPT = `from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)
search.fit(X, y)
`;
const TWICE = `${SCRIPT}GridSearchCV(SVC(), {"C": [1, 10, 100]}, cv=5).fit(X, y)\n`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Stands for an interpreter: its name is that of one, and it lets time pass. */
const INTERPRETER = `#!${process.execPath}\nsetTimeout(() => process.exit(Number(process.env.EXIT ?? 0)), Number(process.env.WAIT ?? 0));\n`;

describe('carbon-hints run', () => {
  let folder: Folder;
  let history: string;
  beforeEach(() => {
    folder = temporaryFolder({ 'train.py': SCRIPT, 'twice.py': TWICE, '.git/HEAD': `${COMMIT}\n` });
    folder.write('bin/python', INTERPRETER);
    spawnSync('chmod', ['+x', join(folder.path, 'bin/python')]);
    history = join(folder.path, 'state', 'history.jsonl');
  });
  afterEach(() => folder.remove());

  const call = (...args: readonly string[]): Promise<Outcome> =>
    carbonHints(args, { cwd: folder.path, env: { CARBON_HINTS_HISTORY: history } });
  const python = (...args: readonly string[]): readonly string[] => [
    'run',
    '--',
    join(folder.path, 'bin/python'),
    ...args,
  ];
  const lines = (): readonly HistoryLine[] =>
    existsSync(history)
      ? readFileSync(history, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as HistoryLine)
      : [];

  it('adds a line with script, commit, facts and the estimate from before', async () => {
    const { code, err } = await call(...python('train.py', '--fast'));
    assert.equal(code, 0);
    assert.match(err, /too short to measure its energy\./);
    assert.match(err, /Estimated before: .* the typical estimate/);
    const [line] = lines();
    assert.ok(line);
    assert.equal(line.script, 'train.py');
    assert.equal(line.commit, COMMIT);
    assert.equal(line.startedBy, 'command line');
    assert.equal(line.exit, 0);
    assert.equal(line.energy, null);
    assert.equal(line.intensity, null);
    assert.deepEqual(
      [line.workload?.kind, line.workload?.framework, line.workload?.model, line.workload?.fits],
      ['search', 'sklearn', 'SVC', 10],
    );
    assert.equal(line.estimate?.confidence, 'prior');
    assert.ok(line.estimate.hours.typical > 0);
    assert.doesNotMatch(JSON.stringify(line), /fast|carbon-hints-/);
  });

  it('makes the next estimate of that script calibrated', async () => {
    const confidence = async (): Promise<string | undefined> => {
      const { out } = await call('estimate', 'train.py', '--format', 'json');
      return (JSON.parse(out) as { workloads: { confidence: string }[] }).workloads[0]?.confidence;
    };
    assert.equal(await confidence(), 'prior');
    await call(...python('train.py'));
    assert.equal(await confidence(), 'calibrated');
  });

  it('gives the time to no run where the script holds several, or none', async () => {
    await call(...python('twice.py'));
    folder.write('plain.py', 'print(1)\n');
    await call(...python('plain.py'));
    const { err } = await call('run', '--', process.execPath, '-e', '');
    assert.deepEqual(
      lines().map(({ script, workload, estimate }) => [script, workload, estimate]),
      [
        ['twice.py', null, null],
        ['plain.py', null, null],
        [null, null, null],
      ],
    );
    assert.doesNotMatch(err, /learn/);
  });

  it('says of a command that failed that nothing is learned of its time', async () => {
    const { code, err } = await carbonHints(python('train.py'), {
      cwd: folder.path,
      env: { CARBON_HINTS_HISTORY: history },
    });
    assert.equal(code, 0);
    assert.doesNotMatch(err, /failed/);
    process.env['EXIT'] = '3';
    try {
      const failed = await call(...python('train.py'));
      assert.equal(failed.code, 3);
      assert.match(failed.err, /It failed, so estimates learn nothing about its time/);
    } finally {
      delete process.env['EXIT'];
    }
    assert.deepEqual(
      lines().map(({ exit }) => exit),
      [0, 3],
    );
  });

  it('keeps the grid that is typed, with its year', async () => {
    const [, ...command] = python('train.py');
    await call('run', '--region', 'FRA', ...command);
    assert.equal(lines()[0]?.intensity?.zone, 'France');
    assert.ok((lines()[0]?.intensity?.year ?? 0) >= 2020);
  });

  it('refuses a region that it does not know before anything is run', async () => {
    const [, ...command] = python('train.py');
    const { code, err } = await call('run', '--region', 'Atlantis', ...command);
    assert.equal(code, 2);
    assert.match(err, /unknown region 'Atlantis'/);
    assert.deepEqual(lines(), []);
  });

  it('adds nothing where it is told not to', async () => {
    const [, ...command] = python('train.py');
    const { code, err } = await call('run', '--no-history', ...command);
    assert.equal(code, 0);
    assert.match(err, /the run took/);
    assert.equal(existsSync(history), false);
  });

  it('ends as the command does, and says so, when the history cannot be written', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const env = { CARBON_HINTS_HISTORY: join(folder.path, 'file', 'history.jsonl') };
    const { code, err } = await carbonHints(python('train.py'), { cwd: folder.path, env });
    assert.equal(code, 0);
    assert.match(err, /the run is not in the history: cannot write .*file\/history\.jsonl/);
  });

  it('measures a run of some seconds', async function () {
    this.timeout(60_000);
    process.env['WAIT'] = '6500';
    try {
      const { err } = await call(...python('train.py'));
      assert.match(err, /the machine used .*Wh in [67][.\d]* s/);
    } finally {
      delete process.env['WAIT'];
    }
    const [line] = lines();
    assert.ok((line?.energy?.typical ?? 0) > 0);
    assert.ok((line?.sensors.length ?? 0) > 0);
    assert.ok((line?.devices?.length ?? 0) > 0);
    if (process.platform === 'linux') assert.match(line?.attributed?.how ?? '', /busy CPU time/);
  });
});

describe('signals of a command', () => {
  const PRINTS = `for (const signal of ['SIGTERM', 'SIGUSR1', 'SIGINT', 'SIGHUP'])
  process.on(signal, () => process.exit(50 + ['SIGTERM', 'SIGUSR1', 'SIGINT', 'SIGHUP'].indexOf(signal)));
setInterval(() => undefined, 1000); console.log('ready');`;

  for (const [at, signal] of (['SIGTERM', 'SIGUSR1', 'SIGINT', 'SIGHUP'] as const).entries()) {
    it(`pass on ${signal}, and the exit code is its own`, async () => {
      const script = `const { execute } = require(${JSON.stringify(require.resolve('../../../src/cli/runs/execute'))});
        execute([process.execPath, '-e', ${JSON.stringify(PRINTS)}], process.cwd()).then(async ({ exit }) => process.exit(await exit));`;
      const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill(signal);
      const code = await new Promise((resolve) => child.once('exit', resolve));
      assert.equal(code, 50 + at);
    });
  }

  it('make an exit code as a shell makes it where they end the command', async () => {
    const { exit } = await execute([process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'], __dirname);
    assert.equal(await exit, 137);
  });

  it('leave no listeners behind', async () => {
    const before = process.listenerCount('SIGTERM');
    await (
      await execute([process.execPath, '-e', ''], __dirname)
    ).exit;
    await assert.rejects(
      execute(['no-such-program-anywhere'], __dirname),
      /cannot start no-such-program-anywhere \(ENOENT\)/,
    );
    assert.equal(process.listenerCount('SIGTERM'), before);
  });
});

describe('carbon-hints history', () => {
  const RUN = {
    ...{ schema: 1, id: 'a', at: '2026-03-01T12:00:00.000Z', script: 'train.py', commit: null, workload: null },
    ...{
      machine: '2 x A100-SXM4-40GB',
      sensors: ['NVIDIA'],
      scope: 'devices',
      hours: 2,
      coveredHours: 1.5,
      partial: false,
    },
    energy: { unit: 'kWh', low: 1, typical: 1, high: 1 },
    gaps: [{ from: '2026-03-01T11:00:00.000Z', seconds: 1800, reason: 'clock jump' }],
    devices: [
      {
        ...{ label: 'GPU-1', scope: 'gpu', sensor: 'NVIDIA', quality: 'measured', counted: true },
        energy: { unit: 'kWh', low: 1, typical: 1, high: 1 },
      },
    ],
    intensity: { unit: 'gCO2e/kWh', value: 50, zone: 'France', year: 2024 },
    exit: 0,
  };
  let folder: Folder;
  beforeEach(() => {
    folder = temporaryFolder();
    const short = {
      ...RUN,
      id: 'b',
      script: 'other/short.py',
      hours: 0.001,
      energy: null,
      intensity: null,
      exit: null,
    };
    folder.write('h.jsonl', `${JSON.stringify(RUN)}\n{"torn\n${JSON.stringify(short)}\n`);
  });
  afterEach(() => folder.remove());
  const history = (...args: readonly string[]): Promise<Outcome> =>
    carbonHints(['history', ...args], {
      cwd: folder.path,
      env: { CARBON_HINTS_HISTORY: join(folder.path, 'h.jsonl') },
    });

  it('lists the runs and names torn lines', async () => {
    const { code, out, err } = await history();
    assert.equal(code, 0);
    assert.match(out, /2026-03-01 12:00 +train\.py +2 h +1 kWh +50 g CO2e +2 x A100-SXM4-40GB +0\n/);
    assert.match(out, /other\/short\.py +3\.6 s +too short to measure +.*not seen/);
    assert.match(err, /h\.jsonl:2: is not a JSON object/);
  });

  it('lists the runs of one script, and the latest', async () => {
    assert.doesNotMatch((await history('--script', 'short.py')).out, /train\.py/);
    assert.doesNotMatch((await history('list', '--last', '1')).out, /train\.py/);
  });

  it('exports JSON, Markdown, a model card and rows of CodeCarbon', async () => {
    const json = JSON.parse((await history('export')).out) as { runs: { id: string }[] };
    assert.deepEqual(
      json.runs.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.match(
      (await history('export', '--format', 'markdown')).out,
      /\| train\\\.py \| 2 h \| 1 kWh|\| train\.py \| 2 h \| 1 kWh/,
    );
    const card = (await history('export', '--format', 'model-card')).out;
    assert.match(
      card,
      /^co2_eq_emissions:\n {2}emissions: 50\n {2}source: "Carbon Hints .*: measured during 1 run, 1 kWh; grid averages of 2024; 1 run without known energy or grid left out"\n/,
    );
    const csv = (await history('export', '--format', 'csv', '--output', 'out.csv')).out;
    assert.equal(csv, '');
    const [head, row, short] = readFileSync(join(folder.path, 'out.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(','));
    const cell = (name: string, of = row): string | undefined => of?.[head?.indexOf(name) ?? -1];
    assert.deepEqual(
      ['duration', 'energy_consumed', 'emissions', 'gpu_energy', 'gpu_model', 'tracking_mode', 'run_id'].map((name) =>
        cell(name),
      ),
      ['7200', '1', '0.05', '1', '2 x A100-SXM4-40GB', 'machine', 'a'],
    );
    assert.equal(cell('energy_consumed', short), '');
  });

  it('knows its own exports when they come back', async () => {
    await history('export', '--format', 'csv', '--output', 'out.csv');
    const { out } = await history('import', 'out.csv');
    assert.match(out, /out\.csv: 0 runs added, 2 known already/);
  });

  it('imports nothing where a file is missing', async () => {
    const { code, err } = await history('import', 'none.csv');
    assert.equal(code, 2);
    assert.match(err, /cannot read none\.csv/);
  });

  it('is cleared only on purpose', async () => {
    const refused = await history('clear');
    assert.equal(refused.code, 2);
    assert.match(refused.err, /removes 2 measured runs for good; say --yes/);
    assert.match((await history('clear', '--yes')).out, /2 runs removed/);
    assert.match((await history('clear')).out, /is empty/);
    assert.match((await history()).out, /No run has been measured yet/);
  });
});
