/** Waiting for something to become true, by a deadline, with an error that says what was last seen instead. */
import { setTimeout as delay } from 'node:timers/promises';

/** Asks `look` again and again until it gives something other than undefined; fails after `timeoutMs` naming `what`. */
export async function waitFor<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}.`);
    await delay(100);
  }
}
