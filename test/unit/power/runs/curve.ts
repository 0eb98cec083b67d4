/** A machine whose parts draw what functions of time say, with the exact integral of them. */
import { watts } from '../../../../src/core/units/quantity';
import { createMeter, type Meter } from '../../../../src/power/meter';
import { isRunning, pause } from '../../../../src/power/pace';
import type { RunStart } from '../../../../src/power/runs/run';
import type { DeviceSample, PowerSource } from '../../../../src/power/types';
import { millis } from '../../../../src/core/units/quantity';
import { FakeHost } from '../fakes/host';

/** Watts at a time in seconds; null is unknown. */
export type Curve = (seconds: number) => number | null;

type Shape = Pick<PowerSource, 'id' | 'scope'> & Partial<Pick<PowerSource, 'quality' | 'rank'>>;

export function curveSource(shape: Shape, device: string, curve: Curve): PowerSource {
  const { id: source, scope, quality = 'measured' } = shape;
  return {
    name: source.toUpperCase(),
    quality,
    ...shape,
    probe: () => Promise.resolve({ available: true, devices: [device], note: null }),
    async *samples(host, signal, interval) {
      while (isRunning(signal)) {
        const at = host.clock.now();
        const power = curve(at / 1000);
        const draw = power === null ? null : watts(power);
        const range = quality === 'modelled' && draw !== null ? { low: watts(draw / 2), high: watts(draw * 2) } : null;
        const state = draw === null ? 'unknown' : 'on';
        yield [{ source, scope, device, label: device, watts: draw, state, quality, range, at } satisfies DeviceSample];
        if (!(await pause(host.clock, interval(), signal))) return;
      }
    },
  };
}

/** In kWh, by the midpoint rule on tenths of seconds. */
export function integral(curve: Curve, from: number, to: number): number {
  const steps = Math.round((to - from) * 10);
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += curve(from + (step + 0.5) / 10) ?? 0;
  return sum / 10 / 3.6e6;
}

export interface Machine {
  readonly host: FakeHost;
  readonly meter: Meter;
  /** Seconds of the monotonic clock. */
  now(): number;
  pass(seconds: number): Promise<void>;
}

export async function machineWith(sources: readonly PowerSource[], host = new FakeHost()): Promise<Machine> {
  const meter = createMeter(host, { sources });
  await meter.start();
  meter.setNeed('training');
  return {
    host,
    meter,
    now: () => host.clock.now() / 1000,
    pass: (seconds) => host.clock.advance(seconds * 1000),
  };
}

export function startAt(wall: number, known: Partial<RunStart> = {}): RunStart {
  return {
    id: 'run-1',
    startedBy: 'terminal',
    script: 'train.py',
    commit: null,
    workload: null,
    estimate: null,
    machine: 'Intel Core i7-6700',
    intensity: null,
    pid: null,
    at: millis(wall),
    ...known,
  };
}
