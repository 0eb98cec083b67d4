/** A configuration for tests: defaults, no region, no hardware. */
import type { Config } from '../../src/core/config/types';

export const CONFIG: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
  embodied: false,
};
