/** The window that reads the sensors for all: who else listens, how often they want it, and what they are told. */
import type { Millis } from '../../core/units/quantity';
import type { Channel, Listener } from '../../host/ports';
import { parseWant } from './protocol';

/** No user has more windows of one editor. */
const MOST_FOLLOWERS = 64;

export interface LeaderEvents {
  /** What a window that has just come is told first. */
  greeting(): string;
  /** Somebody wants samples sooner or later than before, or not any more. */
  wantsChanged(): void;
  probeAgain(): void;
}

export class Leader {
  private readonly wanted = new Map<Channel, Millis | null>();
  private listener: Listener | null = null;

  constructor(private readonly events: LeaderEvents) {}

  /** Called once, with what leads to `accept`. */
  open(listener: Listener): void {
    this.listener = listener;
  }

  readonly accept = (channel: Channel): void => {
    if (this.wanted.size >= MOST_FOLLOWERS) return channel.close();
    this.wanted.set(channel, null);
    channel.send(this.events.greeting());
    void this.listenTo(channel);
  };

  get isIntact(): boolean {
    return this.listener?.isIntact() ?? false;
  }

  /** The shortest interval that another window wants; null when none wants any. */
  get interval(): Millis | null {
    const intervals = [...this.wanted.values()].filter((interval) => interval !== null);
    return intervals.reduce<Millis | null>((least, one) => (least === null || one < least ? one : least), null);
  }

  /** Samples go to those that want some; what is known of the sensors goes to everybody. */
  tell(line: string, who: 'everybody' | 'who wants samples'): void {
    for (const [channel, interval] of this.wanted) if (who === 'everybody' || interval !== null) channel.send(line);
  }

  close(): void {
    // First, so that nobody connects again on being cut off.
    this.listener?.close();
    for (const channel of this.wanted.keys()) channel.close();
    this.wanted.clear();
  }

  private async listenTo(channel: Channel): Promise<void> {
    for await (const line of channel.lines) {
      const want = parseWant(line);
      if (want === null || !this.wanted.has(channel)) continue;
      this.wanted.set(channel, want.interval);
      this.events.wantsChanged();
      if (want.again) this.events.probeAgain();
    }
    channel.close();
    if (this.wanted.delete(channel)) this.events.wantsChanged();
  }
}
