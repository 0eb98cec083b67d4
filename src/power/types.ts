/** What a power sensor is and what it says. */
import type { Millis, Watts } from '../core/units/quantity';
import type { Host } from '../host/ports';

export type PowerScope = 'system' | 'cpu' | 'gpu' | 'memory';

/** As shown. */
export const SCOPE_NAMES = { system: 'Whole machine', cpu: 'CPU', gpu: 'GPU', memory: 'Memory' } as const;

/** One device at one moment. `watts` null means unknown, never 0; `asleep` devices were deliberately not polled. */
export interface DeviceSample {
  readonly source: string;
  readonly scope: PowerScope;
  /** Stable within a machine: "package-0", "GPU-uuid", "BAT0". */
  readonly device: string;
  /** As shown: "NVIDIA RTX A5000". */
  readonly label: string;
  readonly watts: Watts | null;
  readonly state: 'on' | 'asleep' | 'unknown';
  readonly quality: 'measured' | 'modelled';
  /** For modelled values the 80 % interval; null for measured ones. */
  readonly range: { readonly low: Watts; readonly high: Watts } | null;
  /** Monotonic clock. */
  readonly at: Millis;
}

export type Available = { readonly available: true; readonly devices: readonly string[]; readonly note: string | null };
/** `help` says what would make it available, for example a udev line; it is never run. */
export type Unavailable = {
  readonly available: false;
  readonly why: string;
  readonly help: string | null;
  /** What is there all the same and draws power that nobody measures, "NVIDIA GPU"; absent when nothing is. */
  readonly missing?: string;
};

export interface PowerSource {
  readonly id: string;
  /** As shown in the tooltip: "RAPL powercap". */
  readonly name: string;
  readonly scope: PowerScope;
  readonly quality: 'measured' | 'modelled';
  /** What it measures; sources of the same thing are alternatives, others add up. The scope where absent. */
  readonly covers?: string;
  /** Among alternatives the highest is best. Where absent 50 when measured, 10 when modelled. */
  readonly rank?: number;
  /** How often the sensor itself has something new; it is never sampled faster. */
  readonly minimumInterval?: Millis;
  probe(host: Host): Promise<Available | Unavailable>;
  /** Yields one array a tick until aborted; a silent sensor yields samples with `watts: null`. */
  samples(host: Host, signal: AbortSignal, interval: () => Millis): AsyncIterable<readonly DeviceSample[]>;
}
