/** A sample of a sensor that measures: on when it says a power, unknown when it does not. */
import type { Millis, Watts } from '../core/units/quantity';
import type { DeviceSample, PowerScope } from './types';

export interface MeasuredDevice {
  readonly source: string;
  readonly scope: PowerScope;
  readonly device: string;
  readonly label: string;
}

export function measured(
  { source, scope, device, label }: MeasuredDevice,
  watts: Watts | null,
  at: Millis,
): DeviceSample {
  const state = watts === null ? 'unknown' : 'on';
  return { source, scope, device, label, watts, state, quality: 'measured', range: null, at };
}

/** A device that was left alone so that it can go on sleeping. */
export function asleep({ source, scope, device, label }: MeasuredDevice, at: Millis): DeviceSample {
  return { source, scope, device, label, watts: null, state: 'asleep', quality: 'measured', range: null, at };
}
