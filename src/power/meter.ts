/** The live power meter: the one door through which the status bar and the command line see the power of this machine. */
import type { Millis } from '../core/units/quantity';
import type { Host } from '../host/ports';
import type { DeviceEnergy } from './energy';
import type { SourceStatus } from './ladder';
import { LiveMeter } from './live-meter';
import { defaultIntervals, type Intervals, type Need } from './need';
import type { EnergyReading, Reading } from './reading';
import { Sampler } from './sampler';
import type { MakeSampling } from './sampling';
import { prometheusSources } from './sources/prometheus/source';
import { sources as allSources } from './sources/registry';
import type { PowerSource } from './types';
import type { WallLine } from './wall/fit';

export interface MeterOptions {
  /** Those of the registry where absent. */
  readonly sources?: readonly PowerSource[];
  /** Ids of sources that the user does not want. */
  readonly switchedOff?: readonly string[];
  readonly intervals?: Intervals;
  /** Addresses of Prometheus endpoints of this machine that the user named; nothing is asked where absent. */
  readonly prometheus?: readonly string[];
  /** Whoever reads the sensors; this process where absent. */
  readonly sampling?: MakeSampling;
  /** Leads from the sensors to the wall, where that was calibrated; asked at each reading. */
  readonly wall?: () => WallLine | null;
  /** One line for a log; never contains anything but sensors and their faults. */
  readonly log?: (message: string) => void;
}

/** Energy from the moment it was opened until it is closed, beside the meter's own. */
export interface Measurement {
  energy(): EnergyReading;
  byDevice(): readonly DeviceEnergy[];
  close(): void;
}

export interface Meter {
  /** Finds the sensors and begins to read them; does nothing when started already. */
  start(): Promise<void>;
  /** Who needs the power now; it is `active` until somebody says otherwise. */
  setNeed(need: Need): void;
  snapshot(): Reading;
  /** Called at every tick while the meter runs. Returns what ends it. */
  onReading(listener: (reading: Reading) => void): () => void;
  /** Every source: in use, or why not and what would help. */
  describe(): readonly SourceStatus[];
  /** Looks for sensors again, for example after permissions have changed. */
  refresh(): Promise<void>;
  /** Starts an energy account of its own, for a run. */
  measure(): Measurement;
  /** The interval at which readings come now. */
  interval(): Millis;
  /** Ends every wait and every tool. The last snapshot stays readable. */
  dispose(): void;
}

export function createMeter(host: Host, options: MeterOptions = {}): Meter {
  const sources = withEndpoints(options.sources ?? allSources, options.prometheus ?? []);
  const off = new Set(options.switchedOff ?? []);
  return new LiveMeter({
    host,
    sources: sources.filter(({ id }) => !off.has(id)),
    switchedOff: sources.filter(({ id }) => off.has(id)),
    intervals: options.intervals ?? defaultIntervals,
    sampling: options.sampling ?? ((parts) => new Sampler(parts)),
    wall: options.wall ?? (() => null),
    log: options.log ?? (() => undefined),
  });
}

/** Named endpoints take the place of the source that stands for them. */
function withEndpoints(sources: readonly PowerSource[], addresses: readonly string[]): readonly PowerSource[] {
  if (addresses.length === 0) return sources;
  return [...sources.filter(({ id }) => id !== 'prometheus'), ...prometheusSources(addresses)];
}
