/** amd-smi and rocm-smi: what they print, two dies of one board, sleeping boards, and how seldom they are started. */
import assert from 'node:assert/strict';
import { parseHeader, parseJson, parseRow } from '../../../src/power/sources/amd-smi/parse';
import { source as amdSmi } from '../../../src/power/sources/amd-smi/source';
import { parseCards } from '../../../src/power/sources/rocm-smi/parse';
import { source as rocmSmi } from '../../../src/power/sources/rocm-smi/source';
import { FakeFiles, fixture, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeProcesses, type FakeChild } from './fakes/processes';

const table = fixture('amd-smi-monitor.txt').trim().split('\n');
const columns = parseHeader(table[1] ?? '') ?? [];
const PCI = '/sys/bus/pci/devices/0000:03:00.0';

const gpu = (status: string): FakeFiles =>
  new FakeFiles({
    [`${PCI}/vendor`]: '0x1002\n',
    [`${PCI}/class`]: '0x120000\n',
    [`${PCI}/power/runtime_status`]: `${status}\n`,
  });

describe('the table of amd-smi', () => {
  // `amd-smi monitor -p -w 1` as recorded on MI300X nodes.
  it('is read by its header', () => {
    assert.deepEqual(parseRow(table[2] ?? '', columns), { gpu: '0', watts: 123 });
    const older = parseHeader('GPU  POWER  GPU_TEMP  MEM_TEMP  GFX_UTIL  GFX_CLOCK  MEM_UTIL  MEM_CLOCK') ?? [];
    const row = '  0  126 W     40 °C     32 °C       1 %    182 MHz       0 %    900 MHz';
    assert.deepEqual(parseRow(row, older), { gpu: '0', watts: 126 });
  });
  it('leaves out graphics without a power limit, which are part of a processor', () => {
    assert.equal(parseRow(table[5] ?? '', columns), null);
  });
  for (const line of [
    table[0] ?? '',
    '',
    '1786038263    0    0  123 W',
    'x 0 0 123 W 750 W',
    '1786038263 0 0 123 W 750 W 1 W',
  ]) {
    it(`has no such row: "${line}"`, () => assert.equal(parseRow(line, columns), null));
  }
  it('takes 0 W for unknown', () => {
    assert.deepEqual(parseRow('1786038263    1    0  0 W    750 W', columns), { gpu: '1', watts: null });
  });
});

describe('JSON of amd-smi', () => {
  it('is a list after warnings, or wrapped', () => {
    const boards = [
      { gpu: '0', watts: 142 },
      { gpu: '1', watts: null },
    ];
    assert.deepEqual(parseJson(fixture('amd-smi-metric.json')), boards);
    const wrapped = '{"gpu_data": [{"gpu": 0, "power": {"socket_power": {"value": 41, "unit": "W"}}}]}';
    assert.deepEqual(parseJson(wrapped), [{ gpu: '0', watts: 41 }]);
  });
  it('of older versions has the average, and other units are not watts', () => {
    assert.deepEqual(parseJson('[{"gpu": 0, "power": {"average_socket_power": 90}}]'), [{ gpu: '0', watts: 90 }]);
    const micro = '[{"gpu": 0, "power": {"socket_power": {"value": 90, "unit": "uW"}}}]';
    assert.deepEqual(parseJson(micro), [{ gpu: '0', watts: null }]);
  });
  for (const text of ['', '{', '[]', '[null, 3]', '{"gpu_data": 1}', '[{"gpu": {}}]']) {
    it(`holds no board: ${text || 'nothing'}`, () => assert.deepEqual(parseJson(text), []));
  }
});

