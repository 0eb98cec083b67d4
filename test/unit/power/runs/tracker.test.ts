/** A run on the meter: its energy against the exact integral, gaps as gaps, idle apart, and what is kept over a reload. */
import assert from 'node:assert/strict';
import type { HistoryLine } from '../../../../src/core/estimate/calibration/import/history-line';
import type { PowerSource } from '../../../../src/power/types';
import { IdleBaseline } from '../../../../src/power/runs/idle';
import { lineOfLost } from '../../../../src/power/runs/line';
import type { RunState } from '../../../../src/power/runs/run';
import { RunTracker } from '../../../../src/power/runs/tracker';
import { curveSource, integral, machineWith, startAt, type Curve, type Machine } from './curve';

const cpuOf = (curve: Curve): PowerSource => curveSource({ id: 'rapl', scope: 'cpu' }, 'package-0', curve);
const begin = (machine: Machine): RunTracker => RunTracker.begin(machine, startAt(machine.host.clock.wall()), null);
const typical = ({ energy }: HistoryLine): number => energy?.typical ?? Number.NaN;
const isNear = (value: number, exact: number, within: number): void =>
  assert.ok(Math.abs(value / exact - 1) <= within, `${value} is not within ${within * 100} % of ${exact}`);

describe('the energy of a run', () => {
  const CURVES: Readonly<Record<string, Curve>> = {
    constant: () => 80,
    'a ramp': (at) => 30 + at / 10,
    'epochs with pauses': (at) => 60 + 40 * Math.sin(at / 9),
    'steps that are shorter than the samples': (at) => 70 + 30 * Math.sin(at * 2.3),
    'a load that comes late': (at) => (at < 300 ? 20 : 140),
  };
  for (const [name, curve] of Object.entries(CURVES)) {
    for (const seconds of [60, 600]) {
      it(`is within 1 % of the integral of ${name} over ${seconds} s`, async () => {
        const machine = await machineWith([cpuOf(curve)]);
        await machine.pass(7.3);
        const run = begin(machine);
        const from = machine.now();
        await machine.pass(seconds - 0.4);
        const line = run.end(0);
        isNear(typical(line), integral(curve, from, machine.now()), 0.01);
        isNear(line.hours, (machine.now() - from) / 3600, 1e-6);
        isNear(line.coveredHours ?? 0, line.hours, 1e-6);
        assert.deepEqual(line.gaps, []);
        machine.meter.dispose();
      });
    }
  }

  it('says which devices it is made of', async () => {
    const gpu = curveSource({ id: 'nvidia', scope: 'gpu' }, 'GPU-1', () => 200);
    const machine = await machineWith([cpuOf(() => 50), gpu]);
    const run = begin(machine);
    await machine.pass(900);
    const line = run.end(0);
    isNear(typical(line), 0.25 / 4, 1e-3);
    assert.deepEqual(line.sensors, ['RAPL', 'NVIDIA']);
    assert.equal(line.scope, 'parts');
    assert.deepEqual(
      line.devices?.map(({ label, scope, counted, energy }) => [
        label,
        scope,
        counted,
        Number(energy.typical.toFixed(4)),
      ]),
      [
        ['package-0', 'cpu', true, 0.0125],
        ['GPU-1', 'gpu', true, 0.05],
      ],
    );
    machine.meter.dispose();
  });

  it('is that of the whole machine where a sensor knows it, and parts are not counted', async () => {
    const battery = curveSource({ id: 'battery', scope: 'system' }, 'BAT0', () => 90);
    const machine = await machineWith([cpuOf(() => 50), battery]);
    const run = begin(machine);
    await machine.pass(900);
    const line = run.end(0);
    isNear(typical(line), 0.09 / 4, 1e-3);
    assert.equal(line.scope, 'plug');
    assert.deepEqual(
      line.devices?.map(({ counted }) => counted),
      [false, true],
    );
    machine.meter.dispose();
  });

  it('keeps the range of what is modelled', async () => {
    const model = curveSource({ id: 'load-model', scope: 'cpu', quality: 'modelled' }, 'cpu', () => 40);
    const machine = await machineWith([model]);
    const run = begin(machine);
    await machine.pass(900);
    const { energy } = run.end(0);
    isNear(energy?.low ?? 0, 0.02 / 4, 1e-3);
    isNear(energy?.high ?? 0, 0.08 / 4, 1e-3);
    machine.meter.dispose();
  });

  it('is null where no sensor answers, and null below 5 s', async () => {
    const silent = await machineWith([cpuOf(() => null)]);
    const run = begin(silent);
    await silent.pass(60);
    assert.equal(run.current.energy, null);
    const line = run.end(0);
    assert.equal(line.energy, null);
    isNear(line.hours, 60 / 3600, 1e-3);

    const machine = await machineWith([cpuOf(() => 80)]);
    const short = begin(machine);
    await machine.pass(4.9);
    assert.equal(short.current.energy, null);
    const brief = short.end(0);
    assert.deepEqual([brief.energy, brief.devices, brief.aboveIdle, brief.attributed], [null, [], null, null]);
    isNear(brief.hours, 4.9 / 3600, 1e-3);
  });

  it('ends with the exit code of the command', async () => {
    const machine = await machineWith([cpuOf(() => 80)]);
    assert.equal(begin(machine).end(137).exit, 137);
    assert.equal(begin(machine).end(null).exit, null);
  });
});

