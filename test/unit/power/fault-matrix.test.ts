/** Every sensor times every fault, for hours: the real sources and the real meter on a machine that misbehaves. */
import assert from 'node:assert/strict';
import { createMeter, type Meter } from '../../../src/power/meter';
import { readingToJson, type Reading } from '../../../src/power/reading';
import { FakeClock } from './fakes/clock';
import { sysfs } from './fakes/files';
import { FakeHost } from './fakes/host';
import { FakeNvidiaSmi, rtx } from './fakes/nvidia-smi';
import { FakeProcesses } from './fakes/processes';

const COUNTER = '/sys/class/powercap/intel-rapl:0/energy_uj';
const BAT0 = '/sys/class/power_supply/BAT0';
const PCI = '/sys/bus/pci/devices/0000:01:00.0';
const HOUR = 3_600_000;

/** A laptop with readable RAPL at 25 W, an RTX at 180.5 W that is awake, and a battery that is being charged. */
class Laptop {
  readonly clock = new FakeClock();
  readonly smi = new FakeNvidiaSmi(this.clock, [rtx()]);
  readonly processes = new FakeProcesses({ 'nvidia-smi': this.smi });
  readonly files = sysfs('rapl-laptop.sysfs');
  readonly host: FakeHost;
  readonly meter: Meter;
  readonly readings: Reading[] = [];

  constructor() {
    for (const tree of ['laptop-plugged-in.sysfs', 'optimus-laptop.sysfs']) {
      const other = sysfs(tree);
      for (const path of other.paths) this.files.set(path, other.readTextSync(path) ?? null);
    }
    this.files.set(`${PCI}/power/runtime_status`, 'active');
    this.repairCounter();
    this.host = new FakeHost({ clock: this.clock, files: this.files, processes: this.processes });
    this.meter = createMeter(this.host);
  }

  repairCounter(): void {
    this.files.set(COUNTER, () => String(Math.round(this.clock.now() * 25_000) % 262_143_328_850));
  }

  unplug(): void {
    this.files.set('/sys/class/power_supply/AC/online', '0');
    this.files.set(`${BAT0}/status`, 'Discharging');
  }

  async start(): Promise<void> {
    await this.meter.start();
    await this.clock.advance(60_000);
  }
}

/** What must hold of every reading, whatever happens. */
function check(reading: Reading): void {
  const { total, devices, energy } = reading;
  if (total) assert.ok(total.low > 0 && total.low <= total.typical && total.typical <= total.high && total.high < 2000);
  for (const { watts, state } of devices) {
    assert.ok(watts === null || (watts > 0 && watts < 1000), `${watts} W`);
    assert.ok(state === 'on' || watts === null);
  }
  assert.ok(energy.joules.low >= 0 && energy.gapTime >= 0);
  assert.doesNotMatch(JSON.stringify(readingToJson(reading)), /NaN|Infinity|undefined/);
}

const cpuSensor = ({ devices }: Reading): string | undefined => devices.find(({ scope }) => scope === 'cpu')?.sensor;
const totalOf = ({ total }: Reading): number => Math.round((total?.typical ?? 0) * 10) / 10;

interface Fault {
  readonly name: string;
  strike(laptop: Laptop): void;
  /** How the reading looks after a while. */
  during(reading: Reading): void;
  repair(laptop: Laptop): void;
}

const modelledCpu = (reading: Reading): void => assert.equal(cpuSensor(reading), 'Load model');
const unknownGpu = (reading: Reading): void => {
  assert.equal(reading.isLowerBound, true);
  assert.equal(totalOf(reading), 25);
};
const smiFault = (behaviour: FakeNvidiaSmi['behaviour']): Fault => ({
  name: `nvidia-smi: ${behaviour}`,
  strike: ({ smi }) => (smi.behaviour = behaviour),
  during: unknownGpu,
  repair: ({ smi }) => (smi.behaviour = 'print'),
});
const counterFault = (name: string, content: string | null): Fault => ({
  name: `RAPL: ${name}`,
  strike: ({ files }) => files.set(COUNTER, content),
  during: modelledCpu,
  repair: (laptop) => laptop.repairCounter(),
});

