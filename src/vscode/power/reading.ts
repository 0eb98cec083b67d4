/** What the status bar shows: the total and where it comes from. */
import type { Intensity } from '../../core/estimate/types';
import type { GramsCO2e, Watts } from '../../core/units/quantity';
import type { DeviceSample } from '../../power/types';

/** A sensor that is not used, and what would make it available. */
export interface MissingSensor {
  readonly name: string;
  readonly why: string;
  readonly help: string | null;
}

export interface PowerView {
  /** Null while nothing is known. */
  readonly watts: Watts | null;
  /** True when any part of the total is modelled. */
  readonly quality: 'measured' | 'modelled';
  readonly devices: readonly DeviceSample[];
  /** Name of a source as shown. */
  sourceName(id: string): string;
  readonly missing: readonly MissingSensor[];
  /** What reading the sensors costs, as a sentence; null while unknown. */
  readonly overhead: string | null;
  readonly intensity: Intensity;
  /** What the total emits as long as it lasts. */
  readonly perHour: GramsCO2e | null;
  /** Same clock as the samples. */
  readonly now: number;
  /** Name of the machine when the editor runs on another one. */
  readonly remoteHost: string | null;
}
