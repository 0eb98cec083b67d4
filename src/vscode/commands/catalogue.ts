/** The regions and hardware to choose from; the tables are loaded when they are first asked for. */
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

/** Why a typed value would not be understood; undefined when it is. */
export async function whyUnknown(assumption: {
  readonly region?: string;
  readonly hardware?: string;
}): Promise<string | undefined> {
  const { buildContext } = await loadCore();
  const nothing = { region: null, hardware: null, pue: null, hours: null, machine: null };
  return buildContext({ ...nothing, ...assumption }).problems[0];
}
