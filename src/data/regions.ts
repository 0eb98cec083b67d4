/** Cloud regions and names of states: which grid zone they draw from, and the facility overhead of their operator. */
import { gridZone, gridZones, type GridZone } from './intensity';
import { nearest } from './nearest';
import { lazy, nameKey, tableRows } from './table';

/** Power usage effectiveness with the 80 % range. */
export interface PueFacts {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly year: number;
  readonly source: string;
}

export interface Region {
  /** `aws:eu-west-3`, `US-CA`, `FRA`. */
  readonly code: string;
  readonly zone: GridZone;
  /** Overhead of the operator's data centres; null when the region is a place, not a data centre. */
  readonly pue: PueFacts | null;
}

/** Fleet figures as the operators publish them; the range spans their regions. */
const OPERATORS: Readonly<Record<string, PueFacts>> = {
  aws: { value: 1.15, low: 1.07, high: 1.3, year: 2023, source: 'AWS sustainability page, global average' },
  gcp: { value: 1.1, low: 1.07, high: 1.15, year: 2023, source: 'Google data-centre efficiency page, fleet average' },
  azure: { value: 1.16, low: 1.12, high: 1.3, year: 2024, source: 'Microsoft data-centre fact sheet, fleet average' },
};

/** A data centre of no known operator: Uptime Institute survey mean, as Green Algorithms takes it. */
export const UNKNOWN_DATA_CENTRE: PueFacts = {
  value: 1.56,
  low: 1.2,
  high: 1.8,
  year: 2024,
  source: 'Uptime Institute global survey',
};

/** A home, an office or a laptop: nothing besides the machine itself. */
export const NO_FACILITY: PueFacts = { value: 1, low: 1, high: 1, year: 2024, source: 'no data centre' };

const regions = lazy(() => {
  const byKey = new Map<string, Region>();
  const add = (code: string, zoneCode: string, pue: PueFacts | null, aliases: readonly string[]): void => {
    const zone = gridZone(zoneCode);
    if (zone === undefined) return;
    for (const alias of [code, ...aliases])
      if (!byKey.has(nameKey(alias))) byKey.set(nameKey(alias), { code, zone, pue });
  };
  for (const [provider = '', name = '', zone = ''] of tableRows('regions/clouds')) {
    add(`${provider}:${name}`, zone, OPERATORS[provider] ?? null, [name]);
  }
  for (const [code = '', name = '', zone = ''] of tableRows('regions/states')) add(code, zone, null, [name]);
  return byKey;
});

/** Finds a cloud region (`aws:eu-west-3`, `europe-west1`), a state (`US-CA`, `California`), a country or a grid zone. */
export function regionNamed(text: string): Region | undefined {
  const cloud = regions().get(nameKey(text));
  if (cloud !== undefined) return cloud;
  const zone = gridZone(text);
  return zone === undefined ? undefined : { code: zone.code, zone, pue: null };
}

/** The closest codes and names to a text that names no region. */
export function nearestRegions(text: string): readonly string[] {
  const codes = [...new Set([...regions().values()].map((region) => region.code))];
  const zones = gridZones();
  const byName = nearest(text, [...zones.map((zone) => zone.name), ...zones.map((zone) => zone.code), ...codes], 4);
  return byName.map((name) => {
    const zone = zones.find((one) => one.name === name);
    return zone === undefined ? name : `${zone.code} (${name})`;
  });
}

/** Every code that can be chosen, with the place it names; for a pick list. */
export function regionChoices(): readonly Region[] {
  const zones = gridZones().map((zone) => ({ code: zone.code, zone, pue: null }));
  return [...zones, ...new Set(regions().values())];
}
