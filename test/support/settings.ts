/** A configuration and an estimate context for tests: defaults, no region, no hardware. */
import type { Config } from '../../src/core/config/types';
import type { EstimateContext } from '../../src/core/estimate/types';
import { gramsPerKilowattHour, pue } from '../../src/core/units/quantity';

export const CONFIG: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
};

export const CONTEXT: EstimateContext = {
  hardware: null,
  intensity: {
    value: gramsPerKilowattHour(473),
    low: gramsPerKilowattHour(100),
    high: gramsPerKilowattHour(700),
    zone: 'world average (no region chosen)',
    year: 2024,
    source: 'test',
  },
  pue: { value: pue(1.1), low: pue(1), high: pue(1.6), origin: 'prior', source: 'test' },
  hours: null,
};
