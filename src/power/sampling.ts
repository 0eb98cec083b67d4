/** What a meter needs of whoever reads the sensors: this process, or another one of the same machine. */
import type { Millis } from '../core/units/quantity';
import type { Clock, Host } from '../host/ports';
import type { SourceStatus } from './ladder';
import type { Serving } from './ledger';
import type { DeviceSample, PowerSource } from './types';

export interface SamplingHooks {
  /** Wanted by whoever looks; a slow sensor may be slower. */
  interval(): Millis;
  samples(source: PowerSource, samples: readonly DeviceSample[], cadence: Millis): void;
  /** Its devices are unknown from now on. */
  lost(source: PowerSource, devices: readonly string[]): void;
  /** Ends the waits between samples: somebody wants them sooner. */
  hurry(): void;
  log(message: string): void;
}

export interface Sampling extends Serving {
  /** Looks for the sensors. */
  probe(signal: AbortSignal): Promise<void>;
  begin(): void;
  end(): void;
  statuses(): readonly SourceStatus[];
  /** The interval that the hooks say has become shorter. */
  hasteGrew(): void;
  dispose(): void;
}

export interface SamplingParts {
  readonly sources: readonly PowerSource[];
  /** Handed to the sources. */
  readonly host: Host;
  /** Times them; it is never woken early. */
  readonly clock: Clock;
  readonly hooks: SamplingHooks;
}

export type MakeSampling = (parts: SamplingParts) => Sampling;
