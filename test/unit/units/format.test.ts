/** How quantities read. */
import assert from 'node:assert/strict';
import {
  formatDuration,
  formatEmissions,
  formatEnergy,
  formatPercent,
  formatPower,
  formatRoundPower,
  formatSteadyPower,
} from '../../../src/core/units/format';
import { fraction, gramsCO2e, hours, kilowattHours, watts } from '../../../src/core/units/quantity';
import type { Range } from '../../../src/core/units/quantity';

function between<Q extends number>(make: (value: number) => Q, low: number, typical: number, high: number): Range<Q> {
  return { low: make(low), typical: make(typical), high: make(high) };
}

describe('formatting', () => {
  it('chooses the unit by the typical value and keeps two digits', () => {
    assert.equal(formatEnergy(between(kilowattHours, 1.23, 1.8, 2.61)), '1.2–2.6 kWh');
    assert.equal(formatEnergy(between(kilowattHours, 0.0123, 0.018, 0.0261)), '12–26 Wh');
    assert.equal(formatEnergy(between(kilowattHours, 0.8, 1.2, 12.4)), '0.8–12 kWh');
    assert.equal(formatEnergy(between(kilowattHours, 0.098, 0.7, 5)), '0.098–5 kWh');
    assert.equal(formatEnergy(kilowattHours(0.9996)), '1 kWh');
    assert.equal(formatEnergy(kilowattHours(123_456)), '120 MWh');
    assert.equal(formatEmissions(between(gramsCO2e, 400, 500, 900)), '400–900 g CO2e');
    assert.equal(formatEmissions(gramsCO2e(12_345_678)), '12 t CO2e');
    assert.equal(formatDuration(hours(0.25)), '15 min');
    assert.equal(formatDuration(between(hours, 20, 30, 40)), '20–40 h');
    assert.equal(formatDuration(hours(72)), '3 d');
    assert.equal(formatDuration(between(hours, 0.0015, 0.04, 1)), '5.4 s – 1 h');
  });

  it('writes one number when both ends read the same', () => {
    assert.equal(formatEnergy(between(kilowattHours, 1.21, 1.22, 1.23)), '1.2 kWh');
  });

  it('gives each end its unit when they are far apart', () => {
    assert.equal(formatEnergy(between(kilowattHours, 0.003, 2, 40)), '3 Wh – 40 kWh');
  });

  it('has words for nothing and for next to nothing', () => {
    assert.equal(formatEnergy(kilowattHours(0)), '0 Wh');
    assert.equal(formatEnergy(kilowattHours(1e-9)), '<0.01 Wh');
  });

  it('never shows NaN or infinity', () => {
    assert.equal(formatEnergy(kilowattHours(Number.NaN)), 'unknown');
    assert.equal(formatPower(watts(Number.POSITIVE_INFINITY)), 'unknown');
    assert.equal(formatPercent(fraction(Number.NaN)), 'unknown');
  });

  it('writes power with three digits, and at steady width on demand', () => {
    assert.equal(formatPower(watts(312.4)), '312 W');
    assert.equal(formatPower(watts(8.416)), '8.42 W');
    assert.equal(formatPower(watts(999.7)), '1.00 kW');
    assert.equal(formatPower(watts(0)), '0.00 W');
    assert.equal(formatSteadyPower(watts(312)), '\u2008312 W');
    assert.equal(formatSteadyPower(watts(84.25)), '84.3 W');
  });

  it('gives a modelled draw no more digits than it deserves', () => {
    assert.equal(formatRoundPower(watts(6.97)), '\u2007\u20077 W');
    assert.equal(formatRoundPower(watts(84.4)), '\u200784 W');
    assert.equal(formatRoundPower(watts(312)), '310 W');
    assert.equal(formatRoundPower(watts(1250)), '1.3 kW');
    assert.equal(formatRoundPower(watts(0.3)), '\u2007<1 W');
    assert.equal(formatRoundPower(watts(Number.NaN)), 'unknown');
  });

  it('writes fractions as percentages', () => {
    assert.equal(formatPercent(between(fraction, 0.54, 0.8, 0.91)), '54–91%');
    assert.equal(formatPercent(fraction(0.004)), '0.4%');
    assert.equal(formatPercent(between(fraction, -0.22, 0.29, 0.46)), '-22% to 46%');
  });
});
