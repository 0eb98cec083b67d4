/** Numbers out of the code: which count, where they come from, and how they read. */
import assert from 'node:assert/strict';
import { factorOf, fromData, fromPrior, isAbsurd, numberOf, plain } from '../../../src/core/estimate/facts';
import type { Fact } from '../../../src/core/model/workload';

const fact = (value: number, certainty: 'known' | 'default' | 'observed' = 'known'): Fact<number> => ({
  value,
  certainty,
  span: null,
  note: 'note',
});

describe('a number of the code', () => {
  it('counts up to its limit, and says where it comes from', () => {
    assert.deepEqual(numberOf(fact(10), 10), { value: 10, sigma: 0, origin: 'code', source: 'note' });
    assert.equal(numberOf(fact(10, 'default'), 10)?.origin, 'code default');
    assert.equal(numberOf(fact(10, 'observed'), 10)?.origin, 'observed');
    for (const value of [10.1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.equal(numberOf(fact(value), 10), null);
  });
  it('is absurd only where there is one', () => {
    assert.equal(isAbsurd(fact(11), 10), true);
    assert.equal(isAbsurd(fact(10), 10), false);
    assert.equal(isAbsurd(null, 10), false);
    assert.equal(isAbsurd(undefined, 10), false);
  });
  it('comes with its origin where a table or a prior gives it', () => {
    assert.deepEqual(fromData(3, 'a table'), { value: 3, sigma: 0, origin: 'bundled data', source: 'a table' });
    assert.deepEqual(fromPrior(3, 0.5, 'a guess'), { value: 3, sigma: 0.5, origin: 'prior', source: 'a guess' });
  });
  it('widens a product by its exponent, whatever its sign', () => {
    const [once, twice, inverse] = [1, 2, -2].map((exponent) => factorOf('rows', fromPrior(4, 0.5, ''), exponent));
    assert.equal(twice!.down, 2 * once!.down);
    assert.deepEqual([inverse!.down, inverse!.up], [twice!.down, twice!.up]);
    assert.equal(inverse!.ln, -2 * Math.log(4));
  });
});

describe('a number for people', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0.31415, '0.314'],
    [999, '999'],
    [999.4, '999'],
    [999.6, '1,000'],
    [1000, '1,000'],
    [1_281_167.4, '1,281,167'],
    [-12_345, '-12,345'],
    [999_999_999_999, '999,999,999,999'],
    [1e12, '1.0e12'],
    [2.13e15, '2.1e15'],
  ];
  for (const [value, text] of cases) {
    it(`writes ${value} as ${text}`, () => assert.equal(plain(value), text));
  }
});
