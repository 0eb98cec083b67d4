/** What an estimate says about typical workloads, and when it says nothing. */
import assert from 'node:assert/strict';
import { buildContext } from '../../../src/core/estimate/context';
import { estimateWorkload, totalOf } from '../../../src/core/estimate/estimate';
import type { Estimate, EstimateContext } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import { gridSearch, workloadWith } from '../../support/workload';

function contextWith(hardware: string | null, hours: number | null = null): EstimateContext {
  return buildContext({ hardware, region: 'FRA', pue: 1, hours, machine: null }).context;
}

function estimated(workload: Workload, context: EstimateContext): Estimate {
  const { estimate, missing } = estimateWorkload(workload, context);
  if (estimate === null) assert.fail(`no estimate: ${missing}`);
  return estimate;
}

const resnet = workloadWith({ model: 'resnet50', dataset: 'ImageNet', epochs: 90, batchSize: 256 });
const bert = workloadWith({
  model: 'bert-base-cased',
  dataset: 'glue/mnli',
  epochs: 3,
  sequenceLength: 128,
  batchSize: 32,
});

describe('estimateWorkload', () => {
  it('brackets the published 2.6 hours of BERT on MNLI on a Titan RTX', () => {
    const { time } = estimated(bert, contextWith('Titan RTX'));
    assert.ok(time.low < 2.59 && 2.59 < time.high && time.high / time.low < 6);
  });

  it('multiplies energy by the intensity of the chosen grid', () => {
    const { energy, emissions } = estimated(resnet, contextWith('8x A100-SXM4-80GB'));
    assert.ok(Math.abs(emissions.typical / energy.typical - 44.18) < 1e-9);
  });

  it('prices a grid search by its fits, each on four fifths of the rows', () => {
    const context = contextWith('i7-6700');
    const once = workloadWith({ framework: 'sklearn', model: 'SVC', dataset: 'load_digits' });
    const ratio = estimated(gridSearch, context).time.typical / estimated(once, context).time.typical;
    assert.ok(Math.abs(ratio - (210 * 0.8 ** 2.2 + 1)) < 1e-6);
  });

  it('shows the time of one fit, so that the product can be checked by hand', () => {
    const { time, inputs } = estimated(gridSearch, contextWith('i7-6700'));
    const shown = inputs.find((input) => input.name === 'one fit')?.value ?? '';
    const [, fit, refit] = /^([\d.]+) s, on all rows ([\d.]+) s$/.exec(shown) ?? [];
    assert.ok(Math.abs((210 * Number(fit) + Number(refit)) / 3600 / time.typical - 1) < 0.01, shown);
  });

  it('counts fits from candidates and the default of five folds', () => {
    const context = contextWith('i7-6700');
    const written = workloadWith({
      kind: 'search',
      framework: 'sklearn',
      model: 'SVC',
      samples: 1000,
      fits: 210,
      folds: 5,
    });
    const counted = workloadWith({
      kind: 'search',
      framework: 'sklearn',
      model: 'SVC',
      samples: 1000,
      candidates: 42,
      folds: 5,
    });
    assert.equal(estimated(counted, context).time.typical, estimated(written, context).time.typical);
  });

  it('prices boosting by rounds', () => {
    const rounds = (maxSteps: number): number =>
      estimated(
        workloadWith({ framework: 'xgboost', model: 'XGBClassifier', samples: 1e6, features: 30, maxSteps }),
        contextWith('i9-13900K'),
      ).time.typical;
    assert.ok(Math.abs(rounds(1000) / rounds(100) - 10) < 1e-6);
  });

  it('takes hours from the user and is then sure of the time', () => {
    const { time, energy, inputs } = estimated(workloadWith({}), contextWith('RTX 4090', 10));
    assert.deepEqual(
      [time.low, time.high].map((value) => Math.round(value * 1e6)),
      [10e6, 10e6],
    );
    assert.ok(energy.typical > 1 && energy.typical < 10 * 0.45 * 2);
    assert.equal(inputs.find((input) => input.name === 'hours')?.origin, 'setting');
  });

  it('says nothing when neither model nor data are known', () => {
    const { estimate, missing } = estimateWorkload(workloadWith({ epochs: 10 }), contextWith('RTX 4090'));
    assert.deepEqual([estimate, missing], [null, 'model and data set size unknown']);
  });

  for (const epochs of [-1, 0, 1e30, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuses ${epochs} epochs with a message`, () => {
      const { missing } = estimateWorkload(
        workloadWith({ model: 'resnet50', dataset: 'CIFAR10', epochs }),
        contextWith(null),
      );
      assert.equal(missing, `epochs ${epochs} makes no sense`);
    });
  }

  it('names the unknown data set size as what widens the range most', () => {
    const { inputs } = estimated(
      workloadWith({ model: 'bert-base-cased', epochs: 3, sequenceLength: 128 }),
      contextWith('T4'),
    );
    const widest = inputs[0];
    assert.deepEqual([widest?.name, widest?.origin], ['samples', 'prior']);
  });

  it('ranks inputs by what they widen, in shares that do not pass the whole', () => {
    const widths = estimated(resnet, contextWith('RTX 3090')).inputs.map((input) => input.widens);
    assert.deepEqual(
      widths,
      [...widths].sort((a, b) => b - a),
    );
    const sum = widths.reduce((total, one) => total + one, 0);
    assert.ok(sum > 0.99 && sum <= 1);
  });

  it('keeps the grid out of what widens the energy, and says nothing widens it where all is known', () => {
    const sure = estimated(workloadWith({}), contextWith('RTX 4090 @ 400 W', 10)).inputs;
    assert.deepEqual(
      sure.map(({ widens }) => widens),
      sure.map(() => 0),
    );
    const { context } = buildContext({ hardware: 'T4', region: null, pue: 1, hours: null, machine: null });
    assert.equal(estimated(resnet, context).inputs.find(({ name }) => name === 'grid')?.widens, 0);
  });

  it('does not run CUDA code on a machine without a GPU', () => {
    const machine = { cpuModel: 'Intel Xeon', logicalCores: 4 };
    const { context } = buildContext({ hardware: null, region: null, pue: null, hours: null, machine });
    const { inputs } = estimated({ ...resnet, device: 'accelerator' }, context);
    assert.match(inputs.find((input) => input.name === 'hardware')?.value ?? '', /unknown GPU/);
  });

  it('runs scikit-learn on the processor even when GPUs are there', () => {
    const { inputs } = estimated(gridSearch, contextWith('8x A100'));
    assert.match(inputs.find((input) => input.name === 'hardware')?.value ?? '', /processor/);
  });

  it('widens towards fewer epochs when the run may stop early, never past the plan', () => {
    const context = contextWith('RTX 3090');
    const full = estimated(resnet, context).time;
    const stopped = estimated({ ...resnet, stopsEarly: true }, context).time;
    assert.ok(stopped.typical < full.typical && stopped.low < full.low && stopped.high <= full.high);
  });

  it('gives the same digits every time', () => {
    const context = contextWith('RTX 3090');
    assert.deepEqual(estimated(resnet, context), estimated(resnet, context));
  });
});

describe('totalOf', () => {
  it('adds what has an estimate and is null when nothing has', () => {
    const context = contextWith('RTX 3090');
    const one = estimateWorkload(resnet, context);
    const none = estimateWorkload(workloadWith({}), context);
    const total = totalOf([one, none, one]);
    for (const unit of ['time', 'energy', 'emissions'] as const) {
      for (const end of ['low', 'typical', 'high'] as const)
        assert.equal(total?.[unit][end], 2 * (one.estimate?.[unit][end] ?? 0), `${unit} ${end}`);
    }
    assert.equal(totalOf([none]), null);
  });
});
