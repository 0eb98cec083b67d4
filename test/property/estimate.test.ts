/** What holds for every workload: ordered ranges, monotone in what makes a run longer, no saving past the whole. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare } from '../../src/core/estimate/compare';
import { buildContext } from '../../src/core/estimate/context';
import { composeSavings, estimateWorkload } from '../../src/core/estimate/estimate';
import { parseHardware } from '../../src/core/estimate/hardware';
import type { Estimate, EstimateContext } from '../../src/core/estimate/types';
import type { Workload } from '../../src/core/model/workload';
import type { Saving } from '../../src/core/rules/rule';
import { workloadWith } from '../support/workload';

const SEED = 20_251_123;
const parameters = { seed: SEED, numRuns: 400 };

const hardware = fc.constantFrom(
  '8x A100',
  'V100',
  'RTX 4090',
  'T4',
  'Apple M2',
  'i7-6700',
  'H100',
  '4x RTX 3090',
  'GTX 1080',
);
const deepModel = fc.constantFrom(
  'resnet50',
  'mobilenet_v2',
  'bert-base-uncased',
  'gpt2',
  'yolov8n',
  'Llama-2-7b',
  'Net',
  'LSTM',
);
const classicalModel = fc.constantFrom(
  'SVC',
  'RandomForestClassifier',
  'LogisticRegression',
  'XGBClassifier',
  'Pipeline',
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const workload: fc.Arbitrary<Workload> = fc
  .record({
    classical: fc.boolean(),
    deep: deepModel,
    estimator: classicalModel,
    samples: fc.integer({ min: 10, max: 1e7 }),
    epochs: maybe(fc.integer({ min: 1, max: 500 })),
    batchSize: maybe(fc.integer({ min: 1, max: 4096 })),
    fits: maybe(fc.integer({ min: 1, max: 1000 })),
    folds: maybe(fc.integer({ min: 2, max: 20 })),
    imageSize: maybe(fc.integer({ min: 16, max: 1024 })),
    precision: maybe(fc.constantFrom('fp32', 'mixed', 'bf16', 'tf32')),
    stopsEarly: fc.boolean(),
  })
  .map(({ classical, deep, estimator, precision, stopsEarly, ...numbers }) => {
    const given = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
    const kind = classical ? ({ framework: 'sklearn', model: estimator } as const) : ({ model: deep } as const);
    return workloadWith({ ...given, ...kind, ...(precision === undefined ? {} : { precision }), stopsEarly });
  });

const context: fc.Arbitrary<EstimateContext> = fc
  .record({ hardware: maybe(hardware), region: maybe(fc.constantFrom('FRA', 'US-TX', 'gcp:us-central1')) })
  .map(
    ({ hardware: text, region }) =>
      buildContext({ hardware: text ?? null, region: region ?? null, pue: null, hours: null, machine: null }).context,
  );

function estimated(one: Workload, where: EstimateContext): Estimate {
  const { estimate, missing } = estimateWorkload(one, where);
  assert.ok(estimate !== null, missing ?? '');
  return estimate;
}

const ends = (estimate: Estimate): readonly number[] =>
  [estimate.time, estimate.energy, estimate.emissions].flatMap((range) => [range.low, range.typical, range.high]);

/** Every percentile of every quantity grows, up to rounding. */
function assertGrows(smaller: Estimate, larger: Estimate): void {
  const big = ends(larger);
  ends(smaller).forEach((value, index) =>
    assert.ok((big[index] ?? 0) >= value * (1 - 1e-9), `${value} > ${big[index]}`),
  );
}

function times(one: Workload, name: 'epochs' | 'samples' | 'fits' | 'maxSteps', factor: number): Workload {
  const fact = one[name];
  return fact === null ? one : { ...one, [name]: { ...fact, value: fact.value * factor } };
}

