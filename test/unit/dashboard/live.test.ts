/** What the readings of a window add up to, and when the status bar takes the warning colour. */
import * as assert from 'node:assert/strict';
import { joules, millis, watts, type Millis } from '../../../src/core/units/quantity';
import { exactly } from '../../../src/core/units/range';
import type { EnergyReading } from '../../../src/power/reading';
import { LiveStretches } from '../../../src/vscode/dashboard/stretches';
import { PowerTrail } from '../../../src/vscode/dashboard/trail';
import { exceeded } from '../../../src/vscode/power/budgets';
import { device, NOW, reading } from '../../support/dashboard';

const GRID = { value: 50, zone: 'France', year: 2024 };

/** Energy of a meter that draws 3.6 kW, so that each second is a watt-hour. */
function energy(covered: number): EnergyReading {
  const used = exactly(joules(covered * 3600));
  return {
    joules: used,
    covered: millis(covered * 1000),
    partly: millis(0),
    gaps: [],
    gapCount: 0,
    gapTime: millis(0),
  };
}

const at = (second: number): Millis => millis(NOW + second * 1000);
const kwh = (live: LiveStretches): number =>
  Number(live.all.reduce((sum, one) => sum + one.energy.typical, 0).toFixed(9));

describe('the readings of a window', () => {
  it('are kept by the minute, whatever the pace', () => {
    const live = new LiveStretches();
    for (let second = 2; second <= 600; second += 2)
      live.add({ at: at(second), energy: energy(second), isLowerBound: false }, GRID);
    assert.equal(live.all.length, 10);
    assert.equal(kwh(live), 0.6);
  });

  it('leave out what was not read', () => {
    const live = new LiveStretches();
    live.add({ at: at(10), energy: energy(10), isLowerBound: false }, GRID);
    live.add({ at: at(500), energy: energy(12), isLowerBound: false }, GRID);
    assert.deepEqual(
      live.all.map(({ from, to }) => (to - from) / 1000),
      [10, 2],
    );
    assert.equal(kwh(live), 0.012);
  });

  it('go on from nothing when the meter is another one', () => {
    const live = new LiveStretches();
    live.add({ at: at(100), energy: energy(100), isLowerBound: false }, GRID);
    live.restart();
    live.add({ at: at(300), energy: energy(150), isLowerBound: false }, GRID);
    assert.equal(kwh(live), 0.25);
  });

  it('keep the grid in which they were read', () => {
    const live = new LiveStretches();
    live.add({ at: at(10), energy: energy(10), isLowerBound: false }, GRID);
    live.add({ at: at(20), energy: energy(20), isLowerBound: false }, { ...GRID, zone: 'Poland' });
    assert.deepEqual(
      live.all.map(({ grid }) => grid?.zone),
      ['France', 'Poland'],
    );
  });
});

describe('the trail of the chart', () => {
  it('is thin and bounded', () => {
    const trail = new PowerTrail();
    for (let second = 0; second < 4000; second += 1) trail.add(reading({ at: at(second) }));
    const { rows, devices } = trail.message();
    assert.equal(rows.length, 450);
    assert.deepEqual(rows.slice(-1)[0], { at: at(3998), total: 286, watts: [212, 74] });
    assert.deepEqual(
      devices.map(({ label, quality }) => `${label}: ${quality}`),
      ['RTX A5000: measured', 'Xeon W-2245: modelled'],
    );
  });

  it('knows nothing while the meter rests, and nothing of a device that is gone', () => {
    const trail = new PowerTrail();
    trail.add(reading({ at: at(0), devices: [device(), device({ device: 'GPU-2' })] }));
    trail.add(reading({ at: at(4), state: 'paused', devices: [device()] }));
    trail.add(reading({ at: at(8), devices: [device({ watts: null, state: 'unknown' })], total: null }));
    const rows = trail.message().rows.map(({ total, watts: values }) => [total, ...values]);
    assert.deepEqual(rows, [
      [286, 212, 212],
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('begins anew when the wall clock was set back', () => {
    const trail = new PowerTrail();
    trail.add(reading({ at: at(100) }));
    trail.add(reading({ at: at(0) }));
    assert.deepEqual(
      trail.message().rows.map((row) => row.at),
      [at(0)],
    );
  });
});

describe('budgets', () => {
  const spent = { power: exactly(watts(312)), runs: [exactly(1.2), null], today: exactly(900) };

  it('are never exceeded where the user set none', () => {
    assert.deepEqual(exceeded(spent, { watts: undefined, run: undefined, day: undefined }), []);
  });

  it('are told by name when they are', () => {
    assert.deepEqual(exceeded(spent, { watts: 250, run: 1, day: 500 }), [
      'the machine draws more than 250 W',
      'the run has used more than 1 kWh',
      'today has emitted more than 500 g CO2e',
    ]);
  });

  it('are not exceeded by what is just reached, or unknown', () => {
    assert.deepEqual(exceeded(spent, { watts: 312, run: 1.2, day: 900 }), []);
    assert.deepEqual(exceeded({ power: null, runs: [null], today: null }, { watts: 1, run: 1, day: 1 }), []);
  });
});
