/** Asks the providers for the carbon intensity of a zone. */
import type { Intensity } from '../core/estimate/types';
import type { Millis } from '../core/units/quantity';
import type { Host } from '../host/ports';
import { providers } from './providers/registry';

/** The first answer; a provider that would leave the machine is not asked. */
export async function offlineIntensity(zone: string, at: Millis, host: Host): Promise<Intensity | undefined> {
  for (const provider of providers.filter(({ network }) => !network)) {
    const found = await provider.lookup(zone, at, host);
    if (found) return found;
  }
  return undefined;
}
