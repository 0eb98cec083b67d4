/** The zones and hardware to choose from; the tables are loaded when they are first asked for. */
import type { GridZone } from '../../data/intensity';

export async function zones(): Promise<readonly GridZone[]> {
  const { gridZones } = await import('../../data/intensity');
  return gridZones();
}

export async function hardwareNames(): Promise<readonly string[]> {
  return Promise.resolve([]);
}
