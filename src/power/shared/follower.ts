/** A window that is told by another one what the sensors say. */
import { millis, type Millis } from '../../core/units/quantity';
import type { Channel, Clock } from '../../host/ports';
import type { SamplingHooks } from '../sampling';
import { SensorState } from '../sensor-state';
import type { PowerSource } from '../types';
import { parseFromLeader, wantMessage, type StateMessage, type TickMessage } from './protocol';

export class Follower {
  readonly state = new SensorState();
  /** Resolves with the first word of the other window. */
  readonly greeted: Promise<void>;
  /** Resolves when the other window is gone. */
  readonly gone: Promise<void>;
  private sent: string | null = null;
  private wanted: Millis | null = null;
  private greet: () => void = () => undefined;

  constructor(
    private readonly channel: Channel,
    private readonly clock: Clock,
    private readonly hooks: SamplingHooks,
  ) {
    this.greeted = new Promise((resolve) => (this.greet = resolve));
    this.gone = this.listen();
  }

  /** Null for no samples at all. */
  want(interval: Millis | null): void {
    this.wanted = interval;
    const line = wantMessage(interval, 'as before');
    if (line === this.sent) return;
    this.sent = line;
    this.channel.send(line);
  }

  probeAgain(): void {
    this.channel.send(wantMessage(this.wanted, 'again'));
  }

  /** What it was told is not true any more. */
  loseAll(): void {
    for (const { source, found } of this.state.rungs) {
      if (this.state.runs.has(source.id)) this.hooks.lost(source, found.available ? found.devices : []);
    }
    this.state.rest();
  }

  close(): void {
    this.channel.close();
  }

  private async listen(): Promise<void> {
    for await (const line of this.channel.lines) {
      const message = parseFromLeader(line);
      if (message?.type === 'state') this.takeState(message);
      else if (message?.type === 'tick') this.takeTick(message);
      else if (message?.type === 'lost') this.takeLoss(message.source, message.devices);
    }
    this.channel.close();
  }

  private takeState({ rungs, running, failing, spoken }: StateMessage): void {
    this.state.rest();
    // The same objects as long as they say the same, because devices are known by their source.
    if (JSON.stringify(rungs) !== JSON.stringify(this.state.rungs)) this.state.rungs = rungs;
    for (const id of running) this.state.started(id);
    for (const id of spoken) this.state.spoke(id);
    for (const [id, why] of failing) this.state.failed(id, why);
    this.greet();
  }

  private takeTick({ source: id, samples, cadence }: TickMessage): void {
    const source = this.sourceOf(id);
    if (source === undefined || this.wanted === null) return;
    this.state.spoke(id);
    const now = this.clock.now();
    const aged = samples.map(({ age, ...sample }) => ({ ...sample, at: millis(now - age) }));
    this.hooks.samples(source, aged, cadence);
    // The pace slows down by itself, some time after the need has gone.
    this.want(this.hooks.interval());
  }

  private takeLoss(id: string, devices: readonly string[]): void {
    const source = this.sourceOf(id);
    if (source !== undefined && this.wanted !== null) this.hooks.lost(source, devices);
  }

  private sourceOf(id: string): PowerSource | undefined {
    return this.state.rungs.find(({ source }) => source.id === id)?.source;
  }
}
