/** What holds for every set of measured runs: the correction lies between prior and data, and agreement never widens a range. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { historyLines } from '../../src/core/estimate/calibration/import/history-read';
import { importRuns } from '../../src/core/estimate/calibration/import/import';
import type { MeasuredRun } from '../../src/core/estimate/calibration/measured';
import { posterior, spreadsWithin, type Deviation, type Likeness } from '../../src/core/estimate/calibration/posterior';
import { contextWith, estimated, estimatedAfter, ranFor } from '../support/measured';
import { workloadWith } from '../support/workload';

const parameters = { seed: 20_261_127, numRuns: 300 };
const HAIR = 1e-9;

/** Leaves of a tree, as scripts of models are: two of a model share the model, two of a configuration both. */
interface Leaf {
  readonly ln: number;
  readonly noise: number;
  readonly model: number;
  readonly configuration: number;
}
const leaf: fc.Arbitrary<Leaf> = fc.record({
  ln: fc.double({ min: -3, max: 3, noNaN: true }),
  noise: fc.constantFrom(0, 0.05, 0.3),
  model: fc.integer({ min: 0, max: 2 }),
  configuration: fc.integer({ min: 0, max: 2 }),
});
const apart = fc.record({
  model: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
  configuration: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
  run: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
});
const sigma = fc.double({ min: 0.2, max: 1.6, noNaN: true });

function likeness(one: Leaf, other: Pick<Leaf, 'model' | 'configuration'>): Likeness {
  if (one.model !== other.model) return 'kind';
  return one.configuration === other.configuration ? 'configuration' : 'model';
}

const TARGET = { model: 0, configuration: 0 };

function after(leaves: readonly Leaf[], prior: number, spread: Parameters<typeof spreadsWithin>[1]) {
  const deviations = leaves.map((one): Deviation => ({ ...one, likeness: likeness(one, TARGET) }));
  const between = (i: number, j: number): Likeness => {
    const [one, other] = [leaves[i], leaves[j]];
    return one && other ? likeness(one, other) : 'kind';
  };
  return posterior(deviations, between, spreadsWithin(prior, spread));
}

describe('the posterior of measured runs', () => {
  it('lies between the prior and the data', () => {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 8 }), sigma, apart, (leaves, prior, spread) => {
        const { mean } = after(leaves, prior, spread);
        const values = [0, ...leaves.map(({ ln }) => ln)];
        assert.ok(mean >= Math.min(...values) - HAIR && mean <= Math.max(...values) + HAIR);
      }),
      parameters,
    );
  });

  it('does not depend on the order of the runs', () => {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 8 }), sigma, apart, (leaves, prior, spread) => {
        const [one, other] = [after(leaves, prior, spread), after([...leaves].reverse(), prior, spread)];
        assert.ok(Math.abs(one.mean - other.mean) < HAIR && Math.abs(one.variance - other.variance) < HAIR);
      }),
      parameters,
    );
  });

  it('never widens by another run that agrees', () => {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 7 }), leaf, sigma, apart, (leaves, more, prior, spread) => {
        const agreed = [...leaves, more].map((one) => ({ ...one, ln: leaves[0]?.ln ?? 0 }));
        const [fewer, all] = [after(agreed.slice(0, -1), prior, spread), after(agreed, prior, spread)];
        assert.ok(all.variance <= fewer.variance + HAIR);
      }),
      parameters,
    );
  });

  it('is never wider than the prior after one run, nor narrower than two runs of one script are apart', () => {
    fc.assert(
      fc.property(leaf, sigma, apart, (one, prior, spread) => {
        const { variance } = after([one], prior, spread);
        const { run } = spreadsWithin(prior, spread);
        assert.ok(variance <= prior ** 2 + HAIR && variance >= run ** 2 - HAIR);
      }),
      parameters,
    );
  });

  it('is wider where runs of one script contradict each other', () => {
    fc.assert(
      fc.property(leaf, fc.double({ min: 1, max: 3, noNaN: true }), sigma, apart, (one, gap, prior, spread) => {
        const same = { ...one, ...TARGET, noise: 0 };
        const agreed = after([same, same], prior, spread).variance;
        assert.ok(after([same, { ...same, ln: same.ln + gap }], prior, spread).variance > agreed);
      }),
      parameters,
    );
  });
});

const model = fc.constantFrom('resnet50', 'resnet101', 'bert-base-uncased', 'mobilenet_v2', 'Net');
const workload = fc
  .record({ model, epochs: fc.integer({ min: 1, max: 100 }), samples: fc.integer({ min: 1000, max: 1e6 }) })
  .map((values) => workloadWith(values));
const run = fc
  .record({ workload, times: fc.double({ min: 0.2, max: 5, noNaN: true }), day: fc.integer({ min: 10, max: 28 }) })
  .map(({ workload: one, times, day }) => ranFor(one, 'V100', times, { at: `2026-08-${day}` }));

describe('estimates after measured runs', () => {
  it('stay ordered, are not wider, and do not depend on the order of the runs', () => {
    fc.assert(
      fc.property(workload, fc.array(run, { maxLength: 6 }), (one, runs) => {
        const { time } = estimatedAfter(runs, one, 'V100');
        const cold = estimated(one, contextWith('V100')).time;
        assert.ok(time.low <= time.typical && time.typical <= time.high);
        assert.ok(time.high / time.low <= (cold.high / cold.low) * (1 + 1e-6));
        assert.deepEqual(estimatedAfter([...runs].reverse(), one, 'V100').time, time);
      }),
      { ...parameters, numRuns: 100 },
    );
  });

  it('are not touched by runs that cannot have been', () => {
    const absurd = fc.constantFrom(0, -5, NaN, Infinity, 1e15);
    fc.assert(
      fc.property(workload, fc.array(run, { maxLength: 3 }), run, absurd, (one, runs, bad, seconds) => {
        const broken: MeasuredRun = { ...bad, seconds, watts: { mean: seconds, scope: 'plug' } };
        assert.deepEqual(estimatedAfter([...runs, broken], one, 'V100'), estimatedAfter(runs, one, 'V100'));
      }),
      { ...parameters, numRuns: 60 },
    );
  });
});

describe('files of measured runs', () => {
  it('never throw, whatever they hold', () => {
    const path = fc.constantFrom(
      'history.jsonl',
      'emissions.csv',
      'trainer_state.json',
      'x_carbontracker.log',
      'notes',
    );
    const start = fc.constantFrom(
      '',
      '{"schema":1,',
      'timestamp,project_name,duration,energy_consumed\n',
      '{"log_history":',
    );
    fc.assert(
      fc.property(path, start, fc.string({ unit: 'binary', maxLength: 200 }), (name, head, text) => {
        const { runs, problems } = importRuns(name, head + text);
        assert.ok(runs.every(({ from }) => from !== '') && problems.every(({ message }) => message !== ''));
      }),
      parameters,
    );
  });

  it('lose only the lines that are broken', () => {
    const line = '{"schema":1,"machine":"V100","hours":1,"exit":0,"workload":null}';
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (good) => {
        const text = good.map((one) => (one ? line : line.slice(1))).join('\n');
        const { runs, problems } = historyLines.read('history.jsonl', text);
        assert.equal(runs.length, good.filter(Boolean).length);
        assert.deepEqual(
          problems.map((problem) => problem.line),
          good.flatMap((one, at) => (one ? [] : [at + 1])),
        );
      }),
      parameters,
    );
  });
});
