/** A sensor that yields what the test says, when it says so. */
import { watts } from '../../../../src/core/units/quantity';
import { isRunning, pause } from '../../../../src/power/pace';
import type { DeviceSample, PowerSource } from '../../../../src/power/types';

export interface FakeSensor extends PowerSource {
  /** Power of each device by name; null is unknown. */
  devices: Record<string, number | null>;
  behaviour: 'work' | 'hang' | 'end' | 'throw' | 'nothing to say';
  /** Runs of `samples` that were begun, and of those the ones that have not ended. */
  runs: number;
  alive: number;
}

type Shape = Partial<Omit<PowerSource, 'probe' | 'samples'>> & { readonly id: string };

export function fakeSensor(shape: Shape, devices: Record<string, number | null>): FakeSensor {
  const scope = shape.scope ?? 'cpu';
  const quality = shape.quality ?? 'measured';
  const sensor: FakeSensor = {
    name: shape.id,
    scope,
    quality,
    ...shape,
    devices,
    behaviour: 'work',
    runs: 0,
    alive: 0,
    probe: () => Promise.resolve({ available: true, devices: Object.keys(sensor.devices), note: null }),
    async *samples(host, signal, interval) {
      sensor.runs += 1;
      sensor.alive += 1;
      try {
        while (isRunning(signal)) {
          if (sensor.behaviour === 'hang') await new Promise(() => undefined);
          if (sensor.behaviour === 'end') return;
          if (sensor.behaviour === 'throw') throw new Error('the bus is on fire');
          yield sensor.behaviour === 'nothing to say' ? [] : samplesOf(sensor, host.clock.now());
          if (!(await pause(host.clock, interval(), signal))) return;
        }
      } finally {
        sensor.alive -= 1;
      }
    },
  };
  return sensor;
}

function samplesOf(sensor: FakeSensor, at: DeviceSample['at']): readonly DeviceSample[] {
  const { id: source, scope, quality } = sensor;
  return Object.entries(sensor.devices).map(([device, value]): DeviceSample => {
    const power = value === null ? null : watts(value);
    const range = power !== null && quality === 'modelled' ? { low: watts(power / 2), high: watts(power * 2) } : null;
    const state = power === null ? 'unknown' : 'on';
    return { source, scope, device, label: device, watts: power, state, quality, range, at };
  });
}
