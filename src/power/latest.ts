/** The latest sample of every device and its mean over the last ten seconds, which is what is shown. */
import { millis, watts, type Millis, type Range, type Watts } from '../core/units/quantity';
import { powerRange } from './accounting';
import type { DeviceSample } from './types';

/** Shown watts are a mean over this long: a readout that flickers is not read. */
const MEAN_OVER = 10_000;
/** Older than this many intervals, a sample says nothing about now. */
const STALE_AFTER = 5;

export interface LatestSample {
  readonly sample: DeviceSample;
  /** Of the latest sample. */
  readonly power: Range<Watts> | null;
  /** Over the last ten seconds; null when the latest sample is unknown. */
  readonly mean: Range<Watts> | null;
  readonly age: Millis;
  readonly isStale: boolean;
}

interface Remembered {
  readonly sample: DeviceSample;
  readonly history: readonly { readonly at: Millis; readonly power: Range<Watts> }[];
  readonly cadence: Millis;
}

export class LatestSamples {
  private readonly bySource = new Map<string, ReadonlyMap<string, Remembered>>();

  /** One tick of one source; a device that is not in it is gone. */
  put(source: string, samples: readonly DeviceSample[], cadence: Millis): void {
    const before = this.bySource.get(source);
    const devices = new Map<string, Remembered>();
    for (const sample of samples) {
      const power = powerRange(sample);
      const old = before?.get(sample.device)?.history ?? [];
      const recent = old.filter(({ at }) => sample.at - at < MEAN_OVER);
      const history = power === null ? [] : [...recent, { at: sample.at, power }];
      devices.set(sample.device, { sample, history, cadence });
    }
    this.bySource.set(source, devices);
  }

  /** Those that have said something. */
  sources(): readonly string[] {
    return [...this.bySource.keys()];
  }

  has(source: string): boolean {
    return (this.bySource.get(source)?.size ?? 0) > 0;
  }

  /** The source has failed: what it last said is not true any more. Returns its devices as unknown. */
  lose(source: string, at: Millis): readonly DeviceSample[] {
    const devices = this.bySource.get(source) ?? new Map<string, Remembered>();
    const lost = [...devices.values()].map(({ sample }): DeviceSample => {
      return { ...sample, watts: null, range: null, state: 'unknown', at };
    });
    this.put(source, lost, millis(0));
    return lost;
  }

  clear(): void {
    this.bySource.clear();
  }

  /** `cadence` is the interval at which samples come now. */
  of(source: string, now: Millis, cadence: Millis): readonly LatestSample[] {
    return [...(this.bySource.get(source)?.values() ?? [])].map((device): LatestSample => {
      const age = millis(Math.max(0, now - device.sample.at));
      const isStale = age > STALE_AFTER * Math.max(cadence, device.cadence);
      const isKnown = !isStale && device.sample.watts !== null;
      return {
        sample: device.sample,
        power: isKnown ? powerRange(device.sample) : null,
        mean: isKnown ? meanOf(device.history.map(({ power }) => power)) : null,
        age,
        isStale,
      };
    });
  }
}

function meanOf(powers: readonly Range<Watts>[]): Range<Watts> | null {
  if (powers.length === 0) return null;
  const mean = (pick: (power: Range<Watts>) => number): Watts =>
    watts(powers.reduce((sum, power) => sum + pick(power), 0) / powers.length);
  return {
    low: mean((power) => power.low),
    typical: mean((power) => power.typical),
    high: mean((power) => power.high),
  };
}
