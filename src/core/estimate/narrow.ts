/** What to find out to narrow an estimate, and the setting that says it. */
import type { Estimate } from './types';

export type Remedy = 'hours' | 'hardware' | 'region' | 'pue';

export interface Narrowing {
  readonly input: string;
  /** Part of the width, 0..1, of the energy; for `region` of the emissions. */
  readonly share: number;
  readonly remedy: Remedy;
}

/** Below this an input is not worth a line. */
const NOTABLE = 0.02;

/**
 * The inputs that a setting can replace, by what they add to the width of the emissions, widest first. Everything that makes the
 * time is replaced by the hours.
 */
export function narrowings(estimate: Estimate): readonly Narrowing[] {
  const ofGrid = gridShare(estimate);
  const found = estimate.inputs
    .filter(({ name }) => name !== 'grid')
    .map(({ name, widens, origin }): Narrowing => {
      return { input: name, share: widens, remedy: remedyOf(name, origin, estimate) };
    });
  const chosen = estimate.basis.intensity.region !== undefined;
  const grid: readonly Narrowing[] = chosen ? [] : [{ input: 'grid', share: ofGrid, remedy: 'region' }];
  const weight = ({ remedy, share }: Narrowing) => (remedy === 'region' ? share : share * (1 - ofGrid));
  return [...found, ...grid].filter(({ share }) => share >= NOTABLE).sort((a, b) => weight(b) - weight(a));
}

function remedyOf(name: string, origin: string, { basis }: Estimate): Remedy {
  if (name === 'PUE') return 'pue';
  const unknownPart = basis.hardware.origin === 'prior';
  return name === 'mean power' || (unknownPart && origin === 'prior' && name.endsWith('speed')) ? 'hardware' : 'hours';
}

/** The part of the variance of ln(emissions) that the grid makes up. */
function gridShare({ energy, basis: { intensity } }: Estimate): number {
  const width = (high: number, low: number) => Math.log(high / low) ** 2;
  const grid = width(intensity.high, intensity.low);
  const total = grid + width(energy.high, energy.low);
  return total > 0 ? grid / total : 0;
}
