/** A run beside itself on other hardware and grids, what would narrow it, and what making its devices emitted. */
import assert from 'node:assert/strict';
import { compare } from '../../../src/core/estimate/compare';
import { buildContext, type ContextRequest } from '../../../src/core/estimate/context';
import { estimateWorkload } from '../../../src/core/estimate/estimate';
import { narrowings } from '../../../src/core/estimate/narrow';
import { whyUnknownHardware, whyUnknownRegion } from '../../../src/core/estimate/suggest';
import type { Estimate, EstimateContext } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

function contextWith(typed: Partial<ContextRequest>): EstimateContext {
  return buildContext({ hardware: null, region: null, pue: null, hours: null, machine: null, ...typed }).context;
}

function estimated(workload: Workload, typed: Partial<ContextRequest>): Estimate {
  const { estimate } = estimateWorkload(workload, contextWith(typed));
  assert.ok(estimate);
  return estimate;
}

const RESNET = workloadWith({ model: 'resnet50', dataset: 'ImageNet', epochs: 90, device: 'accelerator' });
const SVC = workloadWith({ framework: 'sklearn', model: 'SVC', dataset: 'load_digits' });

describe('a comparison', () => {
  it('gives on each part what an estimate for that part gives', () => {
    for (const region of [null, 'FRA', 'aws:eu-west-3']) {
      const rows = compare(RESNET, contextWith({ hardware: 'RTX 3090', region }))!.hardware;
      assert.deepEqual(
        rows.map(({ label }) => label),
        ['RTX 3090', 'T4', 'V100-SXM2', 'A100-SXM4', 'H100-SXM5', 'RTX 4090', 'Apple M3 Max'],
      );
      for (const { label, estimate } of rows) {
        assert.deepEqual(estimate, estimated(RESNET, { hardware: label, region }), label);
      }
    }
  });
  it('gives on each grid what an estimate for that grid gives', () => {
    const { grids } = compare(RESNET, contextWith({ hardware: 'T4', region: 'POL' }))!;
    assert.deepEqual(
      grids.map(({ label, kind }) => [label, kind]),
      [
        ['Poland', 'yours'],
        ['France', 'other'],
        ['World average', 'other'],
        ['India', 'other'],
      ],
    );
    assert.deepEqual(grids[1]!.estimate, estimated(RESNET, { hardware: 'T4', region: 'FRA' }));
    assert.deepEqual(grids[2]!.estimate, estimated(RESNET, { hardware: 'T4' }));
  });
  it('keeps the number of devices', () => {
    const [yours, t4] = compare(RESNET, contextWith({ hardware: '8x A100' }))!.hardware;
    assert.deepEqual([yours!.label, t4!.label], ['8 x A100-SXM4', '8 x T4']);
  });
  it('names a part once', () => {
    const labels = compare(RESNET, contextWith({ hardware: 'T4', region: 'FRA' }))!.hardware.map(({ label }) => label);
    assert.equal(new Set(labels).size, labels.length);
    const zones = compare(RESNET, contextWith({ region: 'FRA' }))!.grids.map(({ label }) => label);
    assert.deepEqual(zones, ['France', 'World average', 'India']);
  });
  it('sets estimators of scikit-learn beside processors, and networks beside a processor only where they may run there', () => {
    const kinds = (workload: Workload) =>
      compare(workload, contextWith({ hardware: 'RTX 3090' }))!
        .hardware.slice(1)
        .map(({ estimate }) => estimate.basis.hardware.kind);
    assert.ok(kinds(SVC).every((kind) => kind === 'cpu' || kind === 'apple'));
    assert.ok(!kinds(RESNET).includes('cpu'));
    assert.ok(kinds({ ...RESNET, device: 'conditional' }).includes('cpu'));
  });
  it('says which row is yours', () => {
    const { hardware } = compare(RESNET, contextWith({ hardware: 'T4' }))!;
    assert.deepEqual(
      hardware.map(({ kind }) => kind),
      ['yours', 'other', 'other', 'other', 'other', 'other'],
    );
  });
  it('counts devices of accelerators only: one of yours is one, four chips of a TPU are four GPUs, two processors are none', () => {
    const second = (hardware: string) =>
      compare({ ...RESNET, device: 'conditional' }, contextWith({ hardware }))!.hardware[1]!.label;
    assert.equal(second('RTX 3090'), 'T4');
    assert.equal(second('TPU v3-8'), '4 x T4');
    assert.equal(second('2x i9-13900K'), 'T4');
  });
  it('sets a network that is kept on the processor beside processors', () => {
    const rows = compare({ ...RESNET, device: 'cpu' }, contextWith({ hardware: 'i9-13900K' }))!.hardware;
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['i9-13900K', 'i7-10610U', 'c6i.4xlarge', 'Apple M3 Pro'],
    );
  });
  it('leaves other hardware out where the hours are given, and says why', () => {
    const { hardware, whyNoHardware, grids } = compare(RESNET, contextWith({ hardware: 'T4', hours: 3 }))!;
    assert.deepEqual(hardware, []);
    assert.match(whyNoHardware!, /hours/);
    assert.ok(grids.length > 1);
  });
  it('is none where there is no estimate', () => {
    assert.equal(compare(workloadWith({}), contextWith({})), null);
  });
});

