/** Files of measured runs: what is read of each format, and what is said of lines that cannot be. */
import assert from 'node:assert/strict';
import { historyLine, type HistoryLine } from '../../../../src/core/estimate/calibration/import/history-line';
import { importRuns } from '../../../../src/core/estimate/calibration/import/import';
import { csvRows } from '../../../../src/core/estimate/calibration/import/csv';

const LINE: HistoryLine = {
  schema: 1,
  at: '2026-08-24T10:11:12Z',
  script: 'src/train.py',
  commit: '3f1c2ab',
  workload: { kind: 'train', framework: 'torch', stopsEarly: false, model: 'resnet50', epochs: 90 },
  machine: '8 x A100-SXM4-40GB',
  sensors: ['nvidia-smi', 'RAPL powercap'],
  scope: 'parts',
  hours: 2,
  energy: { unit: 'kWh', low: 3.8, typical: 4, high: 4.3 },
  partial: false,
  intensity: { unit: 'gCO2e/kWh', value: 44.2, zone: 'FRA', year: 2024 },
  exit: 0,
};
const history = (...lines: (Partial<HistoryLine> | string)[]) =>
  importRuns(
    'history.jsonl',
    lines.map((line) => (typeof line === 'string' ? line : historyLine({ ...LINE, ...line }))).join('\n'),
  );

describe('history lines', () => {
  it('give back what was written', () => {
    const { runs, problems } = history({});
    assert.deepEqual(problems, []);
    assert.deepEqual(runs[0], {
      from: 'history',
      at: '2026-08-24T10:11:12Z',
      hardware: '8 x A100-SXM4-40GB',
      seconds: 7200,
      watts: { mean: 2000, scope: 'parts' },
      script: 'src/train.py',
      facts: LINE.workload,
      samplesSeen: null,
      epochsSeen: null,
      names: ['src/train.py'],
      noise: 0,
    });
  });

  it('are skipped one by one where they cannot be read, each with its number and why', () => {
    const { runs, problems } = history({}, '{"schema": 1, "at": ', '', { hours: 0 }, '[]', {}, '{"schema":2}', {
      machine: '',
    });
    assert.equal(runs.length, 2);
    assert.deepEqual(
      problems.map(({ line, message }) => `${line} ${message}`),
      [
        '2 is not a JSON object',
        '4 has no hours',
        '5 is not a JSON object',
        '7 has schema 2; this version reads 1',
        '8 names no machine',
      ],
    );
  });

  it('say nothing of the time where the command failed or nobody knows what ran', () => {
    const { runs } = history({ exit: 1 }, { workload: null });
    assert.deepEqual(
      runs.map(({ seconds, watts }) => [seconds, watts?.mean]),
      [
        [null, 2000],
        [null, 2000],
      ],
    );
  });

  it('say nothing of the draw where a part of it was unknown, never 0 W', () => {
    const { runs } = history({ partial: true }, { energy: null });
    assert.deepEqual(
      runs.map(({ watts }) => watts),
      [null, null],
    );
  });

  it('keep only facts that are plain, and known by name', () => {
    const odd = { ...LINE.workload, model: { name: 'x' }, epochs: 'many', user: 'somebody' };
    const { runs } = history({ workload: odd as unknown as HistoryLine['workload'] });
    assert.deepEqual(runs[0]?.facts, { kind: 'train', framework: 'torch', stopsEarly: false });
  });
});

/** Columns of release 2.3, and those that release 3.3 adds. */
const V2 =
  'timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,on_cloud,pue';
const V3 =
  'timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue';

