/** NVIDIA: what nvidia-smi prints, one long-lived process, and boards that are left asleep. */
import assert from 'node:assert/strict';
import { fieldsToQuery, parseLine, type Field } from '../../../src/power/sources/nvidia/parse';
import { source } from '../../../src/power/sources/nvidia/source';
import { FakeClock } from './fakes/clock';
import { FakeFiles, fixture, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';
import { FakeNvidiaSmi, rtx, type FakeGpu } from './fakes/nvidia-smi';
import { FakeProcesses } from './fakes/processes';

const STATUS = '/sys/bus/pci/devices/0000:01:00.0/power/runtime_status';
const UUID = 'GPU-5f1cd9b6-5f6f-4a0c-b1a9-1d7f2f5f9a01';

const FIELDS_OF_580: readonly Field[] = [
  'uuid',
  'name',
  'power.draw',
  'power.draw.average',
  'power.draw.instant',
  'pci.bus_id',
  'utilization.gpu',
  'mig.mode.current',
];

function machine(gpus: FakeGpu[], files = new FakeFiles()): { host: FakeHost; smi: FakeNvidiaSmi } {
  const clock = new FakeClock();
  const smi = new FakeNvidiaSmi(clock, gpus);
  return { host: new FakeHost({ clock, files, processes: new FakeProcesses({ 'nvidia-smi': smi }) }), smi };
}

describe('nvidia-smi fields', () => {
  it('are those that the driver knows', () => {
    assert.ok(fieldsToQuery(fixture('nvidia-smi-help-query-gpu.txt')).includes('power.draw.average'));
  });

  it('leave out what an older driver does not know, which would fail the whole query', () => {
    assert.deepEqual(fieldsToQuery(fixture('nvidia-smi-help-query-gpu-470.txt')), [
      'uuid',
      'name',
      'power.draw',
      'pci.bus_id',
      'utilization.gpu',
    ]);
  });

  it('of driver 580, which names some fields twice', () => {
    assert.deepEqual(fieldsToQuery(fixture('nvidia-smi-help-query-gpu-580.txt')), FIELDS_OF_580);
  });

  it('are the oldest ones when the tool does not say', () => {
    assert.deepEqual(fieldsToQuery(''), ['uuid', 'name', 'power.draw']);
  });
});

describe('nvidia-smi lines', () => {
  const fields: readonly Field[] = [
    'uuid',
    'name',
    'power.draw',
    'power.draw.average',
    'pci.bus_id',
    'mig.mode.current',
  ];
  const parse = (...cells: readonly string[]): ReturnType<typeof parseLine> => parseLine(cells.join(', '), fields);
  const rest = ['00000000:0A:00.0', 'Disabled'];

  for (const text of [
    '[N/A]',
    'N/A',
    '[Not Supported]',
    '[Unknown Error]',
    '[GPU requires reset]',
    '0.00',
    '',
    '-5.00',
    '4294967.29',
  ]) {
    it(`take "${text}" for unknown`, () => assert.equal(parse(UUID, 'NVIDIA T4', text, '[N/A]', ...rest)?.watts, null));
  }

  it('prefer the mean over the last second', () => {
    assert.equal(parse(UUID, 'NVIDIA A100', '90.10', '72.40', ...rest)?.watts, 72.4);
  });

  it('fall back to the other power fields', () => {
    assert.equal(parse(UUID, 'NVIDIA A100', '90.10', '[N/A]', ...rest)?.watts, 90.1);
  });

  it('give the address as sysfs writes it', () => {
    assert.equal(parse(UUID, 'NVIDIA A100', '90', '90', ...rest)?.busId, '0000:0a:00.0');
  });

  it('tell a board that is split', () => {
    assert.equal(parse(UUID, 'NVIDIA A100', '90', '90', '00000000:0A:00.0', 'Enabled')?.isSplit, true);
  });

  it('of an idle H200 with driver 580', () => {
    const lines = fixture('nvidia-smi-h200.csv').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => parseLine(line, FIELDS_OF_580)?.watts),
      [80.33, 80.22, 80.23, 80.19, 80.21, 80.21],
    );
    assert.equal(parseLine(lines[0] ?? '', FIELDS_OF_580)?.busId, '0000:00:06.0');
  });

  it('are skipped when torn or when they are messages', () => {
    assert.equal(parse(UUID, 'NVIDIA A100', '90'), null);
    assert.equal(parseLine('Failed to initialize NVML: Driver/library version mismatch', fields), null);
  });
});

