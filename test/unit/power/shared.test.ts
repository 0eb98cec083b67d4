/** One sampler for all windows: who reads, who is told, and what happens when a window dies or talks nonsense. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { dirname } from 'node:path';
import { millis } from '../../../src/core/units/quantity';
import { nodeSockets } from '../../../src/host/node-sockets';
import { FakeClock } from './fakes/clock';
import { until, Windows, type Window } from './fakes/windows';

const totalOf = ({ meter }: Window): number | null => meter.snapshot().total?.typical ?? null;

describe('windows that share a meter', () => {
  let windows: Windows;
  beforeEach(() => (windows = new Windows()));
  afterEach(() => windows.close());

  it('read the sensors once, and all of them show it', async () => {
    const first = await windows.open();
    const [second, third] = [await windows.open(), await windows.open()];
    await windows.pass(5000);
    assert.deepEqual([first, second, third].map(totalOf), [100, 100, 100]);
    assert.deepEqual(
      [first, second, third].map(({ sensor }) => sensor.alive),
      [1, 0, 0],
    );
    assert.equal(third.meter.snapshot().provenance, first.meter.snapshot().provenance);
    assert.deepEqual(third.meter.describe(), first.meter.describe());
  });

  it('count energy of their own from what they are told', async () => {
    const first = await windows.open();
    const second = await windows.open();
    await windows.pass(5000);
    const measurement = second.meter.measure();
    for (let minute = 0; minute < 3; minute += 1) {
      first.sensor.devices = { 'package-0': 100 + 50 * minute };
      await windows.pass(60_000);
    }
    const { joules, covered, gapCount } = measurement.energy();
    const exact = (100 + 150 + 200) * 60;
    assert.ok(Math.abs(joules.typical / exact - 1) < 0.01, `${joules.typical} of ${exact} J`);
    assert.ok(covered >= 178_000 && gapCount === 0);
    assert.equal(measurement.byDevice()[0]?.device, 'package-0');
  });

  it('read as often as the one that wants it most', async () => {
    const first = await windows.open();
    const second = await windows.open();
    first.meter.setNeed('idle');
    second.meter.setNeed('idle');
    await windows.pass(60_000, 5000);
    const readings: number[] = [];
    second.meter.onReading(() => readings.push(second.meter.snapshot().age ?? 0));
    second.meter.setNeed('training');
    await windows.quiet();
    await windows.pass(20_000);
    assert.ok(readings.length >= 19 && readings.every((age) => age <= 2000), readings.join());
  });

  it('go on reading for others when nobody looks at the first, and stop when nobody looks at any', async () => {
    const first = await windows.open();
    const second = await windows.open();
    first.meter.setNeed('none');
    await windows.pass(30_000);
    assert.equal(first.meter.snapshot().state, 'paused');
    assert.equal(first.sensor.alive, 1);
    assert.equal(totalOf(second), 100);
    second.meter.setNeed('none');
    await windows.pass(30_000);
    assert.equal(first.sensor.alive, 0);
    second.meter.setNeed('active');
    await windows.quiet();
    await windows.pass(3000);
    assert.equal(totalOf(second), 100);
    assert.equal(first.meter.snapshot().state, 'paused');
  });

  it('take over within 5 s when the one that reads ends, and the gap is a gap', async () => {
    const first = await windows.open();
    const others = [await windows.open(), await windows.open()];
    await windows.pass(10_000);
    first.meter.dispose();
    await until(() => others.some(({ sensor }) => sensor.alive === 1));
    await windows.pass(5000, 100);
    assert.deepEqual(others.map(totalOf), [100, 100]);
    assert.equal(others.filter(({ sensor }) => sensor.alive === 1).length, 1);
    for (const { meter } of others) {
      const { energy } = meter.snapshot();
      assert.ok(energy.gapTime <= 5000 && energy.joules.typical <= 100 * (energy.covered / 1000) + 1);
    }
  });

  it('find out what fails, and why, from the one that reads', async () => {
    const first = await windows.open();
    const second = await windows.open();
    await windows.pass(5000);
    first.sensor.behaviour = 'throw';
    await windows.pass(5000);
    assert.equal(totalOf(second), null);
    assert.equal(second.meter.describe()[0]?.why, 'the bus is on fire');
    first.sensor.behaviour = 'work';
    await windows.pass(20_000);
    assert.equal(totalOf(second), 100);
  });

  it('look for sensors again when one of them asks', async () => {
    const first = await windows.open();
    const second = await windows.open();
    first.sensor.devices = { 'package-0': 100, 'package-1': 40 };
    await second.meter.refresh();
    await windows.pass(5000);
    assert.equal(second.meter.describe()[0]?.devices.length, 2);
    assert.equal(totalOf(second), 140);
  });

  it('have clocks of their own', async () => {
    const first = await windows.open();
    const clock = new FakeClock();
    await clock.advance(1_000_000);
    const second = await windows.open('any', clock);
    for (let step = 0; step < 10; step += 1) {
      await windows.clock.advance(1000);
      await clock.advance(1000);
      await windows.quiet();
    }
    assert.equal(totalOf(first), 100);
    assert.equal(totalOf(second), 100);
    const { age, energy } = second.meter.snapshot();
    assert.ok((age ?? Number.NaN) <= 1000 && energy.covered >= 7000 && energy.gapCount === 0);
  });

  it('that may start no tools never read for others', async () => {
    const restricted = await windows.open('follower only');
    await windows.pass(3000);
    assert.equal(existsSync(windows.address), false);
    assert.equal(totalOf(restricted), 100);
    const trusted = await windows.open();
    await windows.clock.advance(31_000);
    await until(() => restricted.sensor.alive === 0);
    await windows.pass(3000);
    assert.deepEqual([restricted, trusted].map(totalOf), [100, 100]);
    assert.equal(trusted.sensor.alive, 1);
  });

  it('remove what a window left behind that was killed', async () => {
    mkdirSync(dirname(windows.address), { recursive: true });
    const script = `require('net').createServer().listen(${JSON.stringify(windows.address)}, () => console.log('up'))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(existsSync(windows.address), true);
    const first = await windows.open();
    const second = await windows.open();
    await windows.pass(3000);
    assert.deepEqual(
      [first, second].map(({ sensor }) => sensor.alive),
      [1, 0],
    );
  });

  it('meet again when somebody removed the address', async () => {
    const first = await windows.open();
    rmSync(windows.address);
    const second = await windows.open();
    assert.equal(second.sensor.alive, 1);
    for (let step = 0; step < 40; step += 1) {
      await windows.clock.advance(1000);
      await windows.quiet();
    }
    await until(() => first.sensor.alive + second.sensor.alive === 1);
    await windows.pass(5000);
    assert.deepEqual([first, second].map(totalOf), [100, 100]);
  });

  it('are reached by this user only', async () => {
    await windows.open();
    assert.equal(statSync(windows.address).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(windows.address)).mode & 0o777, 0o700);
  });

  it('read for themselves where they cannot meet', async () => {
    const sockets = { connect: () => Promise.resolve(undefined), listen: () => Promise.resolve(undefined) };
    Object.assign(windows.wire, sockets);
    const window = windows.open();
    await windows.clock.advance(2000);
    const { sensor } = await window;
    assert.equal(sensor.alive, 1);
  });
});

describe('nonsense on the socket', () => {
  let windows: Windows;
  beforeEach(() => (windows = new Windows()));
  afterEach(() => windows.close());

  it('does not disturb the window that reads', async () => {
    const first = await windows.open();
    const client = createConnection(windows.address);
    await once(client, 'connect');
    client.write('hello\n{"type":"want"}\n{"type":"want","interval":-1}\n{"type":"want","interval":"x"}\n\0\xff\n');
    client.write('x'.repeat(200_000));
    client.write('\n[1,2]\nnull\n{"type":"want","interval":60000,"again":"yes"}\n');
    client.resume();
    await windows.pass(5000);
    assert.equal(totalOf(first), 100);
    assert.equal(first.meter.interval(), 1000);
    client.destroy();
  });

  it('is no reading, and a window that is never greeted reads for itself', async () => {
    mkdirSync(dirname(windows.address), { recursive: true });
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(
        '{"type":"tick","source":"rapl","cadence":1000,"samples":[{"watts":1e9}]}\n{"type":"state"}\nwhat?\n',
      );
    });
    await new Promise<void>((resolve) => server.listen(windows.address, resolve));
    const opening = windows.open();
    await until(() => windows.clock.waiting > 0);
    await windows.clock.advance(millis(2500));
    const window = await opening;
    await windows.clock.advance(3000);
    assert.equal(window.sensor.alive, 1);
    assert.equal(totalOf(window), 100);
    server.close();
  });

  it('from one that does not read what it is sent costs it the connection', async () => {
    const accepted: Awaited<ReturnType<typeof nodeSockets.connect>>[] = [];
    const listener = await nodeSockets.listen(windows.address, (channel) => accepted.push(channel));
    const client = createConnection(windows.address);
    client.pause();
    await until(() => accepted.length === 1);
    let isClosed = false;
    client.once('close', () => (isClosed = true));
    client.once('error', () => undefined);
    const line = 'x'.repeat(60_000);
    for (let sent = 0; sent < 200; sent += 1) accepted[0]?.send(line);
    client.resume();
    await until(() => isClosed);
    listener?.close();
  });
});
