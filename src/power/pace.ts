/** Waiting between samples, in a form that ends quietly when the meter stops. */
import { millis, type Millis } from '../core/units/quantity';
import type { Clock } from '../host/ports';

/** False once aborted: the loop that waits should end. */
export async function pause(clock: Clock, delay: Millis, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  try {
    await clock.sleep(delay, signal);
  } catch {
    return false;
  }
  return isRunning(signal);
}

/** A call, so that the type checker does not believe that the signal is still as it was before an await. */
export function isRunning(signal: AbortSignal): boolean {
  return !signal.aborted;
}

/** Counters need two reads before they say anything; the second comes soon, so that the first watts do, too. */
export function firstPause(interval: Millis): Millis {
  return millis(Math.min(interval, 1000));
}

export interface Child {
  readonly controller: AbortController;
  readonly release: () => void;
}

/** Why waits end early. A reason of one's own spares the error, with its stack trace, that is made otherwise. */
export const DONE = 'done';

/** A controller that is aborted with its parent, and forgets it when `release` is called. */
export function childOf(parent: AbortSignal): Child {
  const controller = new AbortController();
  const stop = (): void => controller.abort(DONE);
  if (parent.aborted) stop();
  else parent.addEventListener('abort', stop, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', stop) };
}