const faults: readonly Fault[] = [
  counterFault('permission taken away', null),
  counterFault('garbage', 'Input/output error'),
  counterFault('stands still', '123456789'),
  counterFault('empty', ''),
  counterFault('negative', '-5'),
  {
    name: 'RAPL: vanished',
    strike: ({ files }) => files.remove(COUNTER),
    during: modelledCpu,
    repair: (laptop) => laptop.repairCounter(),
  },
  ...(['hang', 'die', 'garbage', 'torn lines', 'other fields'] as const).map(smiFault),
  {
    name: 'nvidia-smi: [N/A]',
    strike: ({ smi }) => (smi.gpus[0]!.power = '[N/A]'),
    during: unknownGpu,
    repair: ({ smi }) => (smi.gpus[0]!.power = '180.50'),
  },
  {
    name: 'GPU: lost',
    strike: ({ smi }) => smi.gpus.pop(),
    during: unknownGpu,
    repair: ({ smi }) => smi.gpus.push(rtx()),
  },
  {
    name: 'GPU: asleep',
    strike: ({ files }) => files.set(`${PCI}/power/runtime_status`, 'suspended'),
    during: (reading) => {
      assert.equal(reading.isLowerBound, false);
      assert.equal(reading.devices.find(({ scope }) => scope === 'gpu')?.state, 'asleep');
      assert.match(reading.provenance, /GPU: asleep/);
    },
    repair: ({ files }) => files.set(`${PCI}/power/runtime_status`, 'active'),
  },
  {
    name: 'battery: unplugged',
    strike: (laptop) => laptop.unplug(),
    during: (reading) => {
      assert.equal(totalOf(reading), 18.9);
      assert.equal(reading.provenance, 'Whole machine: Battery discharge (measured).');
    },
    repair: ({ files }) => files.set(`${BAT0}/status`, 'Charging'),
  },
  {
    name: 'battery: gauge fails while unplugged',
    strike: (laptop) => {
      laptop.unplug();
      laptop.files.set(`${BAT0}/current_now`, '0');
    },
    // The parts are still known, and what they leave out is said.
    during: (reading) => assert.equal(totalOf(reading), 205.5),
    repair: ({ files }) => files.set(`${BAT0}/status`, 'Charging'),
  },
  {
    name: 'machine: suspended for a night',
    strike: ({ clock }) => clock.suspend(8 * HOUR),
    during: ({ energy }) =>
      assert.deepEqual(
        energy.gaps.map(({ reason }) => reason),
        ['clock jump'],
      ),
    repair: () => undefined,
  },
];

describe('fault matrix', () => {
  for (const { name, strike, during, repair } of faults) {
    it(`${name}: true while it lasts, whole again afterwards`, async () => {
      const laptop = new Laptop();
      laptop.meter.onReading((reading) => laptop.readings.push(reading));
      await laptop.start();
      assert.equal(totalOf(laptop.meter.snapshot()), 205.5);
      strike(laptop);
      await laptop.clock.advance(HOUR / 4);
      during(laptop.meter.snapshot());
      repair(laptop);
      await laptop.clock.advance(180_000);
      assert.equal(totalOf(laptop.meter.snapshot()), 205.5);
      laptop.readings.forEach(check);
      assert.ok(laptop.processes.alive.length <= 1, 'one nvidia-smi at most');
      laptop.meter.dispose();
      await laptop.clock.advance(10_000);
      assert.equal(laptop.processes.alive.length, 0);
      assert.equal(laptop.clock.waiting, 0);
    });
  }

  it('a day without faults, two hours of it looked at: every joule, hardly a process, no growth', async () => {
    const laptop = new Laptop();
    await laptop.start();
    const waiting = laptop.clock.waiting;
    await laptop.clock.advance(2 * HOUR);
    laptop.meter.setNeed('idle');
    await laptop.clock.advance(22 * HOUR);
    const { energy } = laptop.meter.snapshot();
    const exact = 205.5 * (energy.covered / 1000);
    assert.ok(Math.abs(energy.joules.typical / exact - 1) < 0.01);
    assert.ok(energy.covered > 24 * HOUR && energy.gapCount === 0);
    assert.equal(laptop.processes.children.length, 2);
    assert.equal(laptop.clock.waiting, waiting);
    laptop.meter.dispose();
  }).timeout(120_000);

  it('an hour of half a minute here and half a minute there: no tool starts anew', async () => {
    const laptop = new Laptop();
    await laptop.start();
    for (let switches = 0; switches < 144; switches += 1) {
      laptop.meter.setNeed(switches % 2 === 0 ? 'idle' : 'active');
      await laptop.clock.advance(25_000);
    }
    assert.equal(laptop.processes.children.length, 1);
    laptop.meter.dispose();
  });
});