describe('gaps of a run', () => {
  it('are where the machine slept: nothing is counted for that time', async () => {
    const machine = await machineWith([cpuOf(() => 80)]);
    const run = begin(machine);
    await machine.pass(600);
    machine.host.clock.suspend(3_600_000);
    await machine.pass(600);
    const line = run.end(0);
    isNear(typical(line), (80 * 1199) / 3.6e6, 0.002);
    assert.deepEqual(
      line.gaps?.map(({ reason, seconds }) => [reason, Math.round(seconds / 10)]),
      [['clock jump', 360]],
    );
    isNear(line.hours, 4800 / 3600, 0.001);
    isNear(line.coveredHours ?? 0, 1199 / 3600, 0.002);
    machine.meter.dispose();
  });

  it('are where a sensor was lost', async () => {
    let isLost = false;
    const machine = await machineWith([cpuOf(() => (isLost ? null : 80))]);
    const run = begin(machine);
    await machine.pass(300);
    isLost = true;
    await machine.pass(120);
    isLost = false;
    await machine.pass(180);
    const line = run.end(0);
    assert.deepEqual(
      line.gaps?.map(({ reason }) => reason),
      ['unknown'],
    );
    isNear(line.gaps[0]?.seconds ?? 0, 121, 0.02);
    isNear(typical(line), (80 * 479) / 3.6e6, 0.005);
    machine.meter.dispose();
  });

  it('are at the end, too, when a sensor fell silent', async () => {
    let isSilent = false;
    const source = cpuOf(() => 80);
    const hanging: PowerSource = {
      ...source,
      async *samples(host, signal, interval) {
        for await (const tick of source.samples(host, signal, interval)) {
          if (isSilent) await new Promise(() => undefined);
          yield tick;
        }
      },
    };
    const machine = await machineWith([hanging]);
    const run = begin(machine);
    await machine.pass(100);
    isSilent = true;
    await machine.pass(60);
    const line = run.end(0);
    isNear(line.hours, 160 / 3600, 0.01);
    assert.ok((line.gaps?.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0) >= 55);
    isNear(typical(line), (80 * 100) / 3.6e6, 0.03);
    machine.meter.dispose();
  });

  it('do not make the line long', async () => {
    const machine = await machineWith([cpuOf((at) => (Math.floor(at / 30) % 2 === 0 ? 80 : null))]);
    const run = begin(machine);
    await machine.pass(1800);
    const line = run.end(0);
    assert.equal(line.gaps?.length, 20);
    assert.ok(JSON.stringify(line).length < 4000);
    machine.meter.dispose();
  });
});

describe('a lower bound', () => {
  it('is what a run is while something that draws power is unknown', async () => {
    const gpu = curveSource({ id: 'nvidia', scope: 'gpu' }, 'GPU-1', (at) => (at > 60 && at < 120 ? null : 200));
    const machine = await machineWith([cpuOf(() => 50), gpu]);
    const run = begin(machine);
    await machine.pass(600);
    assert.equal(run.current.isLowerBound, true);
    assert.equal(run.end(0).partial, true);
    machine.meter.dispose();
  });

  it('is not made by a sensor that is a moment late', async () => {
    const gpu = curveSource({ id: 'nvidia', scope: 'gpu' }, 'GPU-1', (at) => (at < 3 ? null : 200));
    const machine = await machineWith([cpuOf(() => 50), gpu]);
    const run = begin(machine);
    await machine.pass(600);
    assert.equal(run.end(0).partial, false);
    machine.meter.dispose();
  });
});

