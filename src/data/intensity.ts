/** Yearly grid carbon intensity by country, country group and sub-national zone. */
import { COUNTRY_SOURCE, YEARLY_DRIFT, ZONE_SOURCE, ZONE_YEAR } from './intensity/sources';
import { lazy, nameKey, tableRows } from './table';

export interface GridZone {
  /** `FRA`, `US-CAL-CISO`. */
  readonly code: string;
  readonly name: string;
  /** gCO2e/kWh, yearly average; never 0 (the source uses 0 for missing). */
  readonly intensity: number;
  readonly year: number;
  readonly source: string;
}

interface Index {
  readonly byKey: ReadonlyMap<string, GridZone>;
  readonly zones: readonly GridZone[];
}

/** How far one year is off the next: the 80th percentile of |ln(ratio)| over all zones and years 2021-2025. */
export const yearlyDrift = YEARLY_DRIFT;

/** Names that people write and the tables do not have. */
const OTHER_NAMES = 'uk=GB|usa=US|us=US|korea=KR|czechrepublic=CZ|holland=NL|turkey=TR|england=GB|greatbritain=GB';

const index = lazy<Index>(() => {
  const byKey = new Map<string, GridZone>();
  const zones: GridZone[] = [];
  for (const [code = '', two = '', name = '', value = '0', year = '0'] of tableRows('intensity/countries')) {
    if (Number(value) <= 0) continue;
    const zone = { code, name, intensity: Number(value), year: Number(year), source: COUNTRY_SOURCE };
    zones.push(zone);
    for (const key of [code, two, name]) if (key !== '') byKey.set(nameKey(key), zone);
  }
  addSubnational(byKey, zones);
  addMissingCountries(byKey);
  for (const pair of OTHER_NAMES.split('|')) {
    const [key = '', code = ''] = pair.split('=');
    const zone = byKey.get(nameKey(code));
    if (zone !== undefined) byKey.set(key, zone);
  }
  return { byKey, zones };
});

function addSubnational(byKey: Map<string, GridZone>, zones: GridZone[]): void {
  for (const [code = '', name = '', value = '0'] of tableRows('intensity/zones')) {
    const zone = { code, name, intensity: Number(value), year: ZONE_YEAR, source: ZONE_SOURCE };
    zones.push(zone);
    for (const key of [code, name]) if (!byKey.has(nameKey(key))) byKey.set(nameKey(key), zone);
  }
}

/** A country whose figure is missing in one source is found under its alpha-3 code in the other. */
function addMissingCountries(byKey: Map<string, GridZone>): void {
  for (const [code = '', two = '', , value = '0'] of tableRows('intensity/countries')) {
    const other = Number(value) > 0 ? undefined : byKey.get(nameKey(two));
    if (other !== undefined) byKey.set(nameKey(code), other);
  }
}

/** Finds a zone by ISO code (two or three letters), name, or grid zone code; undefined when unknown or missing. */
export function gridZone(text: string): GridZone | undefined {
  return index().byKey.get(nameKey(text));
}

/** Every zone with a figure, countries first. */
export function gridZones(): readonly GridZone[] {
  return index().zones;
}

/** The world average, with the 10th and 90th percentile over countries: what "no region chosen" means. */
export const worldAverage = lazy(() => {
  const world = gridZone('WORLD');
  const countries = index()
    .zones.filter((zone) => /^[A-Z]{3}$/.test(zone.code))
    .map((zone) => zone.intensity)
    .sort((a, b) => a - b);
  const at = (share: number) => countries[Math.floor(countries.length * share)] ?? 0;
  return { value: world?.intensity ?? 0, low: at(0.1), high: at(0.9), year: world?.year ?? 0, source: COUNTRY_SOURCE };
});
