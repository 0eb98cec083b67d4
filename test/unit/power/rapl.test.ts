/** RAPL: which zones count, and what two readings of a counter say. */
import assert from 'node:assert/strict';
import { millis } from '../../../src/core/units/quantity';
import { powerBetween } from '../../../src/power/counter';
import { countedZones } from '../../../src/power/sources/rapl/parse';
import { source } from '../../../src/power/sources/rapl/source';
import { FakeFiles, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';

const PACKAGE = '/sys/class/powercap/intel-rapl:0';
const RANGE = 262_143_328_850;

const devicesOf = (...zones: readonly (readonly [string, string])[]): readonly string[] =>
  countedZones(zones.map(([entry, name]) => ({ entry, name }))).map(({ device }) => device);

describe('RAPL zones', () => {
  it('never counts what lies inside a package', () => {
    assert.deepEqual(
      devicesOf(['intel-rapl:0', 'package-0'], ['intel-rapl:0:0', 'core'], ['intel-rapl:0:1', 'uncore']),
      ['package-0'],
    );
  });

  it('never counts psys, which contains the packages', () => {
    assert.deepEqual(devicesOf(['intel-rapl:0', 'package-0'], ['intel-rapl:1', 'psys']), ['package-0']);
  });

  it('never counts the memory-mapped twin', () => {
    assert.deepEqual(devicesOf(['intel-rapl:0', 'package-0'], ['intel-rapl-mmio:0', 'package-0']), ['package-0']);
  });

  it('counts memory apart, named after its package', () => {
    assert.deepEqual(devicesOf(['intel-rapl:1', 'package-1'], ['intel-rapl:1:0', 'dram']), ['package-1', 'dram-1']);
  });

  it('counts dies where the package is no zone, and only the package where it is', () => {
    const dies = [
      ['intel-rapl:0', 'package-0-die-0'],
      ['intel-rapl:1', 'package-0-die-1'],
    ] as const;
    assert.deepEqual(devicesOf(...dies), ['package-0-die-0', 'package-0-die-1']);
    assert.deepEqual(devicesOf(...dies, ['intel-rapl:2', 'package-0']), ['package-0']);
  });
});

describe('RAPL counters', () => {
  const power = (before: number, after: number, span: number, range: number | null = RANGE): unknown =>
    powerBetween(
      { microjoules: before, at: millis(0) },
      { microjoules: after, at: millis(span) },
      { range, mostWatts: 1000 },
    );

  it('gives joules over seconds', () => assert.equal(power(1_000_000, 43_000_000, 2000), 21));
  it('adds the range once when the counter wraps', () => assert.equal(power(RANGE - 10_000_000, 20_000_000, 1000), 30));
  it('says nothing of two reads within the refresh of the counter', () =>
    assert.equal(power(0, 50_000, 1), 'too soon'));
  it('does not take a counter that stands still for 0 W', () => assert.equal(power(7, 7, 1000), null));
  it('does not guess how often a counter wrapped', () => assert.equal(power(0, 10_000_000, 300_000), null));
  it('does not take a reset for a wrap', () => assert.equal(power(200_000_000_000, 5_000_000, 1000), null));
  it('does not invent a range', () => assert.equal(power(20_000_000, 10_000_000, 1000, null), null));
});

describe('RAPL source', () => {
  /** Counters of both packages and their memory at constant power. */
  function server(): FakeHost {
    const files = sysfs('rapl-xeon-two-sockets.sysfs');
    const host = new FakeHost({ files });
    const draws = { 'intel-rapl:0': 95, 'intel-rapl:1': 80, 'intel-rapl:0:0': 9, 'intel-rapl:1:0': 7 };
    for (const [zone, watts] of Object.entries(draws)) {
      files.set(`/sys/class/powercap/${zone}/energy_uj`, () => `${Math.round(host.clock.now() * watts * 1000)}\n`);
    }
    return host;
  }

  it('reads each package and its memory', async () => {
    const host = server();
    const driven = drive(source, host);
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [95, 80, 9, 7]);
    assert.deepEqual(
      driven.last().map(({ scope }) => scope),
      ['cpu', 'cpu', 'memory', 'memory'],
    );
    await driven.stop();
  });

  it('says so, and how to change it, when only root may read', async () => {
    const found = await source.probe(new FakeHost({ files: sysfs('rapl-root-only.sysfs') }));
    assert.ok(!found.available);
    assert.match(found.why, /root only/);
    assert.match(found.help ?? '', /SUBSYSTEM=="powercap".*KERNEL=="intel-rapl:\*"/);
    assert.match(found.help ?? '', /mode class\/powercap\/intel-rapl:0\/energy_uj = 0444/);
  });

  it('says that it left psys out', async () => {
    const found = await source.probe(new FakeHost({ files: sysfs('rapl-laptop.sysfs') }));
    assert.ok(found.available);
    assert.deepEqual(found.devices, ['package-0']);
    assert.match(found.note ?? '', /psys/);
  });

  it('is not there in a virtual machine', async () => {
    const found = await source.probe(new FakeHost());
    assert.ok(!found.available);
    assert.equal(found.help, null);
  });

  it('reports unknown while a counter is gone or garbled, and power again two reads after it is back', async () => {
    const host = server();
    const counter = (): string => `${host.clock.now() * 95_000}`;
    const driven = drive(source, host);
    await host.clock.advance(1000);
    host.files.set(`${PACKAGE}/energy_uj`, null);
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [null, 80, 9, 7]);
    host.files.set(`${PACKAGE}/energy_uj`, 'I/O error');
    await host.clock.advance(1000);
    assert.equal(driven.last()[0]?.state, 'unknown');
    host.files.set(`${PACKAGE}/energy_uj`, counter);
    await host.clock.advance(2000);
    assert.deepEqual(wattsOf(driven.last()), [95, 80, 9, 7]);
    await driven.stop();
  });

  it('survives wraps for a whole day', async () => {
    const host = server();
    const range = 65_712_999_613;
    host.files.set(`${PACKAGE}/max_energy_range_uj`, `${range}`);
    host.files.set(`${PACKAGE}/energy_uj`, () => `${(host.clock.now() * 250_000) % range}`);
    const driven = drive(source, host, () => 10_000);
    await host.clock.advance(24 * 3_600_000);
    assert.ok(driven.ticks.length > 8600);
    assert.deepEqual(new Set(driven.ticks.map((tick) => wattsOf(tick)[0])), new Set([250]));
    await driven.stop();
  });

  it('ends when told to', async () => {
    const host = server();
    const driven = drive(source, host);
    await host.clock.advance(500);
    await driven.stop();
    assert.ok(driven.hasEnded);
    assert.equal(host.clock.waiting, 0);
  });

  it('is for Linux', async () => {
    const host = new FakeHost({ files: new FakeFiles(), machine: { platform: 'darwin' } });
    assert.equal((await source.probe(host)).available, false);
  });
});
