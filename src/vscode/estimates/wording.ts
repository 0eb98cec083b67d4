/** How estimates are said in the editor: one line for a lens or a problem, always as a range. */
import type { Estimate, SavingEstimate } from '../../core/estimate/types';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';

/** "about 1.2–2.6 kWh, 0.4–0.9 kg CO2e per run". */
export function lensText(estimate: Estimate): string {
  return `about ${formatEnergy(estimate.energy)}, ${formatEmissions(estimate.emissions)} per run`;
}

/** "1.2–2.6 kWh", for an inlay hint at the end of a line. */
export function inlayText(estimate: Estimate): string {
  return `≈ ${formatEnergy(estimate.energy)}`;
}

/** "saves about 0.2–1.1 Wh". */
export function savingText(saving: SavingEstimate): string {
  return `saves about ${formatEnergy(saving.energy)}`;
}

/** "2.4–5.1 h, 1.2–2.6 kWh, 0.4–0.9 kg CO2e". */
export function fullText(estimate: Estimate): string {
  return [formatDuration(estimate.time), formatEnergy(estimate.energy), formatEmissions(estimate.emissions)].join(', ');
}

/** What the confidence of an estimate rests on. */
export const CONFIDENCE: Record<Estimate['confidence'], string> = {
  measured: 'measured on this machine',
  calibrated: 'calibrated by your own measured runs',
  prior: 'class priors, nothing measured yet',
};
