/** Monotonic time, wall time and abortable waiting on Node. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delayed } from 'node:timers/promises';
import { millis } from '../core/units/quantity';
import type { Clock } from './ports';

export const nodeClock: Clock = {
  now: () => millis(performance.now()),
  wall: () => millis(Date.now()),
  sleep: (delay, signal) => delayed(Math.max(0, delay), undefined, signal ? { signal } : undefined),
};
