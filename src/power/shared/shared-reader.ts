/** Reads the sensors for this window and for those that listen, as often as the most eager of them wants. */
import { millis, type Millis } from '../../core/units/quantity';
import type { SamplingHooks, SamplingParts } from '../sampling';
import type { Sampler } from '../sampler';
import { SensorState } from '../sensor-state';
import type { Leader } from './leader';
import { lostMessage, stateMessage, tickMessage } from './protocol';

/** How often the leader looks whether others can still find it. */
const LOOK_AFTER = 15_000;

export class SharedReader {
  private readonly sampler: Sampler;
  private isWantedHere = false;
  private isReading = false;
  private told = -1;
  private lookedAt: Millis;

  /** `lost` is called when others cannot find this window any more. */
  constructor(
    private readonly parts: SamplingParts,
    makeSampler: (parts: SamplingParts) => Sampler,
    private readonly leader: Leader | null,
    private readonly lost: () => void,
  ) {
    this.sampler = makeSampler({ ...parts, hooks: this.hooks(parts.hooks) });
    this.lookedAt = parts.clock.now();
  }

  /** What a window is told while there is nothing to tell. */
  static nothing(): string {
    return stateMessage(new SensorState());
  }

  get state(): SensorState {
    return this.sampler.state;
  }

  async probe(signal: AbortSignal): Promise<void> {
    const wasReading = this.isReading;
    this.stop();
    await this.sampler.probe(signal);
    if (!signal.aborted && (wasReading || this.isWanted)) this.start();
    this.tellState();
  }

  want(here: 'wanted' | 'not wanted'): void {
    this.isWantedHere = here === 'wanted';
    this.wantsChanged();
  }

  wantsChanged(): void {
    if (!this.isWanted) this.stop();
    else if (this.isReading) this.parts.hooks.hurry();
    else this.start();
    this.tellState();
  }

  describe(): string {
    return stateMessage(this.state);
  }

  dispose(): void {
    this.sampler.dispose();
  }

  private get isWanted(): boolean {
    return this.isWantedHere || (this.leader?.interval ?? null) !== null;
  }

  private start(): void {
    this.isReading = true;
    this.sampler.begin();
  }

  private stop(): void {
    if (this.isReading) this.sampler.end();
    this.isReading = false;
  }

  private interval(): Millis {
    const others = this.leader?.interval ?? null;
    const own = this.parts.hooks.interval();
    if (others === null) return own;
    return this.isWantedHere ? millis(Math.min(own, others)) : others;
  }

  private hooks(own: SamplingHooks): SamplingHooks {
    const { clock } = this.parts;
    return {
      ...own,
      interval: () => this.interval(),
      samples: (source, samples, cadence) => {
        this.tellState();
        this.leader?.tell(tickMessage(source, samples, cadence, clock.now()), 'who wants samples');
        if (this.isWantedHere) own.samples(source, samples, cadence);
        this.lookAround(clock.now());
      },
      lost: (source, devices) => {
        this.tellState();
        this.leader?.tell(lostMessage(source, devices), 'who wants samples');
        if (this.isWantedHere) own.lost(source, devices);
      },
    };
  }

  private tellState(): void {
    if (this.state.version === this.told) return;
    this.told = this.state.version;
    this.leader?.tell(this.describe(), 'everybody');
  }

  private lookAround(now: Millis): void {
    if (this.leader === null || now - this.lookedAt < LOOK_AFTER) return;
    this.lookedAt = now;
    if (!this.leader.isIntact) this.lost();
  }
}
