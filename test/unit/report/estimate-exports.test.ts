/** Every form in which an estimate is exported reads back, says that it is an estimate, and carries its range. */
import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import { compare } from '../../../src/core/estimate/compare';
import { buildContext } from '../../../src/core/estimate/context';
import { estimateWorkload, totalOf } from '../../../src/core/estimate/estimate';
import type { Workload } from '../../../src/core/model/workload';
import { explanationOf } from '../../../src/report/estimate/explanation';
import { exported } from '../../../src/report/estimate/exports';
import type { ExportFormat } from '../../../src/report/estimate/formats';
import { markdownOf, terminalOf } from '../../../src/report/estimate/page';
import type { EstimateReport } from '../../../src/report/estimate/report';
import { sumsOf } from '../../../src/report/estimate/wording';
import { valueOf } from '../../support/sums';
import { gridSearch, workloadWith } from '../../support/workload';

const STAMP = { version: '1.2.3', at: '2026-03-01T12:00:00' };
const RANGE = { start: { line: 12, column: 1 }, end: { line: 12, column: 9 } };

const RESNET = workloadWith({
  model: 'resnet50',
  dataset: 'ImageNet',
  epochs: 90,
  batchSize: 256,
  device: 'accelerator',
});
const ADAPTER = workloadWith({
  framework: 'huggingface',
  model: 'bert-base-uncased',
  samples: 25_000,
  trains: 'adapter',
});

interface Where {
  readonly hardware?: string;
  readonly region?: string;
  readonly pue?: number;
  readonly hours?: number;
  readonly embodied?: boolean;
}

function contextOf({ hardware, region, pue, hours, embodied }: Where) {
  const typed = { hardware: hardware ?? null, region: region ?? null, pue: pue ?? null, hours: hours ?? null };
  return buildContext({ ...typed, embodied: embodied ?? false, machine: null }).context;
}

function reportOf(where: Where, ...workloads: Workload[]): EstimateReport {
  const context = contextOf(where);
  const runs = workloads.map((workload) => {
    const { estimate, missing } = estimateWorkload(workload, context);
    return { workload, estimate, missing, cell: null, range: RANGE, comparison: compare(workload, context) };
  });
  return {
    path: 'train.py',
    workloads: runs,
    models: [],
    total: totalOf(runs.map((run) => ({ ...run, workload: 0, span: run.workload.span }))),
  };
}

const write = (format: ExportFormat, report: EstimateReport) => exported(format, report, STAMP);
const A100 = { hardware: '8x A100', region: 'aws:eu-west-3' };

describe('the Hugging Face model card block', () => {
  interface Card {
    readonly co2_eq_emissions: Readonly<Record<string, string | number>>;
  }
  const card = (report: EstimateReport) => (parse(write('model-card', report)) as Card).co2_eq_emissions;

  it('holds the emissions in grams, and says that they are estimated and how far they may be off', () => {
    const report = reportOf(A100, RESNET);
    const { emissions, source, geographical_location, hardware_used } = card(report);
    assert.ok(Math.abs(Number(emissions) / report.workloads[0]!.estimate!.emissions.typical - 1) < 0.005);
    assert.match(String(source), /Carbon Hints 1\.2\.3: estimated .* not measured; 80 % range .*kWh and .*CO2e/);
    assert.equal(geographical_location, 'France');
    assert.equal(hardware_used, '8 x A100-SXM4');
  });
  it('says whether it was fine-tuned only where the code leaves no doubt', () => {
    assert.equal(card(reportOf(A100, ADAPTER))['training_type'], 'fine-tuning');
    assert.equal('training_type' in card(reportOf(A100, RESNET)), false);
  });
  it('adds several runs up, and leaves inference out', () => {
    const inference = workloadWith({ kind: 'inference', model: 'resnet50', dataset: 'ImageNet' });
    const both = reportOf(A100, RESNET, ADAPTER, inference);
    const [first, second] = both.workloads;
    const sum = first!.estimate!.emissions.typical + second!.estimate!.emissions.typical;
    assert.ok(Math.abs(Number(card(both)['emissions']) / sum - 1) < 0.005);
  });
  it('survives names that would break YAML', () => {
    const odd = workloadWith({ model: 'a: "b"\n- c', samples: 10, epochs: 1 });
    assert.match(String(card(reportOf({ region: 'FRA' }, odd))['source']), /estimated/);
  });
  it('names the world average where no region is known', () => {
    assert.match(String(card(reportOf({}, RESNET))['geographical_location']), /unknown/);
  });
});

