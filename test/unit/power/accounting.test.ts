/** Energy accounting: trapezoids where samples belong together, reported gaps where they do not. */
import assert from 'node:assert/strict';
import { millis, watts, type Range, type Watts } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';
import { Integrator, type Energy } from '../../../src/power/accounting';

interface Point {
  readonly at: number;
  /** How far the wall clock is ahead of the monotonic one. */
  readonly ahead?: number;
  readonly power: number | Range<Watts> | null | 'asleep';
  readonly cadence?: number;
}

function energyOf(points: readonly Point[]): Energy {
  const integrator = new Integrator();
  for (const { at, ahead = 0, power, cadence = 1000 } of points) {
    integrator.add({
      at: millis(at),
      wall: millis(at + ahead),
      power: typeof power === 'number' ? exactly(watts(power)) : power === 'asleep' ? null : power,
      missing: power === 'asleep' ? 'asleep' : 'unknown',
      cadence: millis(cadence),
    });
  }
  return integrator.energy();
}

const gapsOf = (energy: Energy): readonly (readonly [number, number, string])[] =>
  energy.gaps.map(({ from, lasted, reason }) => [from, lasted, reason]);

describe('energy accounting', () => {
  it('integrates a ramp as trapezoids', () => {
    const energy = energyOf([0, 1000, 2000].map((at) => ({ at, power: at / 10 })));
    assert.equal(energy.joules.typical, 200);
    assert.equal(energy.covered, 2000);
    assert.deepEqual(energy.gaps, []);
  });

  it('carries the range of modelled power', () => {
    const power = { low: watts(5), typical: watts(10), high: watts(20) };
    const { joules } = energyOf([
      { at: 0, power },
      { at: 2000, power },
    ]);
    assert.deepEqual(joules, { low: 10, typical: 20, high: 40 });
  });

  it('reports a silence of more than five intervals and counts nothing for it', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 1000, power: 100 },
      { at: 7000, power: 100 },
      { at: 8000, power: 100 },
    ]);
    assert.equal(energy.joules.typical, 200);
    assert.deepEqual(gapsOf(energy), [[1000, 6000, 'silence']]);
  });

  it('allows five intervals of the slower of two paces', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 10_000, power: 100, cadence: 10_000 },
      { at: 20_000, power: 100 },
    ]);
    assert.equal(energy.joules.typical, 2000);
    assert.deepEqual(energy.gaps, []);
  });

  it('reports a suspend, which the monotonic clock does not see', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 1000, power: 100 },
      { at: 2000, ahead: 3_600_000, power: 100 },
    ]);
    assert.equal(energy.joules.typical, 100);
    assert.deepEqual(gapsOf(energy), [[1000, 3_601_000, 'clock jump']]);
  });

  it('reports a clock that was set back without a negative gap', () => {
    const energy = energyOf([
      { at: 10_000, power: 100 },
      { at: 11_000, ahead: -3_600_000, power: 100 },
    ]);
    assert.deepEqual(gapsOf(energy), [[10_000, 1000, 'clock jump']]);
  });

  it('takes unknown power for a gap from the last known sample to the next', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 1000, power: null },
      { at: 2000, power: null },
      { at: 3000, power: 100 },
      { at: 4000, power: 100 },
    ]);
    assert.equal(energy.joules.typical, 100);
    assert.deepEqual(gapsOf(energy), [[0, 3000, 'unknown']]);
  });

  it('tells sleep from silence', () => {
    const energy = energyOf([
      { at: 0, power: 'asleep' },
      { at: 9000, power: 'asleep' },
      { at: 10_000, power: 30 },
    ]);
    assert.deepEqual(gapsOf(energy), [[0, 10_000, 'asleep']]);
  });

  it('shows a gap that has not ended', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 1000, power: null },
      { at: 5000, power: null },
    ]);
    assert.deepEqual(gapsOf(energy), [[0, 5000, 'unknown']]);
    assert.equal(energy.gapTime, 5000);
  });

  it('ignores samples that do not advance the clock', () => {
    const energy = energyOf([
      { at: 0, power: 100 },
      { at: 1000, power: 100 },
      { at: 1000, power: 9999 },
      { at: 500, power: 9999 },
      { at: 2000, power: 100 },
    ]);
    assert.equal(energy.joules.typical, 200);
  });

  it('keeps count of gaps beyond those it remembers', () => {
    const points = Array.from({ length: 1001 }, (_, index) => ({ at: index * 10_000, power: 1 }));
    const energy = energyOf(points);
    assert.equal(energy.gaps.length, 100);
    assert.equal(energy.gapCount, 1000);
    assert.equal(energy.gapTime, 10_000_000);
  });
});
