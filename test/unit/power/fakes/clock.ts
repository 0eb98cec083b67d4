/** A clock that stands still until it is moved; hours pass in as long as the code that wakes up in them takes. */
import { millis, type Millis } from '../../../../src/core/units/quantity';
import type { Clock } from '../../../../src/host/ports';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  private time = 1000;
  private wallTime = Date.UTC(2026, 0, 1);
  private readonly sleepers = new Set<Sleeper>();

  now(): Millis {
    return millis(this.time);
  }

  wall(): Millis {
    return millis(this.wallTime);
  }

  /** How many are waiting: what leaks shows here. */
  get waiting(): number {
    return this.sleepers.size;
  }

  sleep(delay: Millis, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.sleepers.delete(sleeper);
        reject(new Error('aborted'));
      };
      const wake = (): void => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { due: this.time + Math.max(0, delay), wake };
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      this.sleepers.add(sleeper);
    });
  }

  /** Lets the time pass, waking everybody in order. */
  async advance(delay: number): Promise<void> {
    const end = this.time + delay;
    for (;;) {
      await settle();
      const next = [...this.sleepers].reduce<Sleeper | null>(
        (first, sleeper) => (first === null || sleeper.due < first.due ? sleeper : first),
        null,
      );
      if (next === null || next.due > end) break;
      this.moveTo(next.due);
      next.wake();
    }
    this.moveTo(end);
  }

  /** The machine sleeps: on Linux and macOS the monotonic clock stands still meanwhile. */
  suspend(duration: number): void {
    this.wallTime += duration;
  }

  private moveTo(time: number): void {
    this.wallTime += time - this.time;
    this.time = time;
  }
}

/** Everything that follows from what has happened has happened: no fake waits for anything real. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