/** RFC 4180. */
function rowsOf(csv: string): string[][] {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = '', end] of cells) {
    rows.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** The header that CodeCarbon 3.3.2 writes; a file with another one it sets aside. */
const CODECARBON =
  'timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue';

describe('the CodeCarbon rows', () => {
  const table = (report: EstimateReport) => {
    const [head = [], ...rows] = rowsOf(write('codecarbon-csv', report));
    assert.equal(head.join(','), CODECARBON);
    return rows.map((row) => {
      assert.equal(row.length, head.length);
      return Object.fromEntries(head.map((name, index) => [name, row[index] ?? '']));
    });
  };

  it('hold the typical values in seconds, kilograms and kilowatt-hours', () => {
    const report = reportOf(A100, RESNET);
    const { time, energy, emissions } = report.workloads[0]!.estimate!;
    const [row] = table(report);
    const near = (name: string, value: number) => assert.ok(Math.abs(Number(row![name]) / value - 1) < 1e-5, name);
    near('duration', time.typical * 3600);
    near('emissions', emissions.typical / 1000);
    near('energy_consumed', energy.typical);
    near('emissions_rate', emissions.typical / 1000 / (time.typical * 3600));
    near('energy_consumed', Number(row!['cpu_energy']) + Number(row!['gpu_energy']));
    near('energy_consumed', ((Number(row!['cpu_power']) + Number(row!['gpu_power'])) * time.typical) / 1000);
  });
  it('are marked as estimates, with the range where CodeCarbon keeps free text', () => {
    const [row] = table(reportOf(A100, RESNET));
    assert.equal(row!['tracking_mode'], 'estimate');
    assert.equal(row!['codecarbon_version'], 'carbon-hints 1.2.3');
    assert.match(row!['experiment_id']!, /^estimate, not measured; 80 % range .*kWh and .*CO2e$/);
  });
  it('name country, cloud and devices, and leave empty what is not known', () => {
    const [row] = table(reportOf(A100, RESNET));
    const { country_name, country_iso_code, cloud_provider, cloud_region, on_cloud, gpu_count, gpu_model } = row!;
    assert.deepEqual(
      [country_name, country_iso_code, cloud_provider, cloud_region, on_cloud, gpu_count, gpu_model],
      ['France', 'FRA', 'aws', 'eu-west-3', 'Y', '8', '8 x A100-SXM4'],
    );
    assert.deepEqual([row!['ram_power'], row!['water_consumed'], row!['os']], ['', '', '']);
  });
  it('find the country of a part of one', () => {
    const [row] = table(reportOf({ hardware: 'T4', region: 'US-CA' }, RESNET));
    assert.equal(row!['country_iso_code'], 'USA');
    assert.notEqual(row!['region'], '');
  });
  it('have one row a run that could be estimated', () => {
    assert.equal(table(reportOf({ hardware: 'i7-6700' }, gridSearch, workloadWith({}), RESNET)).length, 2);
  });
});

describe('the Software Carbon Intensity line', () => {
  it('multiplies out, and says that embodied carbon is left out', () => {
    const line = write('sci', reportOf(A100, RESNET));
    const [, energy, intensity, total] =
      /= ([\d.,]+) kWh x ([\d.]+) gCO2e\/kWh = ([\d.,]+) gCO2e per training run/.exec(line)!;
    const number = (text: string | undefined) => Number(text?.replaceAll(',', ''));
    assert.ok(Math.abs((number(energy) * number(intensity)) / number(total) - 1) < 0.02);
    assert.match(line, /M not included/);
    assert.match(line, /80 % range .*–/);
    assert.match(line, /estimated .* not measured/);
  });
  it('adds the embodied part where it is asked for and known', () => {
    const line = write('sci', reportOf({ ...A100, embodied: true }, RESNET));
    const [, energy, intensity, made, total] =
      /= ([\d.,]+) kWh x ([\d.]+) gCO2e\/kWh \+ ([\d.,]+) gCO2e = ([\d.,]+) gCO2e/
        .exec(line)!
        .map((text) => text.replaceAll(',', ''));
    assert.ok(Math.abs((Number(energy) * Number(intensity) + Number(made)) / Number(total) - 1) < 0.02);
  });
  it('says where the embodied part is not quantified', () => {
    assert.match(
      write('sci', reportOf({ hardware: 'T4', embodied: true }, RESNET)),
      /M not quantified: no figure is published/,
    );
  });
});

describe('the statement for a paper', () => {
  it('says what ran on what, with ranges, grid, year and source, and that it is an estimate', () => {
    const text = write('markdown', reportOf(A100, RESNET));
    assert.match(text, /^### Energy and carbon \(estimated\)/);
    assert.match(
      text,
      /Training resnet50 \(torch\) on ImageNet, 90 epochs, on 8 x A100-SXM4 is estimated to take .* h \(.*–.* h\), .*kWh/,
    );
    assert.match(text, /PUE of 1\.15 .* France \(44\.2 g CO2e\/kWh, 20\d\d\)/);
    assert.match(text, /not measured \(Carbon Hints 1\.2\.3\)/);
    assert.match(text, /Making the hardware is not included/);
  });
  it('keeps embodied carbon apart', () => {
    const [plain, made] = [A100, { ...A100, embodied: true }].map((where) => reportOf(where, RESNET));
    assert.equal(plain!.total!.emissions.typical, made!.total!.emissions.typical);
    assert.match(write('markdown', made!), /Embodied carbon of the devices, counted apart: .*Falk et al\. 2025/);
  });
});

describe('the JSON export', () => {
  it('has embodied carbon and the comparison only where they were asked for', () => {
    const { comparison: _, ...bare } = reportOf(A100, RESNET).workloads[0]!;
    const without = JSON.parse(write('json', { ...reportOf(A100, RESNET), workloads: [bare] })) as {
      workloads: object[];
    };
    assert.ok(!('embodied' in without.workloads[0]!) && !('comparison' in without.workloads[0]!));
    const full = JSON.parse(write('json', reportOf({ ...A100, embodied: true }, RESNET))) as {
      workloads: {
        embodied: { emissions: { unit: string } };
        comparison: { hardware: { yours: boolean }[]; grids: { intensity: { year: number } }[] };
      }[];
    };
    const [{ embodied, comparison } = assert.fail()] = full.workloads;
    assert.equal(embodied.emissions.unit, 'gCO2e');
    assert.deepEqual(comparison.hardware.map(({ yours }) => yours).slice(0, 2), [true, false]);
    assert.ok(comparison.grids.every(({ intensity }) => intensity.year > 2000));
  });
});

describe('the sums of an estimate', () => {
  const workloads = [
    gridSearch,
    RESNET,
    ADAPTER,
    workloadWith({
      framework: 'xgboost',
      model: 'XGBClassifier',
      samples: 1e6,
      features: 30,
      maxSteps: 500,
      kind: 'search',
      candidates: 10,
      folds: 3,
      fits: 30,
      refits: 1,
    }),
    workloadWith({ model: 'gpt2', maxSteps: 10_000, batchSize: 32, accumulation: 4 }),
    workloadWith({
      model: 'resnet18',
      dataset: 'CIFAR10',
      epochs: 30,
      stopsEarly: true,
      kind: 'search',
      candidates: 20,
    }),
    workloadWith({ framework: 'sklearn', model: 'LogisticRegression', samples: 500, features: 4 }),
  ];
  for (const workload of workloads) {
    for (const where of [
      { hardware: '4x V100', region: 'POL' },
      { hardware: 'i9-13900K' },
      { hardware: 'T4', hours: 3, pue: 1.3 },
    ]) {
      it(`check by hand: ${workload.model!.value} on ${where.hardware}`, () => {
        const { estimate } = estimateWorkload(workload, contextOf(where));
        const { time, energy, emissions } = estimate!;
        const sums = sumsOf(estimate!);
        const [work, shown] = sums.time.split(' = ') as [string, string];
        const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 0.02, `${sums.line}: ${a} and ${b}`);
        close(valueOf(work), time.typical * 3600);
        close(valueOf(shown), time.typical * 3600);
        const [power, kilowattHours] = sums.energy.split(' = ') as [string, string];
        close(valueOf(power) / 3.6e6, energy.typical);
        close(
          Number(kilowattHours.split(' ')[0]!.replaceAll(',', '')) / (kilowattHours.endsWith('kWh') ? 1 : 1000),
          energy.typical,
        );
        const grams = sums.emissions.split(' = ')[1]!;
        close(Number(grams.split(' ')[0]!.replaceAll(',', '')) * (grams.includes('kg') ? 1000 : 1), emissions.typical);
      });
    }
  }
});

describe('the page that explains an estimate', () => {
  const page = (where: Where, ...workloads: Workload[]) =>
    terminalOf(explanationOf(reportOf(where, ...workloads), 'command line'));

  it('has every input with its origin, and the product of all factors', () => {
    const text = page(A100, RESNET);
    for (const { name, value } of reportOf(A100, RESNET).workloads[0]!.estimate!.inputs) {
      assert.ok(text.includes(name) && text.includes(value), name);
    }
    assert.match(text, /Factor of the time/);
  });
  it('says what would narrow it most and how, widest first', () => {
    const text = page({ hardware: 'T4' }, RESNET);
    assert.match(text, /--hours 2\.5\. Replaces: /);
    assert.match(text, /--region FRA\. Replaces: grid \d+ % of the width of the emissions/);
    assert.doesNotMatch(page({ hardware: 'T4', region: 'FRA' }, RESNET), /--region/);
  });
  it('says what is not included, and never counts embodied carbon in silence', () => {
    assert.match(page(A100, RESNET), /making the hardware is not included \(--embodied/);
    assert.match(page({ ...A100, embodied: true }, RESNET), /not part of the emissions above/);
    assert.match(page({ hardware: 'V100', embodied: true }, RESNET), /Not quantified: no figure is published/);
  });
  it('names settings and commands in the editor instead of options', () => {
    const text = markdownOf(explanationOf(reportOf({ hardware: 'T4' }, RESNET), 'editor'));
    assert.match(text, /Set the Training Time/);
    assert.doesNotMatch(text, /--hours/);
  });
  it('says why a run is not estimated, and when there is none', () => {
    assert.match(page({}, workloadWith({})), /Not estimated: model, data set size and epochs unknown/);
    assert.match(page({}), /No training run/);
  });
  it('is harmless to terminals and Markdown', () => {
    const evil = workloadWith({ model: '\u001b[2J](command:x) <img> | `', samples: 100, epochs: 1 });
    assert.ok(!page({}, evil).includes('\u001b'));
    const markdown = markdownOf(explanationOf(reportOf({}, evil), 'editor'));
    assert.ok(!/[^\\](<img>|\]\()/.test(markdown));
  });
});
