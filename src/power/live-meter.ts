/** The meter at work: need in, readings out; starts, pauses and ends the sampling in between. */
import { millis, type Millis } from '../core/units/quantity';
import type { Host } from '../host/ports';
import type { SourceStatus } from './ladder';
import { Ledger } from './ledger';
import type { Measurement, Meter } from './meter';
import { Pace, type Intervals, type Need } from './need';
import { OverheadMeter } from './overhead';
import { childOf, DONE, isRunning, pause } from './pace';
import { PacedClock } from './paced-clock';
import type { Reading } from './reading';
import type { MakeSampling, Sampling } from './sampling';
import { snapshotOf } from './snapshot';
import type { PowerSource } from './types';
import type { WallLine } from './wall/fit';

export interface LiveMeterParts {
  readonly host: Host;
  readonly sources: readonly PowerSource[];
  readonly switchedOff: readonly PowerSource[];
  readonly intervals: Intervals;
  /** Whoever reads the sensors. */
  readonly sampling: MakeSampling;
  /** Leads from the sensors to the wall, where that was calibrated. */
  readonly wall: () => WallLine | null;
  readonly log: (message: string) => void;
}

/** Going away for a moment must not restart every tool. */
const PAUSE_AFTER = millis(10_000);
/** Sensors come and go with drivers and permissions, rarely. */
const PROBE_AGAIN_AFTER = 600_000;
/** The first reading waits for the sensors this long. */
const FIRST_READING_WITHIN = 3000;
const FIRST_READING_STEP = millis(100);

export class LiveMeter implements Meter {
  private readonly pace: Pace;
  private readonly clock: PacedClock;
  private readonly overhead: OverheadMeter;
  private readonly sampler: Sampling;
  private readonly ledger: Ledger;
  private readonly listeners = new Set<(reading: Reading) => void>();
  private readonly life = new AbortController();
  /** While sensors are read. */
  private running: AbortController | null = null;
  /** While a pause is about to begin. */
  private leaving: AbortController | null = null;
  private started: Promise<void> | null = null;
  private probedAt = millis(0);
  private state: Reading['state'] = 'starting';

  constructor(private readonly parts: LiveMeterParts) {
    const { host, sources, intervals, log } = parts;
    this.pace = new Pace(intervals);
    this.clock = new PacedClock(host.clock);
    this.overhead = new OverheadMeter(host);
    const hooks = {
      interval: () => this.interval(),
      samples: (...tick: Parameters<Ledger['take']>) => this.overhead.time(() => this.ledger.take(...tick)),
      lost: (...loss: Parameters<Ledger['lose']>) => this.ledger.lose(...loss),
      hurry: () => this.clock.wake(),
      log,
    };
    const watched = this.overhead.watch(this.clock);
    this.sampler = parts.sampling({ sources, host: watched, clock: host.clock, hooks });
    this.ledger = new Ledger(host.clock, this.sampler);
  }

  start(): Promise<void> {
    this.started ??= this.probeAndRun();
    return this.started;
  }

  async refresh(): Promise<void> {
    this.stopReading();
    await this.probeAndRun();
  }

  setNeed(need: Need): void {
    const { clock } = this.parts.host;
    const before = this.interval();
    this.pace.set(need, clock.now());
    if (need === 'none') return this.leave();
    this.leaving?.abort(DONE);
    this.leaving = null;
    if (this.interval() < before) {
      this.clock.wake();
      this.sampler.hasteGrew();
    }
    if (this.state !== 'paused') return;
    if (clock.now() - this.probedAt > PROBE_AGAIN_AFTER) void this.probeAndRun();
    else this.run();
  }

  interval(): Millis {
    return this.pace.interval(this.parts.host.clock.now());
  }

  onReading(listener: (reading: Reading) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  measure(): Measurement {
    const account = this.ledger.open();
    return {
      energy: () => account.reading(),
      byDevice: () => account.byDevice(),
      close: () => this.ledger.close(account),
    };
  }

  snapshot(): Reading {
    const { host } = this.parts;
    const parts = {
      at: host.clock.wall(),
      state: this.state,
      host: host.machine.hostname,
      served: this.ledger.served(),
      missing: this.sampler.missing,
      energy: this.ledger.session.reading(),
      overhead: this.overhead.report(),
    };
    return snapshotOf(parts, this.parts.wall());
  }

  describe(): readonly SourceStatus[] {
    const off = this.parts.switchedOff.map(({ id, name, scope, quality }): SourceStatus => {
      return {
        id,
        name,
        scope,
        quality,
        status: 'switched off',
        why: 'switched off in settings',
        help: null,
        devices: [],
      };
    });
    return [...this.sampler.statuses(), ...off];
  }

  dispose(): void {
    this.life.abort(DONE);
    this.leaving?.abort(DONE);
    this.stopReading();
    this.sampler.dispose();
    this.state = 'stopped';
    this.listeners.clear();
  }

  private async probeAndRun(): Promise<void> {
    if (!isRunning(this.life.signal)) return;
    this.state = 'starting';
    this.probedAt = this.parts.host.clock.now();
    await this.sampler.probe(this.life.signal);
    if (!isRunning(this.life.signal)) return;
    if (this.pace.current === 'none') this.state = 'paused';
    else this.run();
  }

  private run(): void {
    if (this.running !== null || !isRunning(this.life.signal)) return;
    this.state = 'running';
    this.running = new AbortController();
    this.sampler.begin();
    void this.tick(this.running.signal);
  }

  /** Somebody may come back at once: reading goes on for a moment. */
  private leave(): void {
    if (this.leaving !== null || !isRunning(this.life.signal)) return;
    const { controller, release } = childOf(this.life.signal);
    this.leaving = controller;
    void pause(this.parts.host.clock, PAUSE_AFTER, controller.signal).then((isOver) => {
      release();
      if (!isOver) return;
      this.leaving = null;
      if (this.state !== 'running') return;
      this.stopReading();
      this.state = 'paused';
      this.emit();
    });
  }

  private stopReading(): void {
    if (this.running === null) return;
    this.running.abort(DONE);
    this.running = null;
    this.sampler.end();
    this.ledger.rest();
  }

  private async tick(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts.host;
    const patience = clock.now() + FIRST_READING_WITHIN;
    while (!this.sampler.hasReported && clock.now() < patience) {
      if (!(await pause(clock, FIRST_READING_STEP, signal))) return;
    }
    do this.emit();
    while (await pause(this.clock, this.interval(), signal));
  }

  private emit(): void {
    if (this.listeners.size === 0) return;
    const reading = this.overhead.time(() => this.snapshot());
    for (const listener of [...this.listeners]) {
      try {
        listener(reading);
      } catch (error) {
        this.parts.log(`A listener failed: ${String(error)}`);
      }
    }
  }
}
