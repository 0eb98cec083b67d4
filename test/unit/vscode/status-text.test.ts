/** The text of the power item: honest marks, steady width, words for screen readers. */
import * as assert from 'node:assert/strict';
import { watts } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';
import { spokenText, statusText } from '../../../src/vscode/power/status-text';

type Shown = Parameters<typeof statusText>[0];

function reading(power: number | null, rest: Partial<Shown> = {}): Shown {
  return { total: power === null ? null : exactly(watts(power)), quality: 'measured', isLowerBound: false, ...rest };
}

describe('the power item', () => {
  it('shows measured watts plainly', () => {
    assert.equal(statusText(reading(312)).replace(/[\u2007\u2008]/g, ''), '$(zap) 312 W');
  });

  it('marks what is modelled in part', () => {
    assert.match(statusText(reading(312, { quality: 'mixed' })), /≈/);
  });

  it('marks a total that leaves something out', () => {
    assert.match(statusText(reading(312, { isLowerBound: true })), /≥/);
  });

  it('never shows 0 for unknown', () => {
    assert.doesNotMatch(statusText(reading(null)), /0/);
  });

  it('has as many digits at any draw', () => {
    const widths = [8.42, 42.1, 312, 1250].map(
      (power) => statusText(reading(power)).replace(/[^\d.\u2008]/g, '').length,
    );
    assert.equal(new Set(widths).size, 1);
  });

  it('says aloud how sure the number is', () => {
    assert.equal(spokenText(reading(312)), 'Power 312 W, measured');
    assert.equal(spokenText(reading(312, { quality: 'mixed' })), 'Power about 312 W, partly modelled');
    assert.equal(spokenText(reading(312, { isLowerBound: true })), 'Power at least 312 W, measured');
    assert.equal(spokenText(reading(null)), 'Power unknown');
  });
});
