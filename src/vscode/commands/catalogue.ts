/** The regions and hardware to choose from; the tables are loaded when they are first asked for. */
import type { Unknown } from '../../core/estimate/suggest';
import type { Region } from '../../data/regions';
import { loadCore } from '../lazy/load';

export async function regions(): Promise<readonly Region[]> {
  const { regionChoices } = await loadCore();
  return regionChoices();
}

/** Accelerators first, then cloud machines. */
export async function hardwareNames(): Promise<readonly string[]> {
  const { acceleratorNames, instanceNames } = await loadCore();
  return [...acceleratorNames(), ...instanceNames()];
}

/** Null when the text is understood. */
export async function whyUnknown(assumption: 'hardware' | 'region', typed: string): Promise<Unknown | null> {
  const { whyUnknownHardware, whyUnknownRegion } = await loadCore();
  return assumption === 'hardware' ? whyUnknownHardware(typed) : whyUnknownRegion(typed);
}
