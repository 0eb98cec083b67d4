/** What the samples amount to: the latest of each device, the total of now, and every open energy account. */
import type { Millis } from '../core/units/quantity';
import type { Clock } from '../host/ports';
import { EnergyAccount } from './energy';
import { intervalOf } from './ladder';
import { LatestSamples } from './latest';
import { totalOf, type ServedSample } from './total';
import type { DeviceSample, PowerSource } from './types';

/** What the ledger has to know of the sampling. */
export interface Serving {
  interval(): Millis;
  /** The sources to believe now, given which of them have said something. */
  serving(hasSamples: (id: string) => boolean): readonly PowerSource[];
  readonly missing: readonly string[];
  /** Every source has spoken at least once. */
  readonly hasReported: boolean;
}

export class Ledger {
  readonly session = new EnergyAccount();
  private readonly latest = new LatestSamples();
  private readonly accounts = new Set<EnergyAccount>([this.session]);

  constructor(
    private readonly clock: Clock,
    private readonly sampling: Serving,
  ) {}

  open(): EnergyAccount {
    const account = new EnergyAccount();
    this.accounts.add(account);
    return account;
  }

  close(account: EnergyAccount): void {
    this.accounts.delete(account);
  }

  /** One tick of one source. */
  take(source: PowerSource, samples: readonly DeviceSample[], cadence: Millis): void {
    this.latest.put(source.id, samples, cadence);
    this.account(samples, cadence);
    this.accountTotal(cadence);
  }

  /** A source has failed; `devices` is what it said it had, in case that it never said more. */
  lose(source: PowerSource, devices: readonly string[]): void {
    const at = this.clock.now();
    const cadence = this.sampling.interval();
    if (!this.latest.has(source.id)) {
      const unknown = devices.map((device) => unknownSample(source, device, at));
      this.latest.put(source.id, unknown, cadence);
    }
    this.account(this.latest.lose(source.id, at), cadence);
    this.accountTotal(cadence);
  }

  /** Reading ends: nothing is known until it begins again, and no account may bridge the time between. */
  rest(): void {
    const cadence = this.sampling.interval();
    for (const id of this.latest.sources()) this.account(this.latest.lose(id, this.clock.now()), cadence);
    this.latest.clear();
    this.accountTotal(cadence);
  }

  served(): readonly ServedSample[] {
    const now = this.clock.now();
    return this.sampling
      .serving((id) => this.latest.has(id))
      .flatMap((server) => {
        const cadence = intervalOf(server, this.sampling.interval());
        return this.latest.of(server.id, now, cadence).map((latest) => ({ ...latest, server }));
      });
  }

  private account(samples: readonly DeviceSample[], cadence: Millis): void {
    const wall = this.clock.wall();
    for (const account of this.accounts) account.addSamples(samples, wall, cadence);
  }

  private accountTotal(cadence: Millis): void {
    const { power, isLowerBound } = totalOf(this.served(), this.sampling.missing, (device) => device.power);
    // Sensors that are only just starting are no gap.
    if (power === null && !this.sampling.hasReported) return;
    const point = { at: this.clock.now(), wall: this.clock.wall(), power, isLowerBound, cadence };
    for (const account of this.accounts) account.addTotal(point);
  }
}

function unknownSample({ id, name, scope, quality }: PowerSource, device: string, at: Millis): DeviceSample {
  return { source: id, scope, device, label: name, watts: null, state: 'unknown', quality, range: null, at };
}
