/** Monotonic time, wall time and abortable waiting on Node. */
import { performance } from 'node:perf_hooks';
import { millis } from '../core/units/quantity';
import type { Clock } from './ports';
import { sleep } from './timer';

export const nodeClock: Clock = {
  now: () => millis(performance.now()),
  wall: () => millis(Date.now()),
  sleep,
};
