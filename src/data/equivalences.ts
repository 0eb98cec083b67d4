/** A few everyday amounts that energy and emissions can be set beside; each with its source. */

export interface Equivalence {
  /** What one unit of it takes: kWh, or g CO2e. */
  readonly of: 'energy' | 'emissions';
  readonly amount: number;
  readonly unit: string;
  readonly source: string;
}

export const EQUIVALENCES: readonly Equivalence[] = [
  {
    of: 'energy',
    // 4.186 kJ/(kg K) x 80 K
    amount: 0.093,
    unit: 'litres of water heated from 20 to 100 °C',
    source: 'specific heat of water, without losses',
  },
  {
    of: 'energy',
    amount: 10_791 / 365,
    unit: 'days of electricity of a household in the United States',
    source: 'EIA, 10,791 kWh a year (2022)',
  },
  {
    of: 'emissions',
    amount: 400 / 1.609,
    unit: 'km in an average passenger car of the United States',
    source: 'EPA-420-F-23-014, 400 g CO2 a mile (2023)',
  },
];
