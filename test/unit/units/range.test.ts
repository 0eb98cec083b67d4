/** Arithmetic on intervals. */
import assert from 'node:assert/strict';
import {
  addRanges,
  exactly,
  lognormal,
  mapRange,
  multiplyRanges,
  range,
  scaleRange,
  sigmaOf,
} from '../../../src/core/units/range';

describe('ranges', () => {
  it('puts ends in order', () => {
    assert.deepEqual(range(3, 2, 1), { low: 2, typical: 2, high: 2 });
    assert.deepEqual(
      mapRange(range(1, 2, 4), (x) => 1 / x),
      { low: 0.25, typical: 0.5, high: 1 },
    );
    assert.deepEqual(scaleRange(range(1, 2, 3), -1), { low: -3, typical: -2, high: -1 });
  });

  it('adds end to end', () => {
    assert.deepEqual(addRanges(range(1, 2, 3), exactly(1)), { low: 2, typical: 3, high: 4 });
  });

  it('multiplies independent lognormals exactly', () => {
    const product = multiplyRanges(lognormal(2, 0.3), lognormal(5, 0.4), (value) => value);
    assert.equal(product.typical, 10);
    assert.ok(Math.abs(sigmaOf(product) - 0.5) < 1e-12);
  });

  it('multiplies ends where one is zero', () => {
    assert.deepEqual(
      multiplyRanges(range(0, 1, 2), range(1, 2, 3), (value) => value),
      { low: 0, typical: 2, high: 6 },
    );
  });

  it('multiplies ends where the other one is zero, too', () => {
    assert.deepEqual(
      multiplyRanges(range(2, 3, 4), range(0, 2, 3), (value) => value),
      { low: 0, typical: 6, high: 12 },
    );
    assert.deepEqual(
      multiplyRanges(range(-2, 3, 4), range(3, 3, 3), (value) => value),
      { low: -6, typical: 9, high: 12 },
    );
  });

  it('have no spread where they are certain, or reach down to nothing', () => {
    assert.equal(sigmaOf(exactly(2)), 0);
    assert.equal(sigmaOf(range(0, 1, 2)), 0);
    assert.equal(sigmaOf(range(-1, 1, 2)), 0);
  });

  it('gives a lognormal its 10th and 90th percentile', () => {
    const { low, typical, high } = lognormal(1, 1);
    assert.equal(typical, 1);
    assert.ok(Math.abs(high - 3.6022) < 1e-3);
    assert.ok(Math.abs(low * high - 1) < 1e-12);
  });
});
