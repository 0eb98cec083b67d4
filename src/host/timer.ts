/** Waiting with the timers that Node and browsers share. */
import type { Millis } from '../core/units/quantity';

/** One for all: the meter abandons several waits a second, and a stack trace for each would be its largest cost. */
const aborted = new Error('The wait was aborted.');

/** Resolves after `delay`, or rejects when aborted. */
export function sleep(delay: Millis, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted);
    const stop = (): void => {
      clearTimeout(timer);
      reject(aborted);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.max(0, delay),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}