function emissions(header: string, ...rows: Readonly<Record<string, string>>[]): string {
  const names = header.split(',');
  const usual = {
    timestamp: '2026-05-04T10:00:00',
    project_name: 'bert-mnli',
    duration: '3600',
    energy_consumed: '0.5',
  };
  const board = { gpu_count: '1', gpu_model: '1 x Tesla V100-SXM2-16GB', gpu_energy: '0.4', cpu_model: 'Intel Xeon' };
  const lines = rows.map((row) => {
    const all: Record<string, string> = { ...usual, ...board, ...row };
    return names.map((name) => (/[",]/.test(all[name] ?? '') ? `"${all[name]}"` : (all[name] ?? ''))).join(',');
  });
  return `${[header, ...lines].join('\n')}\n`;
}

describe("CodeCarbon's emissions.csv", () => {
  it('is read with the columns of releases 2 and 3', () => {
    for (const header of [V2, V3]) {
      const { runs, problems } = importRuns('emissions.csv', emissions(header, { country_name: 'Korea, Republic of' }));
      assert.deepEqual(problems, []);
      assert.equal(runs[0]?.hardware, '1 x Tesla V100-SXM2-16GB');
      assert.deepEqual(runs[0].watts, { mean: 500, scope: 'parts' });
      assert.deepEqual(runs[0].names, ['bert-mnli']);
      assert.equal(runs[0].seconds, 3600);
      assert.equal(runs[0].facts, null);
    }
  });

  it('loses the overhead that its energies contain', () => {
    const { runs } = importRuns('emissions.csv', emissions(V3, { pue: '1.25' }));
    assert.equal(runs[0]?.watts?.mean, 400);
  });

  it('gives no draw for a board that it could not read, and no name where none was given', () => {
    const { runs } = importRuns('emissions.csv', emissions(V3, { gpu_energy: '0', project_name: 'codecarbon' }));
    assert.equal(runs[0]?.watts, null);
    assert.deepEqual(runs[0].names, []);
  });

  it('names the processor where there is no board, and nothing where boards differ', () => {
    const none = { gpu_count: '', gpu_model: '', gpu_energy: '0', cpu_model: 'Intel(R) Core(TM) i7-6700' };
    const mixed = { gpu_model: '1 x NVIDIA A1001 x NVIDIA T4' };
    const { runs, problems } = importRuns('emissions.csv', emissions(V3, none, mixed));
    assert.deepEqual(
      runs.map(({ hardware }) => hardware),
      ['Intel(R) Core(TM) i7-6700'],
    );
    assert.equal(problems[0]?.line, 3);
  });

  it('takes no estimate of this program for a measurement', () => {
    const { runs, problems } = importRuns('emissions.csv', emissions(V3, { tracking_mode: 'estimate' }));
    assert.equal(runs.length, 0);
    assert.deepEqual(problems, [{ line: 2, message: 'is an estimate, not a measurement' }]);
  });

  it('goes on after broken rows', () => {
    const { runs, problems } = importRuns('emissions.csv', `${emissions(V3, {}, { duration: 'x' })}half,a,row\n`);
    assert.equal(runs.length, 1);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4],
    );
  });

  it('says which column is missing', () => {
    const { problems } = importRuns('emissions.csv', 'duration,energy_consumed,timestamp\n1,2,3\n');
    assert.deepEqual(problems, [{ line: 1, message: 'has no column project_name' }]);
  });
});

describe('trainer_state.json', () => {
  const state = (history: readonly object[]) => JSON.stringify({ epoch: 3, global_step: 300, log_history: history });
  const last = { epoch: 3, total_flos: 1e15, train_loss: 0.6, train_runtime: 976.5, train_samples_per_second: 4.9 };

  it('says how long the training took and how many samples passed', () => {
    const { runs } = importRuns('out/bert/trainer_state.json', state([{ loss: 1, step: 10 }, last, { eval_loss: 1 }]));
    assert.equal(runs[0]?.seconds, 976.5);
    assert.ok(Math.abs((runs[0].samplesSeen ?? 0) - 4784.85) < 0.01);
    assert.equal(runs[0].epochsSeen, 3);
    assert.equal(runs[0].hardware, null);
    assert.ok(runs[0].names.includes('out/bert') && runs[0].names.includes('./out/bert'));
  });

  it('is of the output folder, also from a checkpoint in it', () => {
    const { runs } = importRuns('C:\\runs\\bert\\checkpoint-500\\trainer_state.json', state([last]));
    assert.ok(runs[0]?.names.includes('bert'));
  });

  it('says nothing on the way', () => {
    const { runs, problems } = importRuns('bert/trainer_state.json', state([{ loss: 1, step: 10 }]));
    assert.equal(runs.length, 0);
    assert.match(problems[0]?.message ?? '', /no train_runtime/);
    assert.match(importRuns('trainer_state.json', '{"log_history": [').problems[0]?.message ?? '', /not a JSON/);
  });
});

describe('logs of carbontracker', () => {
  const log = (gpu: string, cpu: string) => `2026-03-26 10:59:26 - carbontracker version 2.3.1
2026-03-26 10:59:26 - Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58.
2026-03-26 10:59:27 - The following components were found: GPU with device(s) NVIDIA GeForce RTX 3060. CPU with device(s) cpu:0.
2026-03-26 11:01:48 - Epoch 1:
2026-03-26 11:01:48 - Duration: 0:02:20.50
2026-03-26 11:01:48 - Average power usage (W) for gpu: ${gpu}
2026-03-26 11:01:48 - Average power usage (W) for cpu: ${cpu}
2026-03-26 11:04:08 - Epoch 2:
2026-03-26 11:04:08 - Duration: 0:02:19.50
2026-03-26 11:04:08 - Average power usage (W) for gpu: 140.0
2026-03-26 11:04:08 - Average power usage (W) for cpu: 14.0
`;
  const path = 'logs/unet_1234.root_2026-03-26T105926Z_carbontracker.log';

  it('add up epochs and average the draw', () => {
    const [run] = importRuns(path, log('[136.0]', '13.0')).runs;
    assert.equal(run?.seconds, 280);
    assert.equal(run.epochsSeen, 2);
    assert.deepEqual(run.watts, { mean: 151.5, scope: 'parts' });
    assert.equal(run.hardware, 'NVIDIA GeForce RTX 3060');
    assert.deepEqual(run.names, ['unet']);
  });

  it('give the boards alone where the processor was not read, and nothing where the boards were not', () => {
    assert.deepEqual(importRuns(path, log('136.0', 'None')).runs[0]?.watts, { mean: 138, scope: 'devices' });
    assert.equal(importRuns(path, log('None', '13.0')).runs[0]?.watts, null);
  });

  it('are refused without epochs', () => {
    assert.match(importRuns(path, '2026 - carbontracker version 2').problems[0]?.message ?? '', /no epoch/);
  });
});

describe('other files', () => {
  it('are refused with what can be read', () => {
    const { runs, problems } = importRuns('notes.txt', 'watts were high');
    assert.equal(runs.length, 0);
    assert.match(problems[0]?.message ?? '', /^not a file of measured runs; read are CodeCarbon emissions\.csv, /);
  });

  it('are fine empty', () => assert.deepEqual(importRuns('history.jsonl', '\n'), { runs: [], problems: [] }));
});

describe('csvRows', () => {
  it('reads quotes, line ends in them, and both kinds of line ends', () => {
    const rows = csvRows('a,b\r\n"x, ""y""","line\nbreak"\r\n\r\n1,\n,2');
    assert.deepEqual(
      rows.map(({ line, cells }) => [line, ...cells]),
      [
        [1, 'a', 'b'],
        [2, 'x, "y"', 'line\nbreak'],
        [5, '1', ''],
        [6, '', '2'],
      ],
    );
  });

  it('ends on a quote that never closes', () => assert.equal(csvRows('a,"b\nc').length, 1));
});
