/** Prometheus endpoints: the text format, what exporters' metrics mean, and that nothing is asked that nobody named. */
import assert from 'node:assert/strict';
import { createMeter } from '../../../src/power/meter';
import { measuresOf, namesFor, type Component } from '../../../src/power/sources/prometheus/metrics';
import { parseText } from '../../../src/power/sources/prometheus/parse';
import { prometheusSources, source } from '../../../src/power/sources/prometheus/source';
import { fixture } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeNetwork } from './fakes/network';
import { fakeSensor } from './fakes/source';

const NODE = 'http://node-1:9100/metrics';
const DCGM = 'http://node-1:9400/metrics';
const [cpu, gpu, system] = prometheusSources([NODE, DCGM]);

const measures = (component: Component, text: string): unknown =>
  measuresOf(component, parseText(text, namesFor(component))).map(({ scope, device, value }) => [scope, device, value]);

/** A node whose package draws 60 W and whose memory 8 W, as node_exporter counts them. */
function node(host: { readonly now: () => number }): string {
  const joules = (watts: number): string => ((host.now() / 1000) * watts).toFixed(6);
  return `node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0"} ${joules(60)}\nnode_rapl_dram_joules_total{index="0"} ${joules(8)}\n`;
}

function machine(): { host: FakeHost; network: FakeNetwork } {
  const network = new FakeNetwork();
  const host = new FakeHost({ network });
  network.set(NODE, () => ({ text: node(host.clock) }));
  network.set(DCGM, () => ({ text: fixture('dcgm-exporter.prom') }));
  return { host, network };
}

describe('text format of Prometheus', () => {
  const one = (line: string): unknown => parseText(line, new Set(['watts']))[0]?.value ?? null;

  it('has names, labels, values and times', () => {
    assert.equal(one('watts 12.5'), 12.5);
    const full = parseText('watts{a="x",b="say \\"hi\\"\\n\\\\",} 1e3 1700000000000', new Set(['watts']))[0];
    assert.deepEqual({ ...full?.labels }, { a: 'x', b: 'say "hi"\n\\' });
    assert.equal(full?.value, 1000);
  });
  for (const line of [
    '# TYPE watts gauge',
    'watts',
    'watts{a="x" 1',
    'watts{a=x} 1',
    'watts NaN',
    'watts +Inf',
    'watts 1 2 3',
    'wattsx 1',
  ]) {
    it(`has no value in "${line}"`, () => assert.equal(one(line), null));
  }
  it('keeps a label from reaching an object that it should not', () => {
    const [series] = parseText('watts{__proto__="x"} 1', new Set(['watts']));
    assert.equal(Object.getPrototypeOf(series?.labels), null);
  });
});

describe('what exporters mean', () => {
  it('node_exporter: packages and memory, never cores, psys or the memory-mapped twin', () => {
    assert.deepEqual(measures('cpu', fixture('node-exporter.prom')), [
      ['memory', 'dram-0', 42733.469825],
      ['cpu', 'package-0', 38354.045387],
    ]);
  });
  it('DCGM: a board once, however many pods share it', () => {
    assert.deepEqual(measures('gpu', fixture('dcgm-exporter.prom')), [
      ['gpu', 'GPU-a8394b51-c086-568a-9f1a-c1e1c934c44c', 40.979],
    ]);
  });
  it('Kepler: one zone of those that contain each other', () => {
    const text = fixture('kepler.prom');
    assert.deepEqual(measures('cpu', text), [
      ['cpu', 'package-0', 52000],
      ['memory', 'dram-0', 9000],
    ]);
    assert.deepEqual(measures('gpu', text), [['gpu', 'GPU-abc123', 65.5]]);
    assert.deepEqual(measures('system', text), [['system', 'platform', 450.5]]);
  });
  it('Kepler before 0.10: idle and dynamic energy beside each other', () => {
    const text =
      'kepler_node_package_joules_total{mode="dynamic",package="0"} 100\nkepler_node_package_joules_total{mode="idle",package="0"} 40\n';
    assert.deepEqual(measures('cpu', text), [['cpu', 'package-0', 140]]);
  });
  it('Scaphandre: sockets in microwatts, and the host only where there are none', () => {
    const host = 'scaph_host_power_microwatts 52428800\n';
    assert.deepEqual(measures('cpu', host), [['cpu', 'scaphandre-host', 52.4288]]);
    const sockets = `${host}scaph_socket_power_microwatts{socket_id="0"} 31000000\n`;
    assert.deepEqual(measures('cpu', sockets), [['cpu', 'package-0', 31]]);
  });
  it('Zeus: one power for each GPU', () => {
    const text = 'power_monitor_gpu_power_watts{index="0",window="train"} 210.5\n';
    assert.deepEqual(measures('gpu', text), [['gpu', 'gpu-0', 210.5]]);
  });
  it('one exporter of two that read the same counters', () => {
    const both = `${fixture('node-exporter.prom')}\n${fixture('kepler.prom')}`;
    assert.equal((measures('cpu', both) as unknown[]).length, 2);
  });
});

