/** The meter: which source serves, what the total is made of, how often it looks, and what it does when sensors fail. */
import assert from 'node:assert/strict';
import { createMeter, type Meter } from '../../../src/power/meter';
import type { Reading } from '../../../src/power/reading';
import type { PowerSource } from '../../../src/power/types';
import { settle } from './fakes/clock';
import { FakeHost } from './fakes/host';
import { fakeSensor } from './fakes/source';

const cpu = (devices: Record<string, number | null> = { 'package-0': 40 }): ReturnType<typeof fakeSensor> =>
  fakeSensor({ id: 'rapl', rank: 80 }, devices);
const model = (): ReturnType<typeof fakeSensor> => fakeSensor({ id: 'load-model', quality: 'modelled' }, { cpu: 30 });
const gpu = (power: number | null = 200): ReturnType<typeof fakeSensor> =>
  fakeSensor({ id: 'nvidia', scope: 'gpu', covers: 'gpu:nvidia' }, { 'GPU-1': power });
const battery = (): ReturnType<typeof fakeSensor> => fakeSensor({ id: 'battery', scope: 'system' }, { BAT0: 55 });

async function started(...sources: readonly PowerSource[]): Promise<{ host: FakeHost; meter: Meter }> {
  const host = new FakeHost();
  const meter = createMeter(host, { sources });
  await meter.start();
  await host.clock.advance(3000);
  return { host, meter };
}

const statusOf = (meter: Meter, id: string): string | undefined =>
  meter.describe().find((source) => source.id === id)?.status;

describe('the ladder', () => {
  it('takes the best source of each component and adds the components', async () => {
    const { meter } = await started(model(), cpu(), gpu());
    const { total, quality, isLowerBound, provenance } = meter.snapshot();
    assert.deepEqual(total, { low: 240, typical: 240, high: 240 });
    assert.equal(quality, 'measured');
    assert.equal(isLowerBound, false);
    assert.equal(
      provenance,
      'CPU: rapl (measured); GPU: nvidia (measured). Not included: board, disks, fans, screen, power supply.',
    );
    assert.equal(statusOf(meter, 'load-model'), 'spare');
    meter.dispose();
  });

  it('keeps the range of what is modelled', async () => {
    const { meter } = await started(model(), gpu());
    const { total, quality } = meter.snapshot();
    assert.deepEqual(total, { low: 215, typical: 230, high: 260 });
    assert.equal(quality, 'mixed');
    meter.dispose();
  });

  it('never adds the battery to the parts that it feeds', async () => {
    const { meter } = await started(battery(), cpu(), gpu());
    const { total, devices, provenance } = meter.snapshot();
    assert.equal(total?.typical, 55);
    assert.deepEqual(
      devices.filter(({ isCounted }) => isCounted).map(({ device }) => device),
      ['BAT0'],
    );
    assert.equal(devices.length, 3);
    assert.equal(provenance, 'Whole machine: battery (measured).');
    meter.dispose();
  });

  it('adds the parts again when the charger is plugged in', async () => {
    const unplugged = battery();
    const { host, meter } = await started(unplugged, cpu());
    unplugged.behaviour = 'nothing to say';
    await host.clock.advance(2000);
    assert.equal(meter.snapshot().total?.typical, 40);
    meter.dispose();
  });

  it('gives a lower bound when a part is unknown, and says which', async () => {
    const { meter } = await started(cpu(), gpu(null));
    const { total, isLowerBound, provenance, devices } = meter.snapshot();
    assert.equal(total?.typical, 40);
    assert.equal(isLowerBound, true);
    assert.match(provenance, /^At least: CPU: rapl \(measured\); GPU: unknown \(nvidia\)\./);
    assert.equal(devices.find(({ device }) => device === 'GPU-1')?.watts, null);
    meter.dispose();
  });

  it('gives a lower bound when a board is there without any sensor', async () => {
    const blind = {
      ...gpu(),
      probe: () =>
        Promise.resolve({ available: false, why: 'no tool', help: 'get it', missing: 'NVIDIA GPU' } as const),
    };
    const { meter } = await started(cpu(), blind);
    const { isLowerBound, provenance } = meter.snapshot();
    assert.equal(isLowerBound, true);
    assert.match(provenance, /NVIDIA GPU: no sensor/);
    assert.deepEqual(meter.describe().find(({ id }) => id === 'nvidia')?.help, 'get it');
    meter.dispose();
  });

  it('knows no total when nothing is known: null, not 0', async () => {
    const { meter } = await started(cpu({ 'package-0': null }));
    assert.equal(meter.snapshot().total, null);
    assert.equal(meter.snapshot().quality, 'unknown');
    meter.dispose();
  });

  it('survives a source whose probe throws or never answers', async () => {
    const throwing = { ...gpu(), probe: () => Promise.reject(new Error('no driver')) };
    const silent = { ...battery(), probe: () => new Promise<never>(() => undefined) };
    const host = new FakeHost();
    const meter = createMeter(host, { sources: [throwing, silent, cpu()] });
    void meter.start();
    await host.clock.advance(25_000);
    assert.equal(meter.snapshot().total?.typical, 40);
    assert.deepEqual(
      meter.describe().map(({ why }) => why),
      ['no driver', 'it did not answer', null],
    );
    meter.dispose();
  });

  it('leaves out what the user has switched off, and shows that', async () => {
    const host = new FakeHost();
    const meter = createMeter(host, { sources: [cpu(), gpu()], switchedOff: ['nvidia'] });
    await meter.start();
    await host.clock.advance(3000);
    assert.equal(meter.snapshot().total?.typical, 40);
    assert.equal(statusOf(meter, 'nvidia'), 'switched off');
    meter.dispose();
  });
});

