/** Keeps one source running: what hangs, dies or throws is reported as unknown and started again, later and later. */
import { millis, type Millis } from '../core/units/quantity';
import type { Clock, Host } from '../host/ports';
import { childOf, DONE, isRunning, pause } from './pace';
import type { DeviceSample, PowerSource } from './types';

/** A driver that starts cold takes seconds before its first word. */
const STARTUP = 20_000;
/** A source that misses three ticks, and at least this long, hangs. */
const SHORTEST_PATIENCE = 5000;
const MISSED_TICKS = 3;
const FIRST_BACK_OFF = 1000;
const LAST_BACK_OFF = 60_000;
/** A run that lasted this long was healthy: the next failure is a first one. */
const HEALTHY = 30_000;
/** Unknown for so long, a source counts as down although it still answers. */
const UNKNOWN_PATIENCE = 10_000;

export interface SupervisorEvents {
  samples(source: PowerSource, samples: readonly DeviceSample[]): void;
  /** No power from this source for now; it is tried again. */
  down(source: PowerSource, why: string): void;
  up(source: PowerSource): void;
}

export class Supervisor {
  private readonly stopping = new AbortController();
  private knownAt: Millis;
  private state: 'starting' | 'up' | 'down' = 'starting';

  /** `host` is given to the source; `clock` is never woken early. Starts at once. */
  constructor(
    private readonly source: PowerSource,
    private readonly host: Host,
    private readonly clock: Clock,
    private readonly interval: () => Millis,
    private readonly events: SupervisorEvents,
  ) {
    this.knownAt = clock.now();
    void this.supervise(this.stopping.signal);
  }

  stop(): void {
    this.stopping.abort(DONE);
  }

  private async supervise(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (isRunning(signal)) {
      const started = this.clock.now();
      const why = await this.runOnce(signal);
      if (!isRunning(signal)) return;
      failures = this.clock.now() - started >= HEALTHY ? 1 : failures + 1;
      this.goDown(why);
      const backOff = Math.min(LAST_BACK_OFF, FIRST_BACK_OFF * 2 ** (failures - 1));
      if (!(await pause(this.clock, millis(backOff), signal))) return;
    }
  }

  /** Until the source fails; says how. */
  private async runOnce(signal: AbortSignal): Promise<string> {
    const { controller, release } = childOf(signal);
    const iterator = this.source.samples(this.host, controller.signal, this.interval)[Symbol.asyncIterator]();
    let patience = STARTUP;
    try {
      while (isRunning(signal)) {
        const result = await this.within(iterator.next(), millis(patience), signal);
        if (result === 'late') return `no answer for ${Math.round(patience / 1000)} s`;
        if (result.done === true) return 'the sensor stopped';
        if (isRunning(signal)) this.receive(result.value);
        patience = Math.max(SHORTEST_PATIENCE, MISSED_TICKS * this.interval());
      }
      return 'stopped';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      controller.abort(DONE);
      release();
      // Not awaited: a source that hangs does not end either.
      iterator.return?.().catch(() => undefined);
    }
  }

  private async within<T>(promise: Promise<T>, patience: Millis, signal: AbortSignal): Promise<T | 'late'> {
    const { controller, release } = childOf(signal);
    const late = pause(this.clock, patience, controller.signal).then(() => 'late' as const);
    try {
      return await Promise.race([promise, late]);
    } finally {
      controller.abort(DONE);
      release();
    }
  }

  private receive(samples: readonly DeviceSample[]): void {
    const now = this.clock.now();
    // An empty tick is an answer, too: a battery that is not in use.
    const tells = samples.length === 0 || samples.some(({ watts, state }) => watts !== null || state === 'asleep');
    if (tells) {
      this.knownAt = now;
      if (this.state !== 'up') this.events.up(this.source);
      this.state = 'up';
    }
    this.events.samples(this.source, samples);
    const patience = Math.max(UNKNOWN_PATIENCE, MISSED_TICKS * this.interval());
    if (!tells && now - this.knownAt >= patience) this.goDown('the sensor reports no power');
  }

  private goDown(why: string): void {
    if (this.state === 'down') return;
    this.state = 'down';
    this.events.down(this.source, why);
  }
}
