/** Time laws of boosting on histograms: seconds of a round = fixed + columns x column + rows x (row + columns x cell / threads). */

import { lastPart } from './last-part';

export interface RoundLaw {
  readonly label: string;
  /** Seconds that a round costs on any table, and for each of its columns. */
  readonly fixed: number;
  readonly column: number;
  /** Seconds of a row, which more threads do not shorten: what goes through memory once. */
  readonly row: number;
  /** Seconds of a cell on one core. */
  readonly cell: number;
  /** Rounds where nothing says. */
  readonly rounds: number;
  readonly source: string;
}

const law = (
  label: string,
  [fixed, column, row, cell]: readonly [fixed: number, column: number, row: number, cell: number],
  rounds: number,
  measured: string,
): RoundLaw => ({
  ...{ label, fixed, column, row, cell, rounds },
  source: `${measured} on one core of an AMD EPYC 9004 (2026), rows by microsoft/LightGBM docs/Experiments.rst`,
});

// First match wins.
const BY_NAME: readonly (readonly [RegExp, RoundLaw])[] = [
  [/exact/i, law('exact trees', [2.4e-3, 0, 300e-9, 120e-9], 100, 'measured with XGBoost 3.2.0')],
  [/xgb/i, law('XGBoost', [0, 125e-6, 30e-9, 8.5e-9], 100, 'measured with XGBoost 3.2.0')],
  [/catboost/i, law('CatBoost', [230e-6, 180e-6, 72e-9, 6.5e-9], 1000, 'measured with CatBoost 1.2.10')],
  [/^histgradient/i, law('histogram trees', [1.23e-3, 62e-6, 15e-9, 8.9e-9], 100, 'measured with scikit-learn 1.9.1')],
];
const LIGHTGBM = law('LightGBM', [280e-6, 67e-6, 15e-9, 9.4e-9], 100, 'measured with LightGBM 4.7.0');

/** A library, or an estimator by its class name. */
const NAMES = /^(xgb|lgbm|catboost|histgradientboosting|booster|lightgbm|xgboost)/i;

export const isBoosting = (estimator: string): boolean => NAMES.test(lastPart(estimator));

/** By the estimator and the library it is of; either may be empty. */
export function roundLawOf(estimator: string, library: string): RoundLaw {
  const name = lastPart(estimator);
  return BY_NAME.find(([pattern]) => pattern.test(name) || pattern.test(library))?.[1] ?? LIGHTGBM;
}

/** Threads share the cells, each worth less than the one before. */
export const threadGain = (cores: number): number => Math.max(1, Math.min(cores, 16)) ** 0.85;

/** Seconds that grow with the rows, of one row in one round. */
export const secondsOfRow = (law: RoundLaw, columns: number, cores: number): number =>
  law.row + (columns * law.cell) / threadGain(cores);

export const secondsOfRound = (law: RoundLaw, rows: number, columns: number, cores: number): number =>
  law.fixed + columns * law.column + rows * secondsOfRow(law, columns, cores);
