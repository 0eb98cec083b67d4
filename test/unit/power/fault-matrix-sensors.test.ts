/** Every sensor alone times every fault: nothing false while it lasts, whole again afterwards, and every joule counted. */
import assert from 'node:assert/strict';
import { createMeter, type Meter } from '../../../src/power/meter';
import { sources } from '../../../src/power/sources/registry';
import type { Reading } from '../../../src/power/reading';
import { FakeClock } from './fakes/clock';
import { rigs, type Load, type Rig } from './fakes/rigs';

const HOUR = 3_600_000;
const POWER = 240;
const steady: Load = { watts: () => POWER, joules: (at) => (POWER * at) / 1000 };

/** Between 100 and 300 W, once around in ten minutes. */
const wave: Load = {
  watts: (at) => 200 + 100 * Math.sin((2 * Math.PI * at) / 600_000),
  joules: (at) => 10_000 + (200 * at) / 1000 - ((100 * 600) / (2 * Math.PI)) * Math.cos((2 * Math.PI * at) / 600_000),
};

interface Bench {
  readonly rig: Rig;
  readonly clock: FakeClock;
  readonly meter: Meter;
  readonly readings: Reading[];
  /** Long enough for this sensor to have said several things. */
  readonly while: number;
}

async function bench(build: (typeof rigs)[string], load: Load): Promise<Bench> {
  const clock = new FakeClock();
  const rig = build(load, clock);
  const meter = createMeter(rig.host, { sources: [rig.source] });
  const readings: Reading[] = [];
  meter.onReading((reading) => readings.push(reading));
  void meter.start();
  const pause = Math.max(60_000, 6 * (rig.source.minimumInterval ?? 0));
  await clock.advance(pause);
  return { rig, clock, meter, readings, while: pause };
}

/** Whatever is said is what the machine draws, or that nobody knows. */
function checkTruth({ total, devices, energy }: Reading, expected: number): void {
  for (const watts of [total?.typical, ...devices.map((device) => device.watts)]) {
    assert.ok(
      watts === undefined || watts === null || watts === 0 || Math.abs(watts / expected - 1) < 0.01,
      `${watts} W`,
    );
  }
  const counted = (expected * energy.covered) / 1000;
  assert.ok(
    Math.abs(energy.joules.typical - counted) <= 0.01 * counted + 1,
    `${energy.joules.typical} of ${counted} J`,
  );
}

/** The load model says what its model says. */
const expectedOf = (meter: Meter, id: string): number =>
  id === 'load-model' ? (meter.snapshot().total?.typical ?? 0) : POWER;

describe('fault matrix of single sensors', () => {
  it('knows every sensor that there is', () => {
    assert.deepEqual(Object.keys(rigs).sort(), sources.map(({ id }) => id).sort());
  });

  for (const [id, build] of Object.entries(rigs)) {
    const { faults } = build(steady, new FakeClock());
    describe(id, () => {
      for (const name of Object.keys(faults)) {
        it(`${name}: unknown while it lasts, true before and after`, async () => {
          const of = await bench(build, steady);
          const fault = of.rig.faults[name]!;
          const expected = expectedOf(of.meter, id);
          assert.ok(Math.abs((of.meter.snapshot().total?.typical ?? 0) / expected - 1) < 0.01, 'works at first');
          fault.strike();
          await of.clock.advance(of.while);
          const during = of.meter.snapshot().total?.typical ?? null;
          if (name !== 'slow') assert.equal(during, null);
          fault.repair();
          await of.clock.advance(of.while + 120_000);
          assert.ok(Math.abs((of.meter.snapshot().total?.typical ?? 0) / expected - 1) < 0.01, 'works again');
          of.readings.forEach((reading) => checkTruth(reading, expected));
          const { covered, gapTime } = of.meter.snapshot().energy;
          assert.ok(covered > 0 && gapTime > 0, 'a gap is a gap');
          assert.ok(of.rig.host.processes.alive.length <= 1, 'one tool at most');
          of.meter.dispose();
          await of.clock.advance(20_000);
          assert.equal(of.rig.host.processes.alive.length, 0);
        });
      }

      it('suspend and return: a night is a gap', async () => {
        const of = await bench(build, steady);
        const expected = expectedOf(of.meter, id);
        of.clock.suspend(8 * HOUR);
        await of.clock.advance(of.while);
        const { energy } = of.meter.snapshot();
        const jumps = energy.gaps.filter(({ reason }) => reason === 'clock jump');
        assert.ok(jumps.length === 1 && (jumps[0]?.lasted ?? 0) >= 8 * HOUR);
        checkTruth(of.meter.snapshot(), expected);
        of.meter.dispose();
      });
    });
  }

  for (const [id, build] of Object.entries(rigs).filter(([one]) => one !== 'load-model')) {
    it(`${id}: an hour of a changing load, within 1 % of the exact integral`, async () => {
      const of = await bench(build, wave);
      const [measurement, from] = [of.meter.measure(), of.clock.now()];
      await of.clock.advance(HOUR);
      const { joules, covered, gapCount } = measurement.energy();
      const exact = wave.joules(of.clock.now()) - wave.joules(from);
      assert.equal(gapCount, 0);
      // What lies before the first sample and after the last is not counted.
      assert.ok(covered >= HOUR - 2.1 * Math.max(1000, of.rig.source.minimumInterval ?? 0));
      assert.ok(Math.abs(joules.typical / (exact * (covered / HOUR)) - 1) < 0.01, `${joules.typical} of ${exact} J`);
      of.meter.dispose();
    }).timeout(120_000);
  }
});

describe('a tool that died', () => {
  for (const id of ['nvidia', 'perf', 'amd-smi', 'macmon', 'windows-energy-meter']) {
    it(`${id} is started again within 5 s, and later and later while it goes on dying`, async () => {
      const of = await bench(rigs[id]!, steady);
      const { processes } = of.rig.host;
      const before = processes.children.length;
      for (const child of processes.alive) child.die(9);
      await of.clock.advance(5000);
      assert.equal(processes.alive.length, 1);
      assert.equal(processes.children.length, before + 1);
      assert.ok(Math.abs((of.meter.snapshot().total?.typical ?? 0) / POWER - 1) < 0.01);
      of.rig.faults['die']?.strike();
      await of.clock.advance(HOUR);
      const starts = processes.children.length - before - 1;
      assert.ok(starts >= 55 && starts <= 75, `${starts} starts in an hour`);
      of.meter.dispose();
    });
  }
});
