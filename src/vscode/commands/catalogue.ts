/** The regions and hardware to choose from; the tables are loaded when they are first asked for. */
import type { Region } from '../../data/regions';

export async function regions(): Promise<readonly Region[]> {
  const { regionChoices } = await import('../../data/regions');
  return regionChoices();
}

/** Accelerators first, then cloud machines. */
export async function hardwareNames(): Promise<readonly string[]> {
  const { acceleratorNames, instanceNames } = await import('../../data/hardware');
  return [...acceleratorNames(), ...instanceNames()];
}

/** Why a typed value would not be understood; undefined when it is. */
export async function whyUnknown(assumption: {
  readonly region?: string;
  readonly hardware?: string;
}): Promise<string | undefined> {
  const { buildContext } = await import('../../core/estimate/context');
  const nothing = { region: null, hardware: null, pue: null, hours: null, machine: null };
  return buildContext({ ...nothing, ...assumption }).problems[0];
}
