/** A network in memory: addresses with texts that change, fail or never answer. */
import type { Fetched, Network } from '../../../../src/host/ports';

export class FakeNetwork implements Network {
  /** Every address that was ever asked. */
  readonly asked: string[] = [];
  private readonly pages = new Map<string, () => Fetched | 'hang'>();

  set(address: string, page: () => Fetched | 'hang'): void {
    this.pages.set(address, page);
  }

  getText(address: string): Promise<Fetched> {
    this.asked.push(address);
    const page = this.pages.get(address)?.() ?? { why: 'connection refused' };
    return page === 'hang' ? new Promise(() => undefined) : Promise.resolve(page);
  }
}
