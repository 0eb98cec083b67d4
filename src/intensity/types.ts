/** What a source of grid carbon intensity is. */
import type { Intensity } from '../core/estimate/types';
import type { Millis } from '../core/units/quantity';
import type { Host } from '../host/ports';

export interface IntensityProvider {
  readonly id: string;
  /** As shown: "bundled yearly averages". */
  readonly name: string;
  /** True when a look-up leaves the machine; such a provider runs only after the user switched it on. */
  readonly network: boolean;
  /**
   * The intensity of a zone (`FRA`, `US-CAL-CISO`, `aws:eu-west-3`) at a moment (wall clock). Undefined when the provider
   * does not know the zone or cannot be reached.
   */
  lookup(zone: string, at: Millis, host: Host): Promise<Intensity | undefined>;
}
