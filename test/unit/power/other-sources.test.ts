/** Sensors of AMD boards, Jetson modules, Macs and Windows 11. */
import assert from 'node:assert/strict';
import { source as amdgpu } from '../../../src/power/sources/amdgpu/source';
import { boardPower } from '../../../src/power/sources/amdgpu/parse';
import { source as jetson } from '../../../src/power/sources/jetson/source';
import { parseLine as parseMacmon } from '../../../src/power/sources/macmon/parse';
import { source as macmon } from '../../../src/power/sources/macmon/source';
import { parseHeader, parseLine as parseTypeperf } from '../../../src/power/sources/windows-energy-meter/parse';
import { source as energyMeter } from '../../../src/power/sources/windows-energy-meter/source';
import type { DeviceSample, PowerSource } from '../../../src/power/types';
import { type FakeFiles, fixture, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeProcesses, type FakeChild } from './fakes/processes';

async function firstTick(source: PowerSource, files: FakeFiles): Promise<readonly DeviceSample[]> {
  const host = new FakeHost({ files });
  const driven = drive(source, host);
  await host.clock.advance(0);
  await driven.stop();
  return driven.last();
}

const [, header = '', blank = '', line = ''] = fixture('typeperf-energy-meter.csv').split('\n');

describe('amdgpu', () => {
  const status = '/sys/class/drm/card1/device/power/runtime_status';

  it('reads a board and leaves out the APU, which reports its processor as well', async () => {
    const tick = await firstTick(amdgpu, sysfs('amd-workstation.sysfs'));
    assert.deepEqual(
      tick.map(({ device, watts }) => [device, watts]),
      [['card1', 287]],
    );
  });

  it('does not touch a board that sleeps', async () => {
    const files = sysfs('amd-workstation.sysfs');
    files.set(status, 'suspended');
    files.set('/sys/class/drm/card1/device/hwmon/hwmon4/power1_average', () => assert.fail('woken'));
    const [sample] = await firstTick(amdgpu, files);
    assert.deepEqual([sample?.state, sample?.watts], ['asleep', null]);
  });

  it('takes 0, as of a second die, for unknown', () => {
    assert.equal(boardPower({ average: '0', input: undefined }), null);
  });

  it('reads power1_input where there is no average', () => {
    assert.equal(boardPower({ average: undefined, input: '35000000' }), 35);
  });

  it('is unavailable without a board', async () => {
    assert.equal((await amdgpu.probe(new FakeHost())).available, false);
  });
});

describe('jetson', () => {
  it('reads the rail that feeds the module and none of its parts', async () => {
    const tick = await firstTick(jetson, sysfs('jetson-orin.sysfs'));
    assert.deepEqual(
      tick.map(({ device, scope }) => [device, scope]),
      [['VDD_IN', 'system']],
    );
    assert.deepEqual(wattsOf(tick), [8.3]);
  });

  it('is unknown when the monitor cannot be read', async () => {
    const files = sysfs('jetson-orin.sysfs');
    files.set('/sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon1/curr1_input', null);
    assert.deepEqual(wattsOf(await firstTick(jetson, files)), [null]);
  });

  it('is unavailable elsewhere', async () => {
    assert.equal((await jetson.probe(new FakeHost())).available, false);
  });
});

describe('macmon', () => {
  const partsOf = (text: string): unknown => parseMacmon(text)?.map(({ device, watts }) => [device, watts]);

  it('gives the parts and the whole, where idle units draw 0 W', () => {
    assert.deepEqual(partsOf(fixture('macmon-pipe.jsonl')), [
      ['sys', 17.85],
      ['cpu', 9.32],
      ['gpu', 0],
      ['ane', 0],
      ['ram', 0.71],
    ]);
  });

  it('leaves the whole out where its sensor is missing', () => {
    assert.deepEqual(partsOf('{"cpu_power":4.5,"sys_power":0}'), [['cpu', 4.5]]);
  });

  it('takes what is no number for unknown', () => {
    assert.deepEqual(partsOf('{"cpu_power":"4.5"}'), [['cpu', null]]);
  });

  for (const text of ['', 'null', '[]', '{"cpu_pow', '{"gpu_power":1}', 'macmon: error']) {
    it(`skips the line "${text}"`, () => assert.equal(parseMacmon(text), null));
  }

  it('runs one process, without a password', async () => {
    const tool = {
      run: () => ({ code: 1, stdout: '', stderr: '' }),
      started: (child: FakeChild) => child.print(fixture('macmon-pipe.jsonl').trim()),
    };
    const processes = new FakeProcesses({ macmon: tool });
    const host = new FakeHost({ processes, machine: { platform: 'darwin', cpuModel: 'Apple M3 Pro' } });
    assert.ok((await macmon.probe(host)).available);
    const driven = drive(macmon, host);
    await host.clock.advance(60_000);
    assert.deepEqual(processes.spawned, ['pipe -i 1000']);
    assert.equal(driven.last()[0]?.watts, 17.85);
    await driven.stop();
    assert.equal(processes.alive.length, 0);
  });

  it('says how to get it', async () => {
    const found = await macmon.probe(new FakeHost({ machine: { platform: 'darwin', cpuModel: 'Apple M1' } }));
    assert.ok(!found.available);
    assert.match(found.help ?? '', /brew install macmon/);
  });
});

describe('Windows Energy Meter', () => {
  const channels = parseHeader(header) ?? [];

  it('adds packages and memory, never what lies inside a package, never _Total', () => {
    assert.deepEqual(
      channels.map(({ device, scope }) => [device, scope]),
      [
        ['RAPL_Package0_PKG', 'cpu'],
        ['RAPL_Package0_DRAM', 'memory'],
      ],
    );
  });

  it('reads milliwatts', () => assert.deepEqual(parseTypeperf(line, channels), [14.21, 1.83]));
  it('knows nothing from the first, blank line', () => assert.deepEqual(parseTypeperf(blank, channels), [null, null]));
  it('reads decimal commas', () =>
    assert.deepEqual(parseTypeperf(line.replaceAll('.000000', ',000000'), channels), [14.21, 1.83]));
  it('skips torn lines', () => assert.equal(parseTypeperf(line.slice(0, 40), channels), null));
  it('skips what is no header', () => assert.equal(parseHeader('Error: No valid counters.'), null));

  it('runs one process, from WSL too', async () => {
    const tool = {
      run: () => ({
        code: 0,
        stdout: '\\Energy Meter(RAPL_Package0_PKG)\\Power\n\\Energy Meter(_Total)\\Power\n',
        stderr: '',
      }),
      started: (child: FakeChild) => child.print(...fixture('typeperf-energy-meter.csv').split('\n')),
    };
    const host = new FakeHost({ processes: new FakeProcesses({ 'typeperf.exe': tool }) });
    const found = await energyMeter.probe(host);
    assert.deepEqual(found.available && found.devices, ['RAPL_Package0_PKG']);
    const driven = drive(energyMeter, host);
    await host.clock.advance(1000);
    assert.deepEqual(driven.ticks.map(wattsOf), [
      [null, null],
      [14.2, 1.8],
    ]);
    assert.equal(host.processes.spawned.at(-1), '\\Energy Meter(*)\\Power -si 1');
    await driven.stop();
  });

  it('is unavailable where Windows lists no channel, as in virtual machines', async () => {
    const tool = { run: () => ({ code: 0, stdout: '', stderr: '' }), started: () => undefined };
    const host = new FakeHost({ processes: new FakeProcesses({ typeperf: tool }), machine: { platform: 'win32' } });
    assert.equal((await energyMeter.probe(host)).available, false);
  });
});