describe('nvidia source', () => {
  it('runs one process for an hour of samples', async () => {
    const { host } = machine([rtx()]);
    const driven = drive(source, host);
    await host.clock.advance(3_600_000);
    assert.ok(driven.ticks.length > 3590);
    assert.deepEqual(wattsOf(driven.last()), [180.5]);
    assert.equal(host.processes.children.length, 1);
    await driven.stop();
    assert.equal(host.processes.alive.length, 0);
  });

  it('asks once which fields there are', async () => {
    const { host } = machine([rtx()]);
    const driven = drive(source, host);
    await host.clock.advance(5000);
    assert.equal(host.processes.spawned.filter((args) => args.includes('--help-query-gpu')).length, 1);
    assert.match(
      host.processes.spawned[1] ?? '',
      /^--query-gpu=uuid,name,power.draw,.* --format=csv,noheader,nounits -lms 1000$/,
    );
    await driven.stop();
  });

  it('gives all boards of a tick together', async () => {
    const second = rtx({ uuid: 'GPU-00000000-0000-4000-8000-000000000002', busId: '0000:02:00.0', power: '[N/A]' });
    const { host } = machine([rtx(), second]);
    const driven = drive(source, host);
    await host.clock.advance(10_000);
    assert.deepEqual(new Set(driven.ticks.map((tick) => tick.length)), new Set([2]));
    assert.deepEqual(wattsOf(driven.last()), [180.5, null]);
    await driven.stop();
  });

  it('keeps a board that fell off the bus as unknown', async () => {
    const { host, smi } = machine([rtx(), rtx({ uuid: 'GPU-2', power: '60.00' })]);
    const driven = drive(source, host);
    await host.clock.advance(3000);
    smi.gpus.pop();
    await host.clock.advance(3000);
    assert.deepEqual(wattsOf(driven.last()), [180.5, null]);
    await driven.stop();
  });

  it('starts the tool anew when the pace changes, and only then', async () => {
    let interval = 1000;
    const { host } = machine([rtx()]);
    const driven = drive(source, host, () => interval);
    await host.clock.advance(60_000);
    interval = 10_000;
    await host.clock.advance(600_000);
    assert.equal(host.processes.children.length, 2);
    assert.equal(host.processes.alive.length, 1);
    assert.match(host.processes.spawned.at(-1) ?? '', /-lms 10000$/);
    await driven.stop();
  });

  it('ends when the tool dies', async () => {
    const { host, smi } = machine([rtx()]);
    const driven = drive(source, host);
    await host.clock.advance(3000);
    smi.behaviour = 'die';
    await host.clock.advance(2000);
    assert.ok(driven.hasEnded);
  });

  for (const behaviour of ['garbage', 'torn lines', 'other fields', 'hang'] as const) {
    it(`yields nothing from ${behaviour}`, async () => {
      const { host, smi } = machine([rtx()]);
      const driven = drive(source, host);
      await host.clock.advance(3000);
      const before = driven.ticks.length;
      smi.behaviour = behaviour;
      await host.clock.advance(60_000);
      assert.equal(driven.ticks.length, before);
      await driven.stop();
    });
  }
});

describe('a sleeping GPU', () => {
  it('is found without running anything', async () => {
    const { host } = machine([rtx()], sysfs('optimus-laptop.sysfs'));
    const found = await source.probe(host);
    assert.ok(found.available);
    assert.deepEqual(host.processes.spawned, []);
  });

  it('is never asked, and is asleep, not 0 W', async () => {
    const { host } = machine([rtx()], sysfs('optimus-laptop.sysfs'));
    const driven = drive(source, host);
    await host.clock.advance(3_600_000);
    assert.deepEqual(host.processes.spawned, []);
    assert.equal(driven.last()[0]?.state, 'asleep');
    assert.equal(driven.last()[0]?.watts, null);
    await driven.stop();
  });

  it('is read once something else has woken it', async () => {
    const { host } = machine([rtx()], sysfs('optimus-laptop.sysfs'));
    const driven = drive(source, host);
    await host.clock.advance(10_000);
    host.files.set(STATUS, 'active');
    await host.clock.advance(5000);
    assert.deepEqual(wattsOf(driven.last()), [180.5]);
    await driven.stop();
  });

  it('is left alone when it has been idle for a minute, so that it falls asleep', async () => {
    const { host } = machine([rtx({ utilization: '0' })], sysfs('optimus-laptop.sysfs'));
    host.files.set(STATUS, 'active');
    const driven = drive(source, host);
    await host.clock.advance(61_000);
    assert.equal(host.processes.alive.length, 0);
    assert.equal(driven.last()[0]?.state, 'unknown');
    host.files.set(STATUS, 'suspended');
    await host.clock.advance(600_000);
    assert.equal(host.processes.children.length, 1);
    assert.deepEqual(
      driven.last().map(({ device, state }) => ({ device, state })),
      [{ device: UUID, state: 'asleep' }],
    );
    await driven.stop();
  });

  it('is read on when it does not fall asleep, and left alone less and less often', async () => {
    const { host } = machine([rtx({ utilization: '0' })], sysfs('optimus-laptop.sysfs'));
    host.files.set(STATUS, 'active');
    const driven = drive(source, host);
    await host.clock.advance(3_600_000);
    assert.ok(host.processes.children.length <= 8, String(host.processes.children.length));
    assert.equal(host.processes.alive.length, 1);
    await driven.stop();
  });

  it('does not keep others from being read', async () => {
    const files = sysfs('optimus-laptop.sysfs');
    const { host } = machine([rtx(), rtx({ uuid: 'GPU-2', busId: '0000:41:00.0', power: '60.00' })], files);
    files.set('/sys/bus/pci/devices/0000:41:00.0/vendor', '0x10de');
    files.set('/sys/bus/pci/devices/0000:41:00.0/class', '0x030000');
    files.set('/sys/bus/pci/devices/0000:41:00.0/power/control', 'on');
    const driven = drive(source, host);
    await host.clock.advance(3000);
    assert.match(host.processes.spawned.at(-1) ?? '', /^-i 0000:41:00.0 /);
    assert.deepEqual(
      driven.last().map(({ watts, state }) => ({ watts, state })),
      [
        { watts: 60, state: 'on' },
        { watts: null, state: 'asleep' },
      ],
    );
    await driven.stop();
  });
});

describe('nvidia probing', () => {
  it('names a board without a tool as missing', async () => {
    const files = sysfs('optimus-laptop.sysfs');
    const found = await source.probe(new FakeHost({ files }));
    assert.ok(!found.available);
    assert.equal(found.missing, 'NVIDIA GPU');
    assert.match(found.help ?? '', /driver/);
  });

  it('repeats what the tool says when the driver is broken', async () => {
    const { host, smi } = machine([]);
    smi.run = () => ({
      code: 9,
      stdout: 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.\n',
      stderr: '',
    });
    const found = await source.probe(host);
    assert.ok(!found.available);
    assert.match(found.why, /could not communicate/);
  });
});