describe('a failing sensor', () => {
  for (const behaviour of ['hang', 'end', 'throw'] as const) {
    it(`is unknown and replaced while it fails (${behaviour}), and comes back`, async () => {
      const rapl = cpu();
      const { host, meter } = await started(rapl, model());
      rapl.behaviour = behaviour;
      await host.clock.advance(10_000);
      assert.equal(statusOf(meter, 'rapl'), 'failing');
      assert.equal(statusOf(meter, 'load-model'), 'stand-in');
      assert.equal(meter.snapshot().total?.typical, 30);
      assert.equal(meter.snapshot().quality, 'modelled');
      rapl.behaviour = 'work';
      await host.clock.advance(60_000);
      assert.equal(statusOf(meter, 'rapl'), 'in use');
      assert.equal(statusOf(meter, 'load-model'), 'spare');
      assert.equal(meter.snapshot().total?.typical, 40);
      meter.dispose();
    });
  }

  it('is replaced, too, when it answers without ever knowing', async () => {
    const rapl = cpu();
    const { host, meter } = await started(rapl, model());
    rapl.devices['package-0'] = null;
    await host.clock.advance(15_000);
    assert.equal(meter.snapshot().total?.typical, 30);
    assert.match(meter.describe().find(({ id }) => id === 'rapl')?.why ?? '', /reports no power/);
    meter.dispose();
  });

  it('without a replacement leaves a lower bound', async () => {
    const nvidia = gpu();
    const { host, meter } = await started(cpu(), nvidia);
    nvidia.behaviour = 'hang';
    await host.clock.advance(10_000);
    const { total, isLowerBound, devices } = meter.snapshot();
    assert.equal(total?.typical, 40);
    assert.equal(isLowerBound, true);
    assert.equal(devices.find(({ device }) => device === 'GPU-1')?.state, 'unknown');
    meter.dispose();
  });

  it('is started again within five seconds, and then less and less often', async () => {
    const nvidia = gpu();
    const { host, meter } = await started(nvidia);
    nvidia.behaviour = 'end';
    await host.clock.advance(5000);
    assert.ok(nvidia.runs >= 2);
    await host.clock.advance(3_600_000);
    assert.ok(nvidia.runs <= 70, String(nvidia.runs));
    meter.dispose();
  });

  it('that never gave a sample is listed as unknown', async () => {
    const nvidia = gpu();
    nvidia.behaviour = 'throw';
    const { meter } = await started(cpu(), nvidia);
    const { isLowerBound, devices } = meter.snapshot();
    assert.equal(isLowerBound, true);
    assert.deepEqual(
      devices.map(({ device, state }) => [device, state]),
      [
        ['package-0', 'on'],
        ['GPU-1', 'unknown'],
      ],
    );
    meter.dispose();
  });
});

