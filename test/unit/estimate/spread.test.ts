/** How uncertain factors combine: products, the largest of several, and who is the largest. */
import assert from 'node:assert/strict';
import { noted } from '../../../src/core/estimate/facts';
import { halfWidth, largest, normalCdf, product, shares, varianceOf, Z90 } from '../../../src/core/estimate/spread';

const near = (value: number, wanted: number, within = 1e-6) =>
  assert.ok(Math.abs(value - wanted) <= within, `${value}, not ${wanted}`);
const factor = (ln: number, down: number, up: number) => ({ ...noted('', '', 'code', null), ln, down, up });

describe('a product', () => {
  it('adds medians, and half-widths in squares on each side', () => {
    const { low, middle, high } = product([factor(1, 3, 0.3), factor(2, 4, 0.4)]);
    near(middle, 3);
    near(middle - low, 5);
    near(high - middle, 0.5);
  });
  it('weighs a factor by the mean of its sides', () => {
    near(varianceOf(factor(0, 1, 3)) / varianceOf(factor(0, 1, 1)), 4);
  });
});

describe('the standard normal distribution', () => {
  // Abramowitz and Stegun, table 26.1.
  for (const [x, p] of [
    [0, 0.5],
    [0.5, 0.6914624613],
    [1, 0.8413447461],
    [2, 0.9772498681],
    [3, 0.998650102],
  ] as const) {
    it(`is ${p} at ${x}, and the rest at -${x}`, () => {
      near(normalCdf(x), p, 1e-7);
      near(normalCdf(-x), 1 - p, 1e-7);
    });
  }
  it('has a tenth above its 90th percentile', () => near(normalCdf(Z90), 0.9, 1e-7));
  it('spans four fifths within the half-width', () => near(halfWidth(2), 2.563103, 1e-6));
});

describe('the largest of candidates', () => {
  it('is the only one', () => {
    const { low, middle, high } = largest([{ mean: 3, sigma: 0.5 }]);
    near(middle, 3);
    near(low, 3 - 0.5 * Z90);
    near(high, 3 + 0.5 * Z90);
  });
  it('is the far larger one', () => {
    const { low, middle, high } = largest([
      { mean: -30, sigma: 0.1 },
      { mean: 3, sigma: 0.5 },
    ]);
    near(middle, 3);
    near(low, 3 - 0.5 * Z90);
    near(high, 3 + 0.5 * Z90);
  });
  it('has the exact percentiles of a maximum: of two that are alike both lie below', () => {
    const twins = [
      { mean: 1, sigma: 2 },
      { mean: 1, sigma: 2 },
    ];
    const found = largest(twins);
    for (const [end, share] of [
      ['low', 0.1],
      ['middle', 0.5],
      ['high', 0.9],
    ] as const)
      near(normalCdf((found[end] - 1) / 2) ** 2, share);
  });
  it('finds percentiles of candidates of very different widths', () => {
    const mixed = [
      { mean: 0, sigma: 3 },
      { mean: 1, sigma: 0.01 },
    ];
    const { low, high } = largest(mixed);
    near(normalCdf(low / 3) * normalCdf((low - 1) / 0.01), 0.1);
    near(normalCdf(high / 3) * normalCdf((high - 1) / 0.01), 0.9);
  });
});

describe('who is the largest', () => {
  it('is the only one for certain', () => assert.deepEqual(shares([{ mean: 5, sigma: 1 }]), [1]));
  it('is even between twins, and sums to one', () => {
    const twin = { mean: 2, sigma: 0.5 };
    for (const share of shares([twin, twin])) near(share, 0.5);
    near(
      shares([twin, { mean: 2.2, sigma: 1 }, { mean: 1, sigma: 0.1 }]).reduce((sum, one) => sum + one, 0),
      1,
    );
  });
  it('leans to the larger by their distance in widths', () => {
    const [small, large] = shares([
      { mean: 1, sigma: 3 },
      { mean: 6, sigma: 4 },
    ]);
    near(large!, normalCdf(1));
    near(small!, 1 - normalCdf(1));
  });
  it('leans less where the candidates are wider', () => {
    const of = (sigma: number) =>
      shares([
        { mean: 0, sigma },
        { mean: 1, sigma },
      ])[1]!;
    assert.ok(of(0.5) > of(1) && of(1) > of(3) && of(3) > 0.5);
  });
});
