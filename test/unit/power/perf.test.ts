/** perf: lines of joules as it prints them, one long-lived process, and what is said where the kernel forbids it. */
import assert from 'node:assert/strict';
import { eventsOf, parseLine, powerOf } from '../../../src/power/sources/perf/parse';
import { source } from '../../../src/power/sources/perf/source';
import { FakeFiles, fixture } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeProcesses, type FakeChild } from './fakes/processes';

const EVENTS = '/sys/bus/event_source/devices/power/events';
const lines = fixture('perf-stat-per-socket.csv').split('\n');

interface FakePerf {
  output: { code: number; stdout: string; stderr: string };
  child: FakeChild | undefined;
}

function machine(): { host: FakeHost; perf: FakePerf; processes: FakeProcesses; files: FakeFiles } {
  const output = { code: 0, stdout: lines.slice(0, 5).join('\n'), stderr: '' };
  const perf: FakePerf = { output, child: undefined };
  const tool = { run: () => perf.output, started: (child: FakeChild) => (perf.child = child) };
  const processes = new FakeProcesses({ perf: tool });
  const files = new FakeFiles({ [`${EVENTS}/energy-pkg`]: 'event=0x02\n', [`${EVENTS}/energy-ram`]: 'event=0x03\n' });
  return { host: new FakeHost({ files, processes }), perf, processes, files };
}

describe('perf lines', () => {
  // `perf stat -a -e power/energy-pkg/ -x, -I 1000` as recorded on a two-socket server (hand32/peakler), with --per-socket.
  it('are joules of a socket in a stretch', () => {
    const line = parseLine(lines[2] ?? '');
    const seconds = 1.001203266;
    assert.deepEqual(line, { scope: 'cpu', device: 'package-0', joules: 19.63, seconds });
    assert.ok(Math.abs((powerOf(line) ?? 0) - 19.61) < 0.01);
  });
  it('tell memory from packages, and dies', () => {
    assert.equal(parseLine(lines[4] ?? '')?.device, 'dram-0');
    const die = '     1.0,S1-D1,1,9.5,Joules,power/energy-pkg/,1,100.00,,';
    assert.equal(parseLine(die)?.device, 'package-1-die-1');
  });
  it('that count nothing are unknown, never 0', () => {
    assert.equal(parseLine(lines[6] ?? '')?.joules, null);
    const nothing = parseLine('1.0,S0,1,0.00,Joules,power/energy-pkg/,1000000000,100.00,,');
    assert.equal(nothing && powerOf(nothing), null);
    const idle = parseLine('1.0,S0,1,5.00,Joules,power/energy-pkg/,0,0.00,,');
    assert.equal(idle && powerOf(idle), null);
  });
  for (const text of [
    '',
    '# started on Sun Aug 24',
    '1.0,S0,2,2014.98,msec,cpu-clock,1,100.00,,',
    '1.0,19.6,Joules,power',
  ]) {
    it(`are not: "${text}"`, () => assert.equal(parseLine(text), null));
  }
  it('are asked for by the events that the kernel has', () => {
    assert.deepEqual(eventsOf(['energy-pkg', 'energy-pkg.unit', 'energy-psys', 'energy-cores']), ['power/energy-pkg/']);
  });
});

describe('perf source', () => {
  it('is one process that yields a tick for the lines that come together', async () => {
    const { host, perf, processes } = machine();
    const driven = drive(source, host);
    await host.clock.advance(1000);
    perf.child?.print(...lines.slice(0, 5));
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.ticks[0] ?? []), [19.6, 18.2, 3.1]);
    perf.child?.print(...lines.slice(5, 8));
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [19.4, null, 3]);
    assert.equal(processes.children.length, 1);
    assert.match(processes.spawned[0] ?? '', /-a --per-socket -x , -I 1000 --log-fd 1$/);
    await driven.stop();
    assert.equal(processes.alive.length, 0);
  });

  it('takes the latest of two stretches that arrive together', async () => {
    const { host, perf } = machine();
    const driven = drive(source, host);
    await host.clock.advance(0);
    perf.child?.print(...lines.slice(2, 8));
    await host.clock.advance(1000);
    await driven.stop();
    assert.equal(driven.ticks.length, 1);
    assert.deepEqual(wattsOf(driven.last()), [19.4, null, 3]);
  });

  it('ends when perf dies', async () => {
    const { host, perf } = machine();
    const driven = drive(source, host);
    await host.clock.advance(1000);
    perf.child?.die(1);
    await host.clock.advance(1000);
    assert.equal(driven.hasEnded, true);
  });

  it('names its sockets when it may count', async () => {
    const found = await source.probe(machine().host);
    assert.deepEqual(found.available && found.devices, ['package-0', 'package-1', 'dram-0']);
  });

  it('says which setting of the kernel forbids it and how to change it, where powercap is no better way', async () => {
    const { host, perf, files } = machine();
    perf.output = { code: 255, stdout: '', stderr: 'Error:\nAccess to performance monitoring is limited.' };
    files.set('/proc/sys/kernel/perf_event_paranoid', '2\n');
    const found = await source.probe(host);
    assert.ok(!found.available);
    assert.equal(found.why, 'perf_event_paranoid is 2');
    assert.match(found.help ?? '', /sysctl kernel\.perf_event_paranoid=0/);
    files.set('/sys/class/powercap/intel-rapl:0/energy_uj', null);
    const beside = await source.probe(host);
    assert.equal(!beside.available && beside.help, null);
  });

  it('is unavailable without events, as in a virtual machine', async () => {
    assert.equal((await source.probe(new FakeHost())).available, false);
  });
});
