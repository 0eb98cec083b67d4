/** A machine in memory whose files, tools and clock the test controls. */
import type { Host, Machine, Network } from '../../../../src/host/ports';
import { millis } from '../../../../src/core/units/quantity';
import type { DeviceSample, PowerSource } from '../../../../src/power/types';
import { FakeClock, settle } from './clock';
import { FakeFiles } from './files';
import { FakeNetwork } from './network';
import { FakeProcesses } from './processes';

export class FakeHost implements Host {
  readonly clock: FakeClock;
  readonly files: FakeFiles;
  readonly processes: FakeProcesses;
  readonly network: Network;
  readonly machine: Machine;
  /** Busy share of all cores from now on. */
  private load = 0.25;
  private busy = 0;
  private since: number;

  constructor(
    parts: {
      clock?: FakeClock;
      files?: FakeFiles;
      processes?: FakeProcesses;
      network?: Network;
      machine?: Partial<Machine>;
    } = {},
  ) {
    this.clock = parts.clock ?? new FakeClock();
    this.files = parts.files ?? new FakeFiles();
    this.processes = parts.processes ?? new FakeProcesses();
    this.network = parts.network ?? new FakeNetwork();
    this.since = this.clock.now();
    this.machine = {
      platform: 'linux',
      hostname: 'workstation',
      cpuModel: 'Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz',
      logicalCores: 8,
      memoryBytes: 16 * 2 ** 30,
      cpuTimes: () => ({ busy: this.busyTime(), total: this.clock.now() * 8 }),
      ...parts.machine,
    };
  }

  setLoad(load: number): void {
    this.busy = this.busyTime();
    this.since = this.clock.now();
    this.load = load;
  }

  private busyTime(): number {
    return this.busy + (this.clock.now() - this.since) * 8 * this.load;
  }
}

/** A running source and the ticks it has yielded. */
export interface Driven {
  readonly ticks: (readonly DeviceSample[])[];
  readonly last: () => readonly DeviceSample[];
  hasEnded: boolean;
  stop(): Promise<void>;
}

/** Reads a source in the background while the test moves the clock. */
export function drive(source: PowerSource, host: Host, interval: () => number = () => 1000): Driven {
  const controller = new AbortController();
  const driven: Driven = {
    ticks: [],
    last: () => driven.ticks.at(-1) ?? [],
    hasEnded: false,
    stop: () => {
      controller.abort();
      return settle();
    },
  };
  void (async () => {
    for await (const tick of source.samples(host, controller.signal, () => millis(interval()))) driven.ticks.push(tick);
    driven.hasEnded = true;
  })();
  return driven;
}

/** Watts of a tick, rounded to tenths, unknown as null. */
export function wattsOf(tick: readonly DeviceSample[]): readonly (number | null)[] {
  return tick.map(({ watts }) => (watts === null ? null : Math.round(watts * 10) / 10));
}