describe('the need', () => {
  async function ticksWithin(host: FakeHost, meter: Meter, duration: number): Promise<number> {
    const readings: Reading[] = [];
    const end = meter.onReading((reading) => readings.push(reading));
    await host.clock.advance(duration);
    end();
    return readings.length;
  }

  it('is served every second while somebody looks or something trains', async () => {
    const { host, meter } = await started(cpu());
    assert.equal(await ticksWithin(host, meter, 60_000), 60);
    meter.setNeed('training');
    assert.equal(await ticksWithin(host, meter, 60_000), 60);
    meter.dispose();
  });

  it('is served every ten seconds when idle, after a while', async () => {
    const { host, meter } = await started(cpu());
    meter.setNeed('idle');
    await host.clock.advance(60_000);
    assert.equal(await ticksWithin(host, meter, 600_000), 60);
    assert.equal(meter.snapshot().isLowerBound, false);
    meter.dispose();
  });

  it('is served at once when somebody looks again', async () => {
    const rapl = cpu();
    const { host, meter } = await started(rapl);
    meter.setNeed('idle');
    await host.clock.advance(65_000);
    rapl.devices['package-0'] = 99;
    meter.setNeed('active');
    await host.clock.advance(10);
    assert.equal(meter.snapshot().devices[0]?.age, 10);
    meter.dispose();
  });

  it('ends all work when no window is in use', async () => {
    const rapl = cpu();
    const { host, meter } = await started(rapl);
    meter.setNeed('none');
    await host.clock.advance(11_000);
    assert.equal(rapl.alive, 0);
    assert.equal(host.clock.waiting, 0);
    assert.equal(meter.snapshot().state, 'paused');
    assert.equal(meter.snapshot().total, null);
    meter.dispose();
  });

  it('does not restart anything when a window is left for a moment', async () => {
    const rapl = cpu();
    const { host, meter } = await started(rapl);
    meter.setNeed('none');
    await host.clock.advance(5000);
    meter.setNeed('active');
    await host.clock.advance(60_000);
    assert.equal(rapl.runs, 1);
    meter.dispose();
  });

  it('begins again when a window is used again, with the pause as a gap', async () => {
    const { host, meter } = await started(cpu());
    const run = meter.measure();
    await host.clock.advance(2000);
    meter.setNeed('none');
    await host.clock.advance(60_000);
    meter.setNeed('active');
    await host.clock.advance(10_000);
    assert.deepEqual(
      run.byDevice().flatMap(({ gaps }) => gaps.map(({ reason }) => reason)),
      ['unknown'],
    );
    const { state, total, energy } = meter.snapshot();
    assert.equal(state, 'running');
    assert.equal(total?.typical, 40);
    assert.equal(energy.gapCount, 1);
    assert.ok(energy.gapTime > 49_000 && energy.gapTime < 52_000, String(energy.gapTime));
    meter.dispose();
  });

  it('never samples a sensor faster than it changes', async () => {
    const slow = fakeSensor({ id: 'battery', scope: 'system', minimumInterval: 5000 as never }, { BAT0: 20 });
    const { host, meter } = await started(slow);
    const { covered } = meter.snapshot().energy;
    await host.clock.advance(50_000);
    assert.equal(meter.snapshot().energy.covered - covered, 50_000);
    assert.equal(meter.snapshot().total?.typical, 20);
    meter.dispose();
  });
});

describe('readings', () => {
  it('show a mean over ten seconds', async () => {
    const rapl = cpu({ 'package-0': 100 });
    const { host, meter } = await started(rapl);
    await host.clock.advance(10_000);
    rapl.devices['package-0'] = 200;
    await host.clock.advance(5000);
    assert.equal(meter.snapshot().total?.typical, 150);
    await host.clock.advance(10_000);
    assert.equal(meter.snapshot().total?.typical, 200);
    meter.dispose();
  });

  it('account for energy from the start, and apart for a run', async () => {
    const { host, meter } = await started(cpu({ 'package-0': 100 }));
    await host.clock.advance(57_000);
    const run = meter.measure();
    await host.clock.advance(60_000);
    assert.ok(Math.abs(meter.snapshot().energy.joules.typical - 12_000) < 150);
    assert.ok(Math.abs(run.energy().joules.typical - 6000) < 150);
    assert.deepEqual(
      run.byDevice().map(({ device }) => device),
      ['package-0'],
    );
    run.close();
    await host.clock.advance(60_000);
    assert.ok(run.energy().joules.typical < 6150);
    meter.dispose();
  });

  it('say for how long the energy is a lower bound', async () => {
    const nvidia = gpu();
    const { host, meter } = await started(cpu(), nvidia);
    nvidia.devices['GPU-1'] = null;
    await host.clock.advance(30_000);
    const { partly, covered } = meter.snapshot().energy;
    assert.ok(partly >= 29_000 && partly < covered, `${partly} of ${covered}`);
    meter.dispose();
  });

  it('go to every listener, also when one of them fails', async () => {
    const log: string[] = [];
    const host = new FakeHost();
    const meter = createMeter(host, { sources: [cpu()], log: (message) => log.push(message) });
    meter.onReading(() => {
      throw new Error('no status bar');
    });
    let count = 0;
    meter.onReading(() => (count += 1));
    await meter.start();
    await host.clock.advance(3000);
    assert.ok(count >= 3);
    assert.ok(log.some((message) => message.includes('no status bar')));
    meter.dispose();
  });

  it('end with the meter, which leaves nobody waiting', async () => {
    const sources = [cpu(), gpu(), battery()];
    const { host, meter } = await started(...sources);
    meter.dispose();
    await settle();
    assert.equal(host.clock.waiting, 0);
    assert.deepEqual(
      sources.map(({ alive }) => alive),
      [0, 0, 0],
    );
    assert.equal(meter.snapshot().state, 'stopped');
    await meter.refresh();
    assert.equal(meter.snapshot().state, 'stopped');
  });
});
