/** Products of quantities keep their units. */
import assert from 'node:assert/strict';
import {
  emissionsOf,
  energyOf,
  gramsPerKilowattHour,
  hours,
  kilowattHours,
  watts,
} from '../../../src/core/units/quantity';

describe('quantities', () => {
  it('make energy of power and time, in kilowatt-hours', () => {
    assert.equal(energyOf(watts(250), hours(8)), 2);
  });
  it('make emissions of energy and the intensity of the grid, in grams', () => {
    assert.equal(emissionsOf(kilowattHours(2), gramsPerKilowattHour(44)), 88);
  });
});
