/** How estimates are said in the editor: one line for a lens or a problem, always as a range. */
import type { Estimate, SavingEstimate } from '../../core/estimate/types';
import type { Saving, Scope } from '../../core/rules/rule';
import { formatEmissions, formatEnergy, formatPercent } from '../../core/units/format';
import { fraction } from '../../core/units/quantity';

/** Energies below this (0.01 Wh) are next to nothing: then the upper end says it all. */
const NEXT_TO_NOTHING = 0.000_01;

/** "about 1.2–2.6 kWh, 0.4–0.9 kg CO2e", or "up to 0.13 Wh, 0.065 g CO2e" where the lower end is next to nothing. */
export function costText({ energy, emissions }: SavingEstimate): string {
  if (energy.low < NEXT_TO_NOTHING) return `up to ${formatEnergy(energy.high)}, ${formatEmissions(emissions.high)}`;
  return `about ${formatEnergy(energy)}, ${formatEmissions(emissions)}`;
}

/** "about 1.2–2.6 kWh, 0.4–0.9 kg CO2e per run". */
export function lensText(estimate: Estimate): string {
  return `${costText(estimate)} per run`;
}

/** "1.2–2.6 kWh", for an inlay hint at the end of a line. */
export function inlayText(estimate: Estimate): string {
  const { energy } = estimate;
  return energy.low < NEXT_TO_NOTHING ? `< ${formatEnergy(energy.high)}` : `≈ ${formatEnergy(energy)}`;
}

/** "saves about 0.2–1.1 Wh". */
export function savingText({ energy }: SavingEstimate): string {
  if (energy.low < NEXT_TO_NOTHING) return `saves up to ${formatEnergy(energy.high)}`;
  return `saves about ${formatEnergy(energy)}`;
}

/** "typically 80% of 2.2 kWh = 1.8 kWh": the saving as a part of the run that it is saved on. */
export function savingSum({ energy }: SavingEstimate, whole: Estimate): string {
  const part = formatPercent(fraction(energy.typical / whole.energy.typical));
  return `typically ${part} of ${formatEnergy(whole.energy.typical)} = ${formatEnergy(energy.typical)}`;
}

/** What the evidence behind a saving is, instead of a letter. */
export const GRADES: Record<Saving['grade'], string> = {
  E: 'energy measured and published',
  T: 'time measured and published by the vendor',
  C: 'CPU time measured',
  D: "arithmetic on this file's own numbers",
  N: 'no measured figure',
};

const SCOPES: Record<Scope, string> = {
  search: 'the search',
  train: 'the training',
  load: 'data loading',
  eval: 'evaluation',
  prep: 'data preparation',
  infer: 'inference',
  whole: 'the whole run',
};

/** "54–91% of the search"; a vendor's figure is an upper bound, unless both gains and losses were measured. */
export function shareText(saving: Exclude<Saving, { grade: 'N' }>): string {
  const high = fraction(saving.high);
  const share =
    saving.grade === 'T' && saving.low >= 0
      ? `up to ${formatPercent(high)}`
      : formatPercent({ low: fraction(saving.low), typical: fraction(saving.typical), high });
  return `${share} of ${SCOPES[saving.scope]}`;
}
