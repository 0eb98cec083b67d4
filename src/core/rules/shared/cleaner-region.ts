/** Which region of the same cloud and continent has a cleaner grid, by the bundled yearly figures. */
import { type Region, regionChoices, regionNamed } from '../../../data/regions';

export type Provider = 'aws' | 'gcp' | 'azure';

export interface Cleaner {
  readonly here: Region;
  readonly there: Region;
  /** As the provider writes it. */
  readonly name: string;
  /** The part of the carbon that it saves, 0..1. */
  readonly share: number;
}

/** By the codes of grid zones; what is not listed has no second region near by. */
const CONTINENTS: readonly RegExp[] = [
  /^((US|CA)-|MEX$)/,
  /^((SE|IT|NO|DK)-|(IRL|GBR|FRA|DEU|CHE|ESP|BEL|NLD|POL|FIN|NOR|AUT|DNK|PRT|GRC|SWE|ITA)$)/,
  /^((IN|JP|MY)-|(KOR|SGP|HKG|TWN|IDN|THA|JPN|IND|MYS)$)/,
  /^(AU-|NZL$)/,
  /^((BR|CL)-|CHL$)/,
];

const continentOf = ({ zone }: Region): RegExp | undefined => CONTINENTS.find((one) => one.test(zone.code));
const countryOf = ({ zone }: Region): string => zone.code.replace(/-.*/, '');

/** The cleanest of the same country where it saves at least `least`, else of the continent; undefined where none does. */
export function cleanerRegion(provider: Provider, name: string, least: number): Cleaner | undefined {
  const here = regionNamed(`${provider}:${name}`);
  const continent = here && continentOf(here);
  // The look-up forgives hyphens, and us-west2 and us-west-2 are two places.
  if (here?.code !== `${provider}:${name}` || !continent) return undefined;
  const near = regionChoices()
    .filter((one) => one.code.startsWith(`${provider}:`) && continentOf(one) === continent)
    .map((there): Cleaner => {
      const share = 1 - there.zone.intensity / here.zone.intensity;
      return { here, there, name: there.code.slice(provider.length + 1), share };
    })
    .filter(({ share }) => share >= least)
    .sort((one, other) => other.share - one.share);
  return near.find(({ there }) => countryOf(there) === countryOf(here)) ?? near[0];
}
