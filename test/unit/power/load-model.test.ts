/** Load model: the class of a processor from its name, and ranges that hold what was measured on that class. */
import assert from 'node:assert/strict';
import { curveOf, loadBetween, powerAt } from '../../../src/power/sources/load-model/parse';
import { source } from '../../../src/power/sources/load-model/source';
import { drive, FakeHost } from './fakes/host';

const classes: readonly (readonly [string, number, RegExp])[] = [
  ['Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz', 8, /laptop.*15 W/],
  ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 8, /laptop.*15 W/],
  ['AMD Ryzen 7 PRO 7840U w/ Radeon 780M Graphics', 16, /laptop.*15 W/],
  ['Intel(R) Core(TM) Ultra 7 155H', 22, /laptop.*45 W/],
  ['AMD Ryzen 9 7940HS w/ Radeon 780M Graphics', 16, /laptop.*45 W/],
  ['Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz', 8, /desktop.*65 W/],
  ['AMD Ryzen 5 5600 6-Core Processor', 12, /desktop.*65 W/],
  ['13th Gen Intel(R) Core(TM) i9-13900K', 32, /desktop.*125 W/],
  ['AMD Ryzen 9 7950X3D 16-Core Processor', 32, /desktop.*125 W/],
  ['AMD EPYC 7763 64-Core Processor', 4, /server.*4 vCPU/],
  ['Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz', 2, /server.*2 vCPU/],
  ['Neoverse-N1', 8, /server.*8 vCPU/],
  ['Apple M3 Max', 16, /Apple M3 Max/],
  ['unknown', 4, /unknown.*4 threads/],
];

/** Runs of raphischer/metaqure: processor, threads, load, watts from and to. */
const measured: readonly (readonly [string, number, number, number, number])[] = [
  ['Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz', 8, 1 / 8, 26, 28],
  ['Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz', 8, 1, 26, 28],
  ['Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz', 8, 1 / 8, 29, 32],
  ['Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz', 8, 1, 50, 70],
  ['13th Gen Intel(R) Core(TM) i9-13900K', 32, 1 / 32, 74, 94],
  ['13th Gen Intel(R) Core(TM) i9-13900K', 32, 1, 240, 340],
];

describe('load model', () => {
  for (const [name, threads, title] of classes) {
    it(`knows the class of ${name}`, () => assert.match(curveOf(name, threads).title, title));
  }

  for (const [name, threads, load, low, high] of measured) {
    it(`holds the ${low} to ${high} W measured at load ${load.toFixed(2)} of ${name}`, () => {
      const power = powerAt(curveOf(name, threads), load);
      assert.ok(power.low <= low && power.high >= high, JSON.stringify(power));
    });
  }

  it('takes a server for 2 to 4 W a loaded vCPU', () => {
    const power = powerAt(curveOf('AMD EPYC', 2), 1);
    assert.ok(power.low === 4 && power.high >= 8 && power.typical < 8);
  });

  it('rises with the load, in every class, with its ends in order', () => {
    for (const [name, threads] of classes) {
      const powers = [0, 0.01, 0.1, 0.5, 0.9, 1].map((load) => powerAt(curveOf(name, threads), load));
      for (const { low, typical, high } of powers) assert.ok(low > 0 && low <= typical && typical <= high, name);
      assert.deepEqual(
        powers.map(({ typical }) => typical).toSorted((a, b) => a - b),
        powers.map(({ typical }) => typical),
      );
    }
  });

  it('cites a source for every class', () => {
    for (const [name, threads] of classes) assert.notEqual(curveOf(name, threads).source, '');
  });

  it('knows no load when the counters stand still or run backwards', () => {
    const at = (busy: number, total: number): { busy: number; total: number } => ({ busy, total });
    assert.equal(loadBetween(at(10, 100), at(60, 200)), 0.5);
    assert.equal(loadBetween(at(10, 100), at(10, 100)), null);
    assert.equal(loadBetween(at(10, 100), at(5, 200)), null);
  });

  it('follows the load of the machine and says that it is modelled', async () => {
    const host = new FakeHost();
    const driven = drive(source, host);
    await host.clock.advance(1000);
    const before = driven.last()[0];
    host.setLoad(1);
    await host.clock.advance(1000);
    const after = driven.last()[0];
    assert.ok(before?.watts && after?.watts && after.watts > before.watts);
    assert.equal(after.quality, 'modelled');
    assert.deepEqual(after.range && { ...after.range }, { low: 50, high: 70 });
    await driven.stop();
  });

  it('is unknown, not idle, when the load cannot be read any more', async () => {
    let times: { busy: number; total: number } | undefined = { busy: 1, total: 10 };
    const host = new FakeHost({ machine: { cpuTimes: () => times } });
    const driven = drive(source, host);
    times = undefined;
    await host.clock.advance(1000);
    assert.equal(driven.last()[0]?.watts, null);
    assert.equal(driven.last()[0]?.state, 'unknown');
    await driven.stop();
  });
});
