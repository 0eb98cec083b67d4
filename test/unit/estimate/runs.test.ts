/** How often a training repeats: fits, folds, candidates, refits, epochs, and what early stopping leaves. */
import assert from 'node:assert/strict';
import { epochsOf, repetitions, stoppingFactor } from '../../../src/core/estimate/runs';
import type { Factor } from '../../../src/core/estimate/spread';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

/** Fits on all rows, for a time law that is linear in them. */
const times = (workload: Workload, rows = 1): number => Math.exp(repetitions(workload, rows).ln);
const near = (value: number, wanted: number) => assert.ok(Math.abs(value / wanted - 1) < 1e-9, `${value}, ${wanted}`);

const search = { kind: 'search', framework: 'sklearn' } as const;

describe('repetitions', () => {
  it('are one certain fit for a plain training', () => {
    const { ln, down, up, repeats, origin } = repetitions(workloadWith({}), 1);
    assert.deepEqual([ln, down, up, repeats, origin], [0, 0, 0, undefined, 'code']);
  });
  it('take fits as written before what could be counted', () => {
    near(times(workloadWith({ ...search, fits: 30, candidates: 42, folds: 5 })), 30 * 0.8);
  });
  it('count candidates times folds, five where a search of scikit-learn is not told, one elsewhere', () => {
    near(times(workloadWith({ ...search, candidates: 10, folds: 4 })), 40 * 0.75);
    assert.equal(repetitions(workloadWith({ ...search, candidates: 10 }), 1).repeats?.fits, 50);
    assert.equal(repetitions(workloadWith({ kind: 'search', candidates: 10 }), 1).repeats?.fits, 10);
    assert.equal(repetitions(workloadWith({ framework: 'sklearn', candidates: 10 }), 1).repeats?.fits, 10);
  });
  it('count the folds of a cross-validation', () => {
    near(times(workloadWith({ kind: 'cross-validation', framework: 'sklearn', folds: 10 })), 10 * 0.9);
  });
  it('guess twenty candidates where a search does not say, and are wide', () => {
    const { ln, down, origin, source } = repetitions(workloadWith({ ...search, folds: 5 }), 0);
    near(Math.exp(ln), 100);
    assert.ok(down > 1);
    assert.deepEqual([origin, source], ['prior', 'number of candidates unknown']);
  });
  it('guess how often a loop that cannot be counted turns, times what can be, and are wide', () => {
    const { ln, down, origin, source } = repetitions(workloadWith({ leastFits: 6 }), 0);
    near(Math.exp(ln), 60);
    assert.ok(down > 1);
    assert.deepEqual([origin, source], ['prior', 'turns of a loop around it unknown']);
    near(times(workloadWith({ ...search, candidates: 10, folds: 5, leastFits: 50 }), 0), 500);
  });
  it('let a fit on (k-1)/k of the rows take less, by the exponent of the time law', () => {
    near(times(workloadWith({ fits: 10, folds: 5 }), 2), 10 * 0.64);
    near(times(workloadWith({ fits: 10, folds: 1 }), 2), 10);
  });
  it('add refits on all rows, and show them', () => {
    const factor = repetitions(workloadWith({ fits: 10, folds: 2, refits: 1 }), 1);
    near(Math.exp(factor.ln), 6);
    assert.deepEqual(factor.repeats, { fits: 10, share: 0.5, refits: 1 });
    assert.deepEqual([factor.name, factor.value], ['fits', '10 + 1 refit']);
    assert.equal(repetitions(workloadWith({ fits: 10 }), 1).value, '10');
  });
  it('take no refits from a number that makes no sense', () => {
    for (const refits of [0, -3, Number.NaN, Number.POSITIVE_INFINITY])
      assert.equal(repetitions(workloadWith({ fits: 10, refits }), 1).repeats?.refits, 0, String(refits));
  });
});

describe('epochs', () => {
  it('are those that are written', () => {
    assert.deepEqual(epochsOf(workloadWith({ framework: 'keras', epochs: 30 })).value, 30);
  });
  it('are the default of the library, which is no guess', () => {
    const usual = (['keras', 'huggingface', 'lightning'] as const).map((framework) =>
      epochsOf(workloadWith({ framework })),
    );
    assert.deepEqual(
      usual.map(({ value, sigma, origin }) => [value, sigma, origin]),
      [
        [1, 0, 'code default'],
        [3, 0, 'code default'],
        [1000, 0, 'code default'],
      ],
    );
    assert.match(usual[0]?.source ?? '', /default of the framework/);
  });
  it('are a wide prior in a loop of which nothing is known', () => {
    const { value, sigma, origin, source } = epochsOf(workloadWith({}));
    assert.deepEqual([value, origin, source], [10, 'prior', 'number of epochs unknown']);
    assert.ok(sigma > 1);
  });
  it('are one pass for inference', () => {
    const { value, origin, sigma } = epochsOf(workloadWith({ kind: 'inference', framework: 'lightning' }));
    assert.deepEqual([value, origin, sigma], [1, 'code', 0]);
  });
});

describe('early stopping', () => {
  const stopped = (epochs: number | null): Factor => {
    const factor = stoppingFactor(workloadWith({ stopsEarly: true }), epochs);
    assert.ok(factor !== null);
    return factor;
  };
  const ends = ({ ln, down, up }: Factor) =>
    [ln - down, ln, ln + up].map((value) => Number(Math.exp(value).toFixed(4)));

  it('leaves everything where nothing stops the run', () => {
    assert.equal(stoppingFactor(workloadWith({}), 100), null);
  });
  it('leaves 0.55 of a long plan, between 0.25 and all of it (docs/estimates.md)', () => {
    assert.deepEqual(ends(stopped(null)), [0.25, 0.55, 1]);
    assert.equal(stopped(null).value, '0.55 of the plan');
    assert.equal(stopped(null).origin, 'prior');
  });
  it('leaves 0.8 of a plan of ten epochs or fewer', () => {
    for (const epochs of [1, 5, 10]) assert.deepEqual(ends(stopped(epochs)), [0.5, 0.8, 1], String(epochs));
  });
  it('leaves more epochs of a longer plan, and a smaller part of it', () => {
    const plans = [10, 20, 40, 100, 1000];
    const left = plans.map((epochs) => Math.exp(stopped(epochs).ln));
    for (let at = 1; at < plans.length; at += 1) {
      assert.ok(left[at]! < left[at - 1]!);
      assert.ok(left[at]! * plans[at]! > left[at - 1]! * plans[at - 1]!);
    }
  });
});
