/** Ranges of energy and emissions as people read them: two significant digits, one unit for both ends. */
import type { Range } from '../core/units/quantity';

type Unit = 'kWh' | 'gCO2e' | 'h';

/** Larger and smaller spellings of each unit, as factors of the base unit, largest first. */
const STEPS: Record<Unit, readonly (readonly [factor: number, name: string])[]> = {
  kWh: [
    [1000, 'MWh'],
    [1, 'kWh'],
    [0.001, 'Wh'],
  ],
  gCO2e: [
    [1_000_000, 'tCO2e'],
    [1000, 'kgCO2e'],
    [1, 'gCO2e'],
  ],
  h: [
    [1, 'h'],
    [1 / 60, 'min'],
    [1 / 3600, 's'],
  ],
};

/** At most two significant digits below 100, whole numbers above, never an exponent. */
export function shownNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  if (value > 0 && value < 0.001) return '< 0.001';
  return String(Number(value.toPrecision(2)));
}

function stepFor(value: number, unit: Unit): readonly [factor: number, name: string] {
  const steps = STEPS[unit];
  return steps.find(([factor]) => value >= factor) ?? steps[steps.length - 1] ?? [1, unit];
}

/** "0.21-1.1 kWh"; the unit is chosen by the typical value. */
export function shownRange({ low, typical, high }: Range, unit: Unit): string {
  const [factor, name] = stepFor(typical, unit);
  const [from, to] = [shownNumber(low / factor), shownNumber(high / factor)];
  return from === to ? `${from} ${name}` : `${from}-${to} ${name}`;
}
