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
    assert.equal(statusText(reading(312), null).replace(/[\u2007\u2008]/g, ''), '$(zap) 312 W');
  });

  it('marks what is modelled in part', () => {
    assert.match(statusText(reading(312, { quality: 'mixed' }), null), /≈/);
  });

  it('marks a total that leaves something out', () => {
    assert.match(statusText(reading(312, { isLowerBound: true }), null), /≥/);
  });

  it('never shows 0 for unknown', () => {
    assert.doesNotMatch(statusText(reading(null), null), /0/);
  });

  it('has as many digits at any draw', () => {
    const widths = [8.42, 42.1, 312, 1250].map(
      (power) => statusText(reading(power), null).replace(/[^\d.\u2008]/g, '').length,
    );
    assert.equal(new Set(widths).size, 1);
  });

  it('says aloud how sure the number is', () => {
    assert.equal(spokenText(reading(312), null), 'Power 312 W, measured');
    assert.equal(spokenText(reading(312, { quality: 'mixed' }), null), 'Power about 312 W, partly modelled');
    assert.equal(spokenText(reading(312, { isLowerBound: true }), null), 'Power at least 312 W, measured');
    assert.equal(spokenText(reading(null), null), 'Power unknown');
  });

  it('names the machine that the window is connected to, shortly', () => {
    assert.match(statusText(reading(312), 'trainer-7.cluster.example.org'), / W · trainer-7$/);
    assert.match(statusText(reading(null), '10.0.0.7'), / W · 10\.0\.0\.7$/);
    assert.equal(spokenText(reading(312), 'trainer-7'), 'Power of trainer-7 312 W, measured');
  });

  it('lets no name of a machine become an icon', () => {
    assert.doesNotMatch(statusText(reading(312), '$(flame)'), /\$\(flame/);
  });
});
