/** What every benchmark needs: the engine on the shipped grammar, a plain configuration, percentiles, one line a figure. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/core/config/types';
import { createEngine } from '../../src/core/engine';
import type { Engine } from '../../src/core/engine-types';
import type { EstimateContext } from '../../src/core/estimate/types';
import { gramsPerKilowattHour, pue } from '../../src/core/units/quantity';
import '../support/tables';

export const root = join(__dirname, '..', '..');

export function benchEngine(): Promise<Engine> {
  const bytes = (name: string): Buffer => readFileSync(join(root, 'grammars', name));
  return createEngine({ runtime: bytes('web-tree-sitter.wasm'), grammar: bytes('tree-sitter-python.wasm') });
}

export const config: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
  embodied: false,
};

/** Fixed stand-ins: a benchmark times the arithmetic and shows none of its results. */
export const context: EstimateContext = {
  hardware: null,
  intensity: {
    value: gramsPerKilowattHour(500),
    low: gramsPerKilowattHour(100),
    high: gramsPerKilowattHour(900),
    zone: 'benchmark',
    year: 2025,
    source: 'benchmark',
  },
  pue: { value: pue(1.5), low: pue(1.1), high: pue(1.9), origin: 'prior', source: 'benchmark' },
  hours: null,
};

/** `share` of the values are at most this. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One figure: the budget is a number to stay at or under. */
export function report(what: string, value: number, unit: string, budget: number | null, note = ''): void {
  const digits = value < 1 ? 3 : value < 100 ? 2 : 0;
  const limit = budget === null ? '' : `budget ${budget} ${unit}: ${value <= budget ? 'met' : 'MISSED'}`;
  console.log(
    `${what.padEnd(58)} ${`${value.toFixed(digits)} ${unit}`.padStart(14)}   ${[limit, note].filter(Boolean).join('; ')}`,
  );
}
