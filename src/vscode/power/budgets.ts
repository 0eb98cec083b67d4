/** The user's own budgets, and which of them are exceeded. */
import { formatEmissions, formatEnergy, formatPower } from '../../core/units/format';
import { gramsCO2e, kilowattHours, watts, type Range } from '../../core/units/quantity';

/** Undefined where the user set none. */
export interface Budgets {
  readonly watts: number | undefined;
  /** kWh a run. */
  readonly run: number | undefined;
  /** gCO2e a day. */
  readonly day: number | undefined;
}

export interface Spent {
  readonly power: Range | null;
  /** kWh of each run that goes on. */
  readonly runs: readonly (Range | null)[];
  /** gCO2e of today. */
  readonly today: Range | null;
}

/** One sentence for each that is exceeded by what is typical; empty where nothing is. */
export function exceeded({ power, runs, today }: Spent, budgets: Budgets): readonly string[] {
  const sentences: string[] = [];
  if (power && budgets.watts !== undefined && power.typical > budgets.watts) {
    sentences.push(`the machine draws more than ${formatPower(watts(budgets.watts))}`);
  }
  const limit = budgets.run;
  if (limit !== undefined && runs.some((energy) => energy !== null && energy.typical > limit)) {
    sentences.push(`the run has used more than ${formatEnergy(kilowattHours(limit))}`);
  }
  if (today && budgets.day !== undefined && today.typical > budgets.day) {
    sentences.push(`today has emitted more than ${formatEmissions(gramsCO2e(budgets.day))}`);
  }
  return sentences;
}