describe('what would narrow an estimate', () => {
  it('names the setting that replaces the widest input', () => {
    const remedies = (typed: Partial<ContextRequest>) =>
      narrowings(estimated(RESNET, typed)).map(({ remedy }) => remedy);
    assert.equal(remedies({ hardware: 'T4', region: 'FRA' })[0], 'hours');
    assert.equal(remedies({ hardware: 'T4', region: 'FRA', hours: 2 })[0], 'hardware');
    assert.equal(remedies({ hardware: 'T4', hours: 2 })[0], 'region');
    assert.deepEqual(remedies({ hardware: 'T4 @ 90 W', region: 'FRA', hours: 2, pue: 1 }), []);
  });
  it('weighs the grid by its part of the emissions, everything else by its part of the rest', () => {
    const estimate = estimated(RESNET, { hardware: 'T4' });
    const found = narrowings(estimate);
    const width = ({ low, high }: { low: number; high: number }) => Math.log(high / low) ** 2;
    const { intensity } = estimate.basis;
    const ofGrid = width(intensity) / (width(intensity) + width(estimate.energy));
    const grid = found.find(({ input }) => input === 'grid');
    assert.ok(grid !== undefined && Math.abs(grid.share - ofGrid) < 1e-9);
    const weights = found.map(({ remedy, share }) => (remedy === 'region' ? share : share * (1 - ofGrid)));
    assert.deepEqual(
      weights,
      [...weights].sort((a, b) => b - a),
    );
    assert.equal(found.filter(({ input }) => input === 'grid').length, 1);
  });
  it('does not ask for a region that is chosen', () => {
    const chosen = narrowings(estimated(RESNET, { hardware: 'T4', region: 'FRA' }));
    assert.ok(!chosen.some(({ remedy, input }) => remedy === 'region' || input === 'grid'));
  });
  it('asks for the PUE of a data centre that is not known', () => {
    const found = narrowings(estimated(RESNET, { hardware: '8x A100 @ 3000 W', region: 'FRA', hours: 5 }));
    assert.deepEqual(
      found.map(({ input, remedy }) => [input, remedy]),
      [['PUE', 'pue']],
    );
  });
  it('asks for the hardware first where it is not known', () => {
    const tiny = workloadWith({
      model: 'bert-base-uncased',
      samples: 1000,
      epochs: 1,
      batchSize: 64,
      precision: 'fp32',
    });
    assert.equal(narrowings(estimated(tiny, { region: 'FRA' }))[0]!.remedy, 'hardware');
  });
});

