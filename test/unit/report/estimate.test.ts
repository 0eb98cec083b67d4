/** An estimate as text and as a document. */
import { strict as assert } from 'node:assert';
import {
  gramsCO2e,
  gramsPerKilowattHour,
  hours,
  kilowattHours,
  pue,
  seconds,
  watts,
} from '../../../src/core/units/quantity';
import type { Fact } from '../../../src/core/model/workload';
import { estimateDocument } from '../../../src/report/estimate/document';
import type { EstimateReport, ReportWorkload } from '../../../src/report/estimate/report';
import { estimateText } from '../../../src/report/estimate/text';
import { workloadWith } from '../../support/workload';

const RANGE = { start: { line: 3, column: 1 }, end: { line: 3, column: 4 } };

const missing: ReportWorkload = {
  workload: workloadWith({}),
  cell: 1,
  range: RANGE,
  estimate: null,
  missing: 'model unknown',
};

const known: ReportWorkload = {
  ...missing,
  cell: null,
  missing: null,
  estimate: {
    time: { low: hours(2), typical: hours(3), high: hours(5) },
    energy: { low: kilowattHours(1), typical: kilowattHours(1 / 3 + 1), high: kilowattHours(2) },
    emissions: { low: gramsCO2e(100), typical: gramsCO2e(200), high: gramsCO2e(400) },
    confidence: 'prior',
    basis: {
      steps: [{ name: 'hours', value: '3', times: 10_800 }],
      repeats: null,
      oneFit: seconds(10_800),
      hardware: {
        name: 'V100-SXM2',
        kind: 'gpu',
        count: 1,
        watts: 300,
        tflops: { fp32: 15.7, tf32: null, half: 125 },
        generation: 'volta',
        origin: 'setting',
        source: 'data sheet',
      },
      watts: watts(444.444),
      deviceWatts: watts(300),
      pue: pue(1),
      intensity: {
        value: gramsPerKilowattHour(150),
        low: gramsPerKilowattHour(140),
        high: gramsPerKilowattHour(160),
        zone: 'somewhere',
        year: 2024,
        source: 'test',
      },
    },
    inputs: [
      { name: 'epochs', value: '90', origin: 'code', source: null, widens: 0 },
      { name: 'speed', value: 'unknown\u001b[2J', origin: 'prior', source: 'judgement', widens: 0.6 },
    ],
  },
};

const reportOf = (...workloads: ReportWorkload[]): EstimateReport => ({
  path: 'a.py',
  workloads,
  models: [],
  total: null,
});

describe('an estimate', () => {
  it('has null for what the code does not say', () => {
    const [workload] = estimateDocument(reportOf(missing)).workloads;
    const { kind, range, cell, framework, inputs, ...rest } = workload!;
    assert.deepEqual([kind, range, cell, framework, inputs], ['train', RANGE, 1, 'torch', []]);
    assert.ok(Object.values(rest).every((value) => value === null));
  });
  it('has units, and no more digits than it knows', () => {
    const [workload] = estimateDocument(reportOf(known)).workloads;
    assert.deepEqual(workload!.energy, { unit: 'kWh', low: 1, typical: 1.33333, high: 2 });
  });
  it('says in text why there is none, and counts cells from 1', () => {
    assert.equal(
      estimateText(reportOf(missing)),
      'a.py:cell 2:3:1: train with torch\n    no estimate: model unknown\n',
    );
  });
  it('says in text what it rests on, harmless to terminals', () => {
    const text = estimateText(reportOf(known));
    assert.match(text, /2–5 h, 1–2 kWh, 100–400 g CO2e \(80% range; rests on class priors, nothing measured yet\)/);
    assert.match(text, /epochs: 90 \(code\)/);
    assert.match(text, /speed: unknown\\u\{1b\}\[2J \(prior: judgement, 60% of the uncertainty\)/);
  });
  it('has what a notebook printed of its last run beside it', () => {
    const observed = (value: number | string, note: string) =>
      ({ value, certainty: 'observed', span: null, note }) as const;
    const seconds = observed(30, 'stored output of cell 2: Epoch 2/2');
    const accelerator = observed('T4', 'metadata of the notebook');
    const timed = { ...missing, workload: { ...missing.workload, observedSeconds: seconds as Fact<number> } };
    assert.match(
      estimateText(reportOf(timed)),
      /took 30 s when this notebook was last run \(stored output of cell 2: Epoch 2\/2\); --hours 0.0083/,
    );
    const named = { ...known, workload: { ...known.workload, observedAccelerator: accelerator as Fact<string> } };
    assert.match(estimateText(reportOf(named)), /runs on T4 by its own metadata; the hardware can be set to it/);
    const [workload] = estimateDocument(reportOf(timed)).workloads;
    assert.deepEqual(workload!.observed, { seconds: 30, steps: null, accelerator: null, source: seconds.note });
  });
  it('says when there is nothing to estimate', () => {
    assert.match(estimateText(reportOf()), /no training run/);
  });
});
