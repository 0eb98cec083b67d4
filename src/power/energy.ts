/** An energy account: the total of the machine and each device, integrated side by side from the same samples. */
import { millis, type Millis, type Range, type Watts } from '../core/units/quantity';
import { Integrator, powerRange, type Energy } from './accounting';
import type { EnergyReading } from './reading';
import type { DeviceSample } from './types';

export interface TotalPoint {
  readonly at: Millis;
  readonly wall: Millis;
  readonly power: Range<Watts> | null;
  readonly isLowerBound: boolean;
  readonly cadence: Millis;
}

/** Energy of one device; whether it may be added to others is for the total to say. */
export interface DeviceEnergy extends Energy {
  readonly source: string;
  readonly device: string;
  readonly label: string;
}

export class EnergyAccount {
  private readonly total = new Integrator();
  private readonly devices = new Map<string, { readonly sample: DeviceSample; readonly integrator: Integrator }>();
  private partly = 0;
  private last: { readonly covered: number; readonly isLowerBound: boolean } = { covered: 0, isLowerBound: false };

  addTotal(point: TotalPoint): void {
    this.total.add({ ...point, missing: 'unknown' });
    const covered = this.total.coveredTime;
    if (point.isLowerBound || this.last.isLowerBound) this.partly += covered - this.last.covered;
    this.last = { covered, isLowerBound: point.isLowerBound };
  }

  addSamples(samples: readonly DeviceSample[], wall: Millis, cadence: Millis): void {
    for (const sample of samples) {
      const key = `${sample.source}/${sample.device}`;
      const entry = this.devices.get(key) ?? { sample, integrator: new Integrator() };
      this.devices.set(key, entry);
      const missing = sample.state === 'asleep' ? 'asleep' : 'unknown';
      entry.integrator.add({ at: sample.at, wall, power: powerRange(sample), missing, cadence });
    }
  }

  reading(): EnergyReading {
    return { ...this.total.energy(), partly: millis(this.partly) };
  }

  byDevice(): readonly DeviceEnergy[] {
    return [...this.devices.values()].map(({ sample, integrator }) => ({
      source: sample.source,
      device: sample.device,
      label: sample.label,
      ...integrator.energy(),
    }));
  }
}