describe('energy above idle', () => {
  async function afterQuiet(quietSeconds: number): Promise<HistoryLine> {
    const machine = await machineWith([cpuOf((at) => (at < 100 ? 30 : 90))]);
    const idle = new IdleBaseline();
    machine.meter.onReading((reading) => idle.add(reading));
    await machine.pass(quietSeconds - 1);
    const isOver = idle.busy();
    const run = RunTracker.begin(machine, startAt(machine.host.clock.wall()), idle.at(machine.host.clock.wall()));
    await machine.pass(900 + 99 - quietSeconds);
    isOver();
    machine.meter.dispose();
    return run.end(0);
  }

  it('is what a run used more than the quiet minute before', async () => {
    const line = await afterQuiet(100);
    assert.equal(line.idleWatts, 30);
    isNear(line.aboveIdle?.typical ?? 0, 0.06 / 4, 0.01);
    isNear(typical(line), 0.09 / 4, 0.01);
  });

  it('is null when the machine was not watched before', async () => {
    const line = await afterQuiet(5);
    assert.deepEqual([line.idleWatts, line.aboveIdle], [null, null]);
  });

  it('rests on quiet readings only, not on those of another run', async () => {
    const idle = new IdleBaseline();
    const add = (at: number, power: number): void =>
      idle.add({ at, total: { low: power, typical: power, high: power }, state: 'running' } as never);
    for (let at = 0; at <= 60; at += 2) add(at * 1000, 30);
    const isOver = idle.busy();
    for (let at = 62; at <= 300; at += 2) add(at * 1000, 200);
    assert.equal(idle.at(300_000)?.typical, 30);
    isOver();
    isOver();
    assert.equal(idle.at(3_600_000), null);
  });

  it('never falls below 0', async () => {
    const machine = await machineWith([cpuOf(() => 20)]);
    const idle = { low: 30, typical: 30, high: 30 } as never;
    const run = RunTracker.begin(machine, startAt(machine.host.clock.wall()), idle);
    await machine.pass(60);
    assert.equal(run.end(0).aboveIdle?.typical, 0);
    machine.meter.dispose();
  });
});

describe('a reload of the window', () => {
  it('leaves a gap in the run, not two runs', async () => {
    const machine = await machineWith([cpuOf(() => 80)]);
    const before = begin(machine);
    await machine.pass(600);
    const kept = JSON.parse(JSON.stringify(before.state())) as RunState;
    before.dispose();
    await machine.pass(20);
    const after = RunTracker.resume(machine, kept, 'window reload');
    await machine.pass(600);
    const line = after.end(0);
    assert.deepEqual(
      line.gaps?.map(({ reason, seconds }) => [reason, seconds]),
      [['window reload', 20]],
    );
    isNear(typical(line), (80 * 1200) / 3.6e6, 0.002);
    isNear(line.hours, 1220 / 3600, 0.001);
    assert.deepEqual(
      line.devices?.map(({ label }) => label),
      ['package-0'],
    );
    isNear(line.devices[0]?.energy.typical ?? 0, typical(line), 1e-6);
    machine.meter.dispose();
  });

  it('keeps what was counted when the process is gone', async () => {
    const machine = await machineWith([cpuOf(() => 80)]);
    const run = begin(machine);
    await machine.pass(600);
    const line = lineOfLost(JSON.parse(JSON.stringify(run.state())) as RunState);
    assert.equal(line.exit, null);
    isNear(typical(line), (80 * 600) / 3.6e6, 0.002);
    machine.meter.dispose();
  });
});

describe('a tracker', () => {
  it('leaves nothing behind', async () => {
    const machine = await machineWith([cpuOf(() => 80)]);
    await machine.pass(10);
    const before = machine.host.clock.waiting;
    for (let count = 0; count < 5; count += 1) {
      const run = begin(machine);
      await machine.pass(10);
      run.end(0);
    }
    assert.equal(machine.host.clock.waiting, before);
    machine.meter.dispose();
  });
});