describe('amd-smi source', () => {
  it('is one process; rows of a split board are one board', async () => {
    let child: FakeChild | undefined;
    const output = { code: 0, stdout: fixture('amd-smi-metric.json'), stderr: '' };
    const tool = { run: () => output, started: (started: FakeChild) => void (child = started) };
    const processes = new FakeProcesses({ 'amd-smi': tool });
    const host = new FakeHost({ processes, files: gpu('active') });
    assert.deepEqual(await amdSmi.probe(host), { available: true, devices: ['amd-0'], note: null });
    const driven = drive(amdSmi, host, () => 2000);
    await host.clock.advance(0);
    child?.print(...table);
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [123, 121]);
    assert.equal(processes.children.length, 1);
    assert.equal(processes.spawned.at(-1), 'monitor -p -w 2');
    await driven.stop();
    assert.equal(processes.alive.length, 0);
  });

  it('leaves out a die that never speaks beside one that does, and keeps one that fell silent as unknown', async () => {
    let child: FakeChild | undefined;
    const tool = { run: () => assert.fail(), started: (started: FakeChild) => void (child = started) };
    const host = new FakeHost({ processes: new FakeProcesses({ 'amd-smi': tool }), files: gpu('active') });
    const driven = drive(amdSmi, host);
    await host.clock.advance(0);
    child?.print('GPU  POWER', '0  237 W', '1    N/A');
    await host.clock.advance(1000);
    assert.deepEqual(wattsOf(driven.last()), [237]);
    child?.print('0    N/A', '1    N/A');
    await host.clock.advance(1000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [null]);
  });

  it('asks nothing of a board that sleeps', async () => {
    const tool = { run: () => assert.fail('asked'), started: () => assert.fail('started') };
    const processes = new FakeProcesses({ 'amd-smi': tool, 'rocm-smi': tool });
    const host = new FakeHost({ processes, files: gpu('suspended') });
    for (const source of [amdSmi, rocmSmi]) {
      assert.equal((await source.probe(host)).available, true);
      const driven = drive(source, host);
      await host.clock.advance(5000);
      await driven.stop();
      assert.deepEqual(
        driven.last().map(({ state, watts }) => [state, watts]),
        [['asleep', null]],
      );
    }
  });

  it('is not for graphics inside a processor, which its package contains', async () => {
    const files = gpu('active');
    files.set('/sys/class/hwmon/hwmon2/name', 'amdgpu\n');
    files.set('/sys/class/hwmon/hwmon2/power1_average', '9000000\n');
    const tool = { run: () => assert.fail('asked'), started: () => assert.fail('started') };
    const host = new FakeHost({ processes: new FakeProcesses({ 'amd-smi': tool, 'rocm-smi': tool }), files });
    for (const source of [amdSmi, rocmSmi]) assert.equal((await source.probe(host)).available, false);
  });

  it('is unavailable without the tool', async () => {
    const found = await amdSmi.probe(new FakeHost({ files: sysfs('amd-workstation.sysfs') }));
    assert.equal(found.available, false);
  });
});

describe('rocm-smi', () => {
  // Fields and the words for a second die: ROCm/rocm_smi_lib issue 160.
  it('counts each board of two dies once', () => {
    assert.deepEqual(parseCards(fixture('rocm-smi-mi250.json')), [
      { name: 'card0', watts: 237 },
      { name: 'card2', watts: 230 },
    ]);
  });
  it('reads the field of MI300 and leaves out graphics without a limit', () => {
    const field = 'Current Socket Graphics Package Power (W)';
    assert.deepEqual(parseCards(`{"card0": {"${field}": "142.0"}}`), [{ name: 'card0', watts: 142 }]);
    assert.deepEqual(parseCards(`{"card0": {"${field}": "7.0", "Max Graphics Package Power (W)": "N/A"}}`), []);
  });
  for (const text of ['', 'ERROR: GPU not found', '{"card0": null}', '[]', '{"card0": {"GPU use (%)": "3"}}']) {
    it(`has no card in: ${text || 'nothing'}`, () => assert.deepEqual(parseCards(text), []));
  }
  it('is started once a minute, and a card that is not named any more stays as unknown', async () => {
    let stdout = fixture('rocm-smi-mi250.json');
    const tool = { run: () => ({ code: 0, stdout, stderr: '' }), started: () => assert.fail('started') };
    const processes = new FakeProcesses({ 'rocm-smi': tool });
    const host = new FakeHost({ processes, files: gpu('active') });
    const driven = drive(rocmSmi, host, () => rocmSmi.minimumInterval ?? 0);
    await host.clock.advance(3_600_000);
    assert.equal(processes.spawned.length, 61);
    stdout = '';
    await host.clock.advance(60_000);
    await driven.stop();
    assert.deepEqual(wattsOf(driven.last()), [null, null]);
  });
});
