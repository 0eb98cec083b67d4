/** One sampler for all windows of a machine: the first window reads the sensors, the others are told by it. */
import { millis, type Millis } from '../../core/units/quantity';
import type { Sockets } from '../../host/ports';
import type { SourceStatus } from '../ladder';
import { childOf, DONE, isRunning, pause } from '../pace';
import { Sampler } from '../sampler';
import type { MakeSampling, Sampling, SamplingParts } from '../sampling';
import { SensorState } from '../sensor-state';
import type { PowerSource } from '../types';
import { Follower } from './follower';
import { Leader } from './leader';
import { SharedReader } from './shared-reader';

export interface Sharing {
  readonly sockets: Sockets;
  /** Where the windows meet. */
  readonly address: string;
  /** A window that may start no tools must not read for others: it listens, or reads what it may for itself. */
  readonly role: 'any' | 'follower only';
}

/** A window that hangs answers nothing although it is there. */
const GREETING_WITHIN = millis(2000);
/** Two windows that want to lead at once: one is first, and the others find it when they look again. */
const ATTEMPTS = 5;
const ATTEMPT_PAUSE = millis(100);
/** A window that reads for itself alone looks now and then whether it still has to. */
const LOOK_AGAIN = millis(30_000);

/** `createMeter({ sampling: sharedSampling(...) })`. */
export function sharedSampling(sharing: Sharing): MakeSampling {
  return (parts) => new SharedSampling(parts, sharing);
}

type Place =
  | { readonly role: 'nobody' }
  | { readonly role: 'follower'; readonly follower: Follower }
  /** With `leader` null, for itself alone. */
  | { readonly role: 'reader'; readonly reader: SharedReader; readonly leader: Leader | null };

class SharedSampling implements Sampling {
  private place: Place = { role: 'nobody' };
  private readonly life = new AbortController();
  private isWanted = false;
  private finding: Promise<void> | null = null;

  constructor(
    private readonly parts: SamplingParts,
    private readonly sharing: Sharing,
  ) {}

  /** Finds its place among the windows, and the sensors if it is the one that reads them. */
  async probe(signal: AbortSignal): Promise<void> {
    const { place } = this;
    if (place.role === 'follower') return place.follower.probeAgain();
    if (place.role === 'reader') return place.reader.probe(signal);
    await this.findPlace();
  }

  begin(): void {
    this.isWanted = true;
    this.tellWant();
  }

  end(): void {
    this.isWanted = false;
    this.tellWant();
  }

  hasteGrew(): void {
    this.tellWant();
  }

  dispose(): void {
    this.isWanted = false;
    this.life.abort(DONE);
    this.leave();
  }

  interval(): Millis {
    return this.parts.hooks.interval();
  }

  get hasReported(): boolean {
    return this.state.hasReported;
  }

  get missing(): readonly string[] {
    return this.state.missing;
  }

  serving(hasSamples: (id: string) => boolean): readonly PowerSource[] {
    return this.state.serving(hasSamples);
  }

  statuses(): readonly SourceStatus[] {
    return this.state.statuses();
  }

  private get state(): SensorState {
    if (this.place.role === 'nobody') return NOTHING;
    return this.place.role === 'follower' ? this.place.follower.state : this.place.reader.state;
  }

  private tellWant(): void {
    const { place } = this;
    if (place.role === 'follower') place.follower.want(this.isWanted ? this.interval() : null);
    if (place.role === 'reader') place.reader.want(this.isWanted ? 'wanted' : 'not wanted');
  }

  /** One search at a time. */
  private findPlace(): Promise<void> {
    this.finding ??= this.search().finally(() => (this.finding = null));
    return this.finding;
  }

  private async search(): Promise<void> {
    const { clock } = this.parts;
    for (let attempt = 0; attempt < ATTEMPTS && isRunning(this.life.signal); attempt += 1) {
      const found = (await this.follow()) ?? (this.sharing.role === 'any' ? await this.lead() : 'alone');
      if (found === 'done') return;
      if (found === 'alone') break;
      await pause(clock, ATTEMPT_PAUSE, this.life.signal);
    }
    if (!isRunning(this.life.signal)) return;
    await this.read(null);
    void this.lookAgain();
  }

  /** Null when nobody is there to follow. */
  private async follow(): Promise<'done' | 'alone' | null> {
    const channel = await this.sharing.sockets.connect(this.sharing.address);
    if (channel === undefined) return null;
    const { clock, hooks } = this.parts;
    const follower = new Follower(channel, clock, hooks);
    const { controller, release } = childOf(this.life.signal);
    const late = pause(clock, GREETING_WITHIN, controller.signal).then(() => 'late' as const);
    const first = await Promise.race([follower.greeted, follower.gone.then(() => 'late' as const), late]);
    controller.abort(DONE);
    release();
    if (first === 'late' || !isRunning(this.life.signal)) {
      follower.close();
      return 'alone';
    }
    this.place = { role: 'follower', follower };
    hooks.log('Another window reads the sensors.');
    this.tellWant();
    void follower.gone.then(() => this.lose(follower));
    return 'done';
  }

  /** Null when another window was faster. */
  private async lead(): Promise<'done' | 'alone' | null> {
    const leader = new Leader({
      greeting: () => (this.place.role === 'reader' ? this.place.reader.describe() : SharedReader.nothing()),
      wantsChanged: () => this.place.role === 'reader' && this.place.reader.wantsChanged(),
      probeAgain: () => this.place.role === 'reader' && void this.place.reader.probe(this.life.signal),
    });
    const listener = await this.sharing.sockets.listen(this.sharing.address, leader.accept);
    if (listener === undefined) return null;
    leader.open(listener);
    if (!isRunning(this.life.signal)) leader.close();
    else await this.read(leader);
    return 'done';
  }

  private async read(leader: Leader | null): Promise<void> {
    const reader = new SharedReader(
      this.parts,
      (parts) => new Sampler(parts),
      leader,
      () => this.resign(reader),
    );
    this.place = { role: 'reader', reader, leader };
    await reader.probe(this.life.signal);
    this.tellWant();
  }

  /** The window that read the sensors is gone: what it said is not true any more, and somebody has to take over. */
  private lose(follower: Follower): void {
    if (this.place.role !== 'follower' || this.place.follower !== follower) return;
    follower.loseAll();
    this.place = { role: 'nobody' };
    if (isRunning(this.life.signal)) void this.findPlace();
  }

  /** Somebody has removed the address, or listens there instead. */
  private resign(reader: SharedReader): void {
    if (this.place.role !== 'reader' || this.place.reader !== reader) return;
    this.leave();
    void this.findPlace();
  }

  private leave(): void {
    const { place } = this;
    this.place = { role: 'nobody' };
    if (place.role === 'follower') place.follower.close();
    if (place.role === 'reader') place.reader.dispose();
    if (place.role === 'reader') place.leader?.close();
  }

  private async lookAgain(): Promise<void> {
    while (await pause(this.parts.clock, LOOK_AGAIN, this.life.signal)) {
      const alone = this.place;
      if (alone.role !== 'reader' || alone.leader !== null) return;
      if ((await this.follow()) !== 'done') continue;
      alone.reader.dispose();
      return;
    }
  }
}

const NOTHING = new SensorState();