describe('Prometheus source', () => {
  it('asks nothing when no address is named', async () => {
    const { host, network } = machine();
    const meter = createMeter(host);
    await meter.start();
    await host.clock.advance(60_000);
    assert.deepEqual(network.asked, []);
    const status = meter.describe().find(({ id }) => id === 'prometheus');
    assert.equal(status?.why, 'no address is named (carbonHints.power.prometheus)');
    meter.dispose();
    assert.equal((await source.probe(host)).available, false);
  });

  it('takes the place of sensors that are missing and names the host', async () => {
    const { host } = machine();
    const meter = createMeter(host, { prometheus: [NODE, DCGM] });
    await meter.start();
    await host.clock.advance(30_000);
    const { devices, total, provenance } = meter.snapshot();
    assert.deepEqual(wattsOf(devices), [60, 8, 41]);
    assert.equal(Math.round((total?.typical ?? 0) * 10) / 10, 109);
    assert.match(provenance, /CPU: Prometheus \(measured\)/);
    assert.equal(devices[0]?.label, 'CPU package-0 (node_exporter), node-1:9100');
    meter.dispose();
  });

  it('stands behind the sensors themselves', async () => {
    const { host, network } = machine();
    const rapl = fakeSensor({ id: 'rapl', rank: 80 }, { 'package-0': 55 });
    const meter = createMeter(host, { sources: [rapl], prometheus: [NODE] });
    await meter.start();
    await host.clock.advance(30_000);
    assert.equal(meter.snapshot().total?.typical, 55);
    // Once for each component, to see what is there.
    assert.equal(network.asked.length, 3);
    meter.dispose();
  });

  it('is unknown while the endpoint is gone, and whole again two looks after it is back', async () => {
    const { host, network } = machine();
    const driven = drive(cpu!, host, () => 5000);
    await host.clock.advance(10_000);
    network.set(NODE, () => ({ why: 'ECONNREFUSED' }));
    await host.clock.advance(5000);
    assert.deepEqual(wattsOf(driven.last()), [null, null]);
    network.set(NODE, () => ({ text: node(host.clock) }));
    await host.clock.advance(10_000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [60, 8]);
  });

  it('holds the mean of an exporter that looks less often than it is asked, and not for ever', async () => {
    const { host, network } = machine();
    const slow = { now: () => Math.floor(host.clock.now() / 30_000) * 30_000 };
    network.set(NODE, () => ({ text: node(slow) }));
    const driven = drive(cpu!, host, () => 5000);
    await host.clock.advance(120_000);
    const known = driven.ticks.slice(7).flatMap((tick) => wattsOf(tick).slice(0, 1));
    assert.ok(
      known.every((watts) => watts !== null && watts >= 50 && watts <= 75),
      known.join(),
    );
    const last = node(host.clock);
    network.set(NODE, () => ({ text: last }));
    await host.clock.advance(80_000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [null, null]);
  });

  it('does not believe a push gateway whose pusher is gone', async () => {
    const { host, network } = machine();
    const pushed = host.clock.wall() / 1000;
    network.set(DCGM, () => ({
      text: `power_monitor_gpu_power_watts{index="0"} 210\npush_time_seconds{job="zeus"} ${pushed}\n`,
    }));
    const driven = drive(gpu!, host, () => 5000);
    await host.clock.advance(10_000);
    assert.deepEqual(wattsOf(driven.last()), [210]);
    await host.clock.advance(120_000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [null]);
  });

  it('goes on with the other address when one is no use', async () => {
    const { host, network } = machine();
    const [both] = prometheusSources(['ftp://node-1/metrics', 'http://me:secret@node-1/metrics', 'nonsense', NODE]);
    const found = await both!.probe(host);
    assert.ok(found.available);
    assert.match(
      found.note ?? '',
      /only http and https.*an address with a password in it is not read.*it is no address/,
    );
    assert.doesNotMatch(found.note ?? '', /secret/);
    assert.deepEqual(network.asked, [NODE]);
  });

  it('says what is wrong when nothing answers or nothing is about power', async () => {
    const { host, network } = machine();
    network.set(NODE, () => ({ text: 'up 1\n' }));
    network.set(DCGM, () => ({ text: '' }));
    const found = await system!.probe(host);
    assert.equal(!found.available && found.why, 'nothing there speaks of the power of the whole machine');
    network.set(NODE, () => ({ why: 'ECONNREFUSED' }));
    const refused = await cpu!.probe(host);
    assert.equal(!refused.available && refused.why, 'node-1:9100: ECONNREFUSED');
  });
});
