/** Windows of one machine that share a meter over real sockets, on a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeSockets } from '../../../../src/host/node-sockets';
import type { Channel, Sockets } from '../../../../src/host/ports';
import { createMeter, type Meter } from '../../../../src/power/meter';
import { sharedSampling, type Sharing } from '../../../../src/power/shared/shared-sampling';
import { FakeClock, settle } from './clock';
import { FakeHost } from './host';
import { fakeSensor, type FakeSensor } from './source';

/** Real sockets that know when everything that was sent has arrived. */
class Wire implements Sockets {
  private inFlight = 0;

  /** Everything has arrived; what has not after a while was sent to somebody who is not a window. */
  async quiet(): Promise<void> {
    for (let before = -1, patience = 50; this.inFlight > 0 && patience > 0; patience -= 1) {
      if (this.inFlight !== before) patience = 50;
      before = this.inFlight;
      await sleep(1);
    }
    this.inFlight = 0;
  }

  async connect(address: string): Promise<Channel | undefined> {
    const channel = await nodeSockets.connect(address);
    return channel && this.watch(channel);
  }

  listen(address: string, accept: (channel: Channel) => void) {
    return nodeSockets.listen(address, (channel) => accept(this.watch(channel)));
  }

  private watch(channel: Channel): Channel {
    return {
      lines: this.arriving(channel.lines),
      send: (line) => {
        this.inFlight += 1;
        channel.send(line);
      },
      close: () => channel.close(),
    };
  }

  private async *arriving(lines: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const line of lines) {
      this.inFlight = Math.max(0, this.inFlight - 1);
      yield line;
    }
  }
}

export interface Window {
  readonly meter: Meter;
  readonly sensor: FakeSensor;
}

export class Windows {
  readonly clock = new FakeClock();
  readonly wire = new Wire();
  readonly folder = mkdtempSync(join(tmpdir(), 'carbon-hints-'));
  readonly address = join(this.folder, 'state', 'meter.sock');
  private readonly opened: Meter[] = [];

  /** A window whose own sensor would say 100 W. */
  async open(role: Sharing['role'] = 'any', clock = this.clock): Promise<Window> {
    const sensor = fakeSensor({ id: 'rapl', rank: 80 }, { 'package-0': 100 });
    const sampling = sharedSampling({ sockets: this.wire, address: this.address, role });
    const meter = createMeter(new FakeHost({ clock }), { sources: [sensor], sampling });
    this.opened.push(meter);
    let hasStarted = false;
    void meter.start().then(() => (hasStarted = true));
    await until(() => hasStarted);
    await this.quiet();
    return { meter, sensor };
  }

  /** Time passes in steps short enough that what was sent arrives in the step in which it was sent. */
  async pass(duration: number, step = 500): Promise<void> {
    for (let passed = 0; passed < duration; passed += step) {
      await this.clock.advance(step);
      await this.quiet();
    }
  }

  async quiet(): Promise<void> {
    await settle();
    await this.wire.quiet();
    await settle();
  }

  close(): void {
    for (const meter of this.opened) meter.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Fails by the time limit of the test when it never comes true. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}