describe('embodied carbon', () => {
  const embodied = (typed: Partial<ContextRequest>) => estimated(RESNET, { embodied: true, ...typed }).embodied;

  it('is absent unless asked for, and changes nothing else', () => {
    const { embodied: made, ...rest } = estimated(RESNET, { hardware: 'A100', embodied: true });
    assert.ok(made);
    assert.deepEqual(rest, estimated(RESNET, { hardware: 'A100' }));
  });
  it('spreads the published figure over the hours of service', () => {
    const { time } = estimated(RESNET, { hardware: '8x A100' });
    const made = embodied({ hardware: '8x A100' })!.emissions!;
    assert.ok(Math.abs(made.typical / ((8 * 127_600 * time.typical) / (4 * 8766 * 0.85)) - 1) < 1e-9);
    assert.ok(made.low < made.typical && made.typical < made.high);
  });
  it('knows a part however it is written', () => {
    for (const hardware of ['A100-SXM4-80GB', '4x H100', 'p4d.24xlarge', 'NVIDIA A100-SXM4-40GB', 'B200']) {
      assert.ok(embodied({ hardware })!.emissions, hardware);
    }
  });
  it('is as wide as the time, the years in service and the published figures together', () => {
    const { time } = estimated(RESNET, { hardware: '8x A100' });
    const made = embodied({ hardware: '8x A100' })!.emissions!;
    const half = (...ratios: number[]) => Math.hypot(...ratios.map(Math.log));
    const figures = 181 / 127.6;
    const down = half(figures, time.typical / time.low, 6 / 4);
    const up = half(figures, time.high / time.typical, 4 / 3);
    assert.ok(Math.abs(Math.log(made.typical / made.low) - down) < 1e-9);
    assert.ok(Math.abs(Math.log(made.high / made.typical) - up) < 1e-9);
  });
  it('shows a sum that gives its figure', () => {
    const made = embodied({ hardware: '8x A100', hours: 100 })!;
    assert.ok(made.emissions);
    assert.equal(made.calculation, '8 x 128 kg CO2e x 100 h / (4 years x 8,766 h x 0.85 in use)');
    assert.ok(Math.abs((8 * 128_000 * 100) / (4 * 8766 * 0.85) / made.emissions.typical - 1) < 0.01);
  });
  it('is not quantified where nothing is published', () => {
    for (const hardware of ['T4', 'RTX 4090', 'Apple M2', 'i9-13900K', null]) {
      const made = embodied({ hardware })!;
      assert.equal(made.emissions, null);
      assert.match(made.missing, /no figure is published/);
    }
  });
});

describe('a text that names no hardware or region', () => {
  it('gets the closest names, with the count that was typed', () => {
    const { message, suggestions } = whyUnknownHardware('4x V1000')!;
    assert.match(message, /unknown hardware '4x V1000'/);
    assert.ok(suggestions.length > 0 && suggestions.every(({ value }) => value.startsWith('4x ')));
    for (const { value } of suggestions) assert.equal(whyUnknownHardware(value), null, value);
  });
  it('gets codes of regions to choose', () => {
    const { suggestions } = whyUnknownRegion('Frankreich')!;
    for (const { value } of suggestions) assert.equal(whyUnknownRegion(value), null, value);
    assert.ok(whyUnknownRegion('Germani')!.suggestions.some(({ value }) => value === 'DEU'));
  });
  it('does not get a count back that makes no sense', () => {
    const { message, suggestions } = whyUnknownHardware('0x T4')!;
    assert.match(message, /count of 0 devices/);
    assert.ok(suggestions.some(({ value }) => value === 'T4'));
  });
  it('is none where it is understood', () => {
    assert.equal(whyUnknownHardware('RTX 4090'), null);
    assert.equal(whyUnknownRegion('aws:eu-west-3'), null);
  });
  it('may be nonsense or a count that makes no sense', () => {
    for (const text of ['', '0x T4', '-3x A100', '1e30x T4', '💥'.repeat(500)])
      assert.ok(whyUnknownHardware(text), text.slice(0, 20));
  });
});
