/** A clock whose sleepers can be woken early, so that a new need is served at once and nobody polls for it. */
import type { Millis } from '../core/units/quantity';
import type { Clock } from '../host/ports';
import { childOf } from './pace';

export class PacedClock implements Clock {
  private readonly sleepers = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  now(): Millis {
    return this.clock.now();
  }

  wall(): Millis {
    return this.clock.wall();
  }

  /** Resolves after `delay` or when woken. */
  async sleep(delay: Millis, signal?: AbortSignal): Promise<void> {
    const { controller, release } = childOf(signal ?? new AbortController().signal);
    const wake = (): void => controller.abort('woken');
    this.sleepers.add(wake);
    try {
      await this.clock.sleep(delay, controller.signal);
    } catch (error) {
      if (controller.signal.reason !== 'woken') throw error;
    } finally {
      this.sleepers.delete(wake);
      release();
    }
  }

  wake(): void {
    for (const wake of [...this.sleepers]) wake();
  }
}