describe(`estimates (seed ${SEED})`, () => {
  it('have ordered, finite, positive ranges and shares of the width that sum to at most one', () => {
    fc.assert(
      fc.property(workload, context, (one, where) => {
        const estimate = estimated(one, where);
        for (const range of [estimate.time, estimate.energy, estimate.emissions]) {
          assert.ok(
            0 < range.low && range.low <= range.typical && range.typical <= range.high && range.high < Infinity,
          );
        }
        const total = estimate.inputs.reduce((sum, input) => sum + input.widens, 0);
        assert.ok(estimate.inputs.every((input) => input.widens >= 0) && total <= 1);
      }),
      parameters,
    );
  });

  for (const name of ['epochs', 'samples', 'fits'] as const) {
    it(`rise with ${name}`, () => {
      fc.assert(
        fc.property(workload, context, fc.double({ min: 1, max: 50, noNaN: true }), (one, where, factor) => {
          assertGrows(estimated(one, where), estimated(times(one, name, factor), where));
        }),
        parameters,
      );
    });
  }

  it('rise with the watts of the hardware', () => {
    fc.assert(
      fc.property(workload, hardware, fc.double({ min: 1, max: 5, noNaN: true }), (one, text, factor) => {
        const where = buildContext({ hardware: text, region: 'FRA', pue: 1, hours: null, machine: null }).context;
        const part = where.hardware;
        // The class of a desktop processor, and so its speed, is told by its watts.
        if (part === null || part.generation === 'cpu-desktop') return;
        const hotter = { ...where, hardware: { ...part, watts: part.watts * factor } };
        assertGrows(estimated(one, where), estimated(one, hotter));
      }),
      parameters,
    );
  });

  it('take no longer on hardware that computes faster', () => {
    fc.assert(
      fc.property(workload, hardware, fc.double({ min: 1, max: 50, noNaN: true }), (one, text, factor) => {
        const where = buildContext({ hardware: text, region: 'FRA', pue: 1, hours: null, machine: null }).context;
        const part = where.hardware;
        if (part === null) return;
        const times = (peak: number | null) => (peak === null ? null : peak * factor);
        const { fp32, tf32, half } = part.tflops;
        const tflops = { fp32: times(fp32), tf32: times(tf32), half: times(half) };
        const slow = estimated(one, where);
        const fast = estimated(one, { ...where, hardware: { ...part, tflops } });
        for (const end of ['low', 'typical', 'high'] as const) assert.ok(fast.time[end] <= slow.time[end] * (1 + 1e-9));
      }),
      parameters,
    );
  });

  it('compare each part and grid as an estimate for it alone, and grids in the order of their intensity', () => {
    fc.assert(
      fc.property(workload, context, (one, where) => {
        const comparison = compare(one, where);
        assert.ok(comparison !== null);
        for (const { estimate } of [...comparison.hardware, ...comparison.grids]) {
          for (const range of [estimate.time, estimate.energy, estimate.emissions]) {
            assert.ok(range.low <= range.typical && range.typical <= range.high);
          }
        }
        assert.deepEqual(comparison.hardware[0]?.estimate, estimated(one, where));
        const byGrid = [...comparison.grids].sort(
          (a, b) => a.estimate.basis.intensity.value - b.estimate.basis.intensity.value,
        );
        byGrid.reduce((smaller, larger) => {
          assert.ok(smaller.estimate.emissions.typical <= larger.estimate.emissions.typical);
          assert.equal(smaller.estimate.energy.typical, larger.estimate.energy.typical);
          return larger;
        });
      }),
      { ...parameters, numRuns: 100 },
    );
  });

  it('are the product of the figures that they name', () => {
    fc.assert(
      fc.property(workload, context, (one, where) => {
        const { time, energy, emissions, basis } = estimated(one, where);
        const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-9, `${a} and ${b}`);
        close(basis.steps.reduce((product, { times: factor }) => product * factor, 1) / 3600, time.typical);
        close((time.typical * basis.watts * basis.pue) / 1000, energy.typical);
        close(energy.typical * basis.intensity.value, emissions.typical);
        const { fits = 1, share = 1, refits = 0 } = basis.repeats ?? {};
        close((basis.oneFit * (fits * share + refits)) / 3600, time.typical);
      }),
      parameters,
    );
  });

  it('never let savings pass the whole', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const saving: fc.Arbitrary<Saving> = fc
      .record({
        scope: fc.constantFrom('train' as const, 'eval' as const, 'whole' as const),
        parts: fc.tuple(part, part, part),
      })
      .map(({ scope, parts }) => {
        const [low = 0, typical = 0, high = 0] = [...parts].sort((a, b) => a - b);
        return { scope, low, typical, high, grade: 'D', source: 'property' };
      });
    fc.assert(
      fc.property(workload, context, fc.array(saving, { minLength: 1, maxLength: 6 }), (one, where, savings) => {
        const estimate = estimated(one, where);
        const saved = composeSavings(savings, estimate, one);
        assert.ok(saved !== null);
        const { low, typical, high } = saved.energy;
        assert.ok(
          low <= typical && typical <= high && typical <= estimate.energy.typical && high <= estimate.energy.high,
        );
      }),
      parameters,
    );
  });

  it('survive any text for hardware and region and any number for the rest', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double(), fc.double(), workload, (text, region, pue, hours, one) => {
        parseHardware(text);
        const built = buildContext({
          hardware: text,
          region,
          pue,
          hours,
          machine: { cpuModel: text, logicalCores: 2 },
        });
        const { estimate } = estimateWorkload(one, built.context);
        assert.ok(estimate === null || ends(estimate).every((value) => Number.isFinite(value)));
      }),
      parameters,
    );
  });
});
