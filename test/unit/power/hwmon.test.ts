/** Hardware monitors of Linux: NVIDIA Grace, ARM boards, servers with a power meter, Intel and AMD graphics cards. */
import assert from 'node:assert/strict';
import { source as amdgpu } from '../../../src/power/sources/amdgpu/source';
import { countedChannels } from '../../../src/power/sources/hwmon/parse';
import { source as hwmon } from '../../../src/power/sources/hwmon/source';
import { source as intelGpu } from '../../../src/power/sources/intel-gpu/source';
import { source as powerMeter } from '../../../src/power/sources/power-meter/source';
import type { DeviceSample, PowerSource } from '../../../src/power/types';
import { FakeFiles, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';

async function tickOf(source: PowerSource, files: FakeFiles, after = 0): Promise<readonly DeviceSample[]> {
  const host = new FakeHost({ files });
  const driven = drive(source, host);
  await host.clock.advance(after);
  await driven.stop();
  return driven.last();
}

const devices = (tick: readonly DeviceSample[]): unknown =>
  tick.map(({ scope, device, watts }) => [scope, device, watts]);

describe('hwmon', () => {
  it('reads the module and the socket of Grace Hopper, and never the rails inside the socket', async () => {
    assert.deepEqual(devices(await tickOf(hwmon, sysfs('grace-hopper.sysfs'))), [
      ['system', 'module-0', 412.736],
      ['cpu', 'grace-0', 98.32],
    ]);
  });

  it('adds the rails of Grace where the socket has no channel', () => {
    const channel = (label: string) => ({ chip: 'power_meter', label, path: label });
    const counted = countedChannels([channel('CPU Power Socket 1'), channel('SysIO Power Socket 1')]);
    assert.deepEqual(
      counted.map(({ device }) => device),
      ['cpu-1', 'sysio-1'],
    );
  });

  it('adds core clusters that lie beside each other, and nothing that does not say what it measures', async () => {
    assert.deepEqual(devices(await tickOf(hwmon, sysfs('arm-board.sysfs'))), [
      ['cpu', 'scpi_sensors/POW_BIG', 1.425],
      ['cpu', 'scpi_sensors/POW_LITTLE', 0.318],
    ]);
  });

  it('says of a rail without a name that nobody knows what it feeds', async () => {
    const root = '/sys/class/hwmon/hwmon0';
    const files = new FakeFiles({ [`${root}/name`]: 'ina226\n', [`${root}/power1_input`]: '5125000\n' });
    const found = await hwmon.probe(new FakeHost({ files }));
    assert.equal(!found.available && found.why, 'the monitor ina226 does not say what it measures');
    files.set(`${root}/label`, 'VDD_CPU\n');
    assert.equal((await hwmon.probe(new FakeHost({ files }))).available, true);
  });

  for (const text of ['0', '', '-5', 'N/A', '4294967295000000', null]) {
    it(`takes ${text === null ? 'a file that may not be read' : `"${text}"`} for unknown`, async () => {
      const files = sysfs('grace-hopper.sysfs');
      files.set('/sys/class/hwmon/hwmon2/device/power1_average', text);
      assert.deepEqual(wattsOf(await tickOf(hwmon, files)), [412.7, null]);
    });
  }
});

describe('ACPI power meter', () => {
  const average = '/sys/class/hwmon/hwmon0/power1_average';

  it('reads what the whole server takes', async () => {
    assert.deepEqual(devices(await tickOf(powerMeter, sysfs('server-power-meter.sysfs'))), [['system', 'hwmon0', 187]]);
  });

  it('is not for Grace, whose channels are parts', async () => {
    assert.equal((await powerMeter.probe(new FakeHost({ files: sysfs('grace-hopper.sysfs') }))).available, false);
  });

  it('does not believe firmware that averages over minutes', async () => {
    const files = sysfs('server-power-meter.sysfs');
    files.set('/sys/class/hwmon/hwmon0/power1_average_interval', '300000');
    const found = await powerMeter.probe(new FakeHost({ files }));
    assert.equal(!found.available && found.why, 'the firmware averages over 300 s');
  });

  it('does not believe 4,294 megawatts', async () => {
    const files = sysfs('server-power-meter.sysfs');
    files.set(average, '4294967295000000');
    assert.equal((await powerMeter.probe(new FakeHost({ files }))).available, false);
    assert.deepEqual(wattsOf(await tickOf(powerMeter, files)), [null]);
  });
});

describe('Intel GPU hwmon', () => {
  const card = '/sys/class/hwmon/hwmon3';

  /** The card at 150 W, the chip in it at 110 W, and a second card at 40 W. */
  function running(): { files: FakeFiles; host: FakeHost } {
    const files = sysfs('arc-b580.sysfs');
    const host = new FakeHost({ files });
    const count = (path: string, watts: number): void =>
      files.set(path, () => String(Math.round(host.clock.now() * watts * 1000)));
    count(`${card}/energy1_input`, 150);
    count(`${card}/energy2_input`, 110);
    count('/sys/class/hwmon/hwmon4/energy1_input', 40);
    return { files, host };
  }

  it('counts the card and neither the chip inside it nor a tile', async () => {
    const { host } = running();
    const driven = drive(intelGpu, host);
    await host.clock.advance(3000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [150, 40]);
  });

  it('counts the chip where the card has no counter', async () => {
    const { host, files } = running();
    files.remove(`${card}/energy1_input`);
    const driven = drive(intelGpu, host);
    await host.clock.advance(3000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [110, 40]);
  });

  it('does not touch a card that sleeps, and begins anew when it wakes', async () => {
    const { host, files } = running();
    const driven = drive(intelGpu, host);
    await host.clock.advance(3000);
    files.set(`${card}/device/power/runtime_status`, 'suspended');
    files.set(`${card}/energy1_input`, () => assert.fail('woken'));
    await host.clock.advance(5000);
    assert.deepEqual(
      driven.last().map(({ state }) => state),
      ['asleep', 'on'],
    );
    files.set(`${card}/device/power/runtime_status`, 'active');
    files.set(`${card}/energy1_input`, () => String(Math.round(host.clock.now() * 90_000)));
    await host.clock.advance(2000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [90, 40]);
  });

  it('takes a counter that was reset for unknown, once', async () => {
    const { host, files } = running();
    const driven = drive(intelGpu, host);
    await host.clock.advance(3000);
    const reset = host.clock.now();
    files.set(`${card}/energy1_input`, () => String(Math.round((host.clock.now() - reset) * 150_000)));
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [null, 40]);
    await host.clock.advance(1000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [150, 40]);
  });
});

describe('two dies of one AMD board', () => {
  it('are the first one, which reports both: the second is neither idle nor unknown', async () => {
    assert.deepEqual(devices(await tickOf(amdgpu, sysfs('amd-two-dies.sysfs'))), [['gpu', 'card0', 237]]);
  });

  it('leave the first one unknown when it stops to speak', async () => {
    const files = sysfs('amd-two-dies.sysfs');
    const host = new FakeHost({ files });
    const driven = drive(amdgpu, host);
    await host.clock.advance(1000);
    files.set('/sys/class/drm/card0/device/hwmon/hwmon2/power1_average', '0');
    await host.clock.advance(1000);
    await driven.stop();
    assert.deepEqual(devices(driven.last()), [['gpu', 'card0', null]]);
  });
});
