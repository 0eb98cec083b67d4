/** Batteries of Windows laptops and MacBooks: nothing while plugged in, the whole machine while not. */
import assert from 'node:assert/strict';
import { parseBattery } from '../../../src/power/sources/battery-macos/parse';
import { source as macos } from '../../../src/power/sources/battery-macos/source';
import { parseLine } from '../../../src/power/sources/battery-windows/parse';
import { source as windows } from '../../../src/power/sources/battery-windows/source';
import { fixture } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeProcesses, type FakeChild } from './fakes/processes';

const ioreg = fixture('ioreg-on-battery.txt');

describe('battery of a MacBook', () => {
  it('is volts times amperes, which ioreg prints as an unsigned number', () => {
    // 1,092 mA at 11,974 mV.
    assert.deepEqual(parseBattery(ioreg), { state: 'feeding', watts: 13.075608 });
  });
  it('takes the mean current where there is no instant one', () => {
    const text = ioreg.replace(/^ +"InstantAmperage".*\n/m, '');
    assert.deepEqual(parseBattery(text), { state: 'feeding', watts: (1053 * 11974) / 1e6 });
  });
  it('says nothing while plugged in or charging', () => {
    assert.equal(
      parseBattery(ioreg.replace('"ExternalConnected" = No', '"ExternalConnected" = Yes')).state,
      'plugged in',
    );
    assert.equal(parseBattery(ioreg.replace('"IsCharging" = No', '"IsCharging" = Yes')).state, 'plugged in');
  });
  it('is unknown when the current makes no sense', () => {
    for (const current of ['0', '1500', 'x', '99999999999999999999']) {
      const text = ioreg.replace(/Amperage" = \d+/g, `Amperage" = ${current}`);
      assert.deepEqual(parseBattery(text), { state: 'feeding', watts: null }, current);
    }
  });
  it('is absent on a desktop', () => assert.deepEqual(parseBattery(''), { state: 'absent' }));
  it('is asked once a minute', async () => {
    const tool = { run: () => ({ code: 0, stdout: ioreg, stderr: '' }), started: () => assert.fail('started') };
    const processes = new FakeProcesses({ ioreg: tool });
    const host = new FakeHost({ processes, machine: { platform: 'darwin' } });
    assert.equal((await macos.probe(host)).available, true);
    const driven = drive(macos, host, () => macos.minimumInterval ?? 0);
    await host.clock.advance(600_000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [13.1]);
    assert.equal(processes.spawned.length, 12);
  });
});

describe('batteries of Windows', () => {
  it('give milliwatts while they discharge', () => {
    assert.deepEqual(parseLine('batteries False;True;14210'), [{ device: 'battery-0', watts: 14.21 }]);
    assert.deepEqual(parseLine('batteries False;True;9000|False;False;0'), [{ device: 'battery-0', watts: 9 }]);
  });
  it('say nothing while plugged in', () => assert.deepEqual(parseLine('batteries True;False;0'), []));
  it('are unknown when the driver does not know', () => {
    for (const rate of ['0', '-1', '2147483', '']) {
      const [pack] = parseLine(`batteries False;True;${rate}`) ?? [];
      assert.deepEqual(pack, { device: 'battery-0', watts: null }, rate);
    }
  });
  for (const line of [
    '',
    'batteries ',
    'batteries False;True',
    'Get-CimInstance : Not supported',
    'False;True;14210',
  ]) {
    it(`are not in "${line}"`, () => assert.equal(parseLine(line), null));
  }
  it('are read through one PowerShell that ends with its reader', async () => {
    let child: FakeChild | undefined;
    const tool = {
      run: () => ({ code: 0, stdout: 'batteries False;True;14210\r\n', stderr: '' }),
      started: (started: FakeChild) => void (child = started),
    };
    const processes = new FakeProcesses({ powershell: tool });
    const host = new FakeHost({ processes, machine: { platform: 'win32' } });
    assert.equal((await windows.probe(host)).available, true);
    const driven = drive(windows, host, () => 30_000);
    await host.clock.advance(0);
    child?.print('batteries False;True;14210');
    await host.clock.advance(0);
    child?.print('noise', 'batteries True;False;0');
    await host.clock.advance(0);
    assert.deepEqual(driven.ticks.map(wattsOf), [[14.2], []]);
    assert.equal(processes.children.length, 1);
    assert.match(
      processes.spawned[1] ?? '',
      /ErrorActionPreference = 'Stop'; while \(\$true\).*Start-Sleep -Seconds 30/,
    );
    await driven.stop();
    assert.equal(processes.alive.length, 0);
  });
  it('are unavailable elsewhere', async () => {
    for (const source of [windows, macos]) assert.equal((await source.probe(new FakeHost())).available, false);
  });
});
