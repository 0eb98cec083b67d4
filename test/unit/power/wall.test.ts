/** Calibration with a plug meter or a battery: the line, what it is good for, and the file that keeps the readings. */
import assert from 'node:assert/strict';
import { millis, watts } from '../../../src/core/units/quantity';
import { createMeter, type Meter } from '../../../src/power/meter';
import { readingToJson } from '../../../src/power/reading';
import { WallCalibration } from '../../../src/power/wall/calibration';
import { energyAtWall, fitWall, powerAtWall, type WallLine, type WallPoint } from '../../../src/power/wall/fit';
import { forgetLine, pointLine, pointsOf } from '../../../src/power/wall/record';
import { FakeFiles } from './fakes/files';
import { FakeHost } from './fakes/host';
import { fakeSensor, type FakeSensor } from './fakes/source';

const PATH = '/state/wall.jsonl';

const point = (parts: number, wall: number, changes: Partial<WallPoint> = {}): WallPoint => ({
  at: millis(Date.UTC(2026, 10, 27)),
  host: 'workstation',
  sensors: ['nvidia', 'rapl'],
  parts: watts(parts),
  wall: watts(wall),
  meter: 'plug',
  ...changes,
});

function line(...points: readonly WallPoint[]): WallLine {
  const fitted = fitWall(points);
  if ('why' in fitted) assert.fail(fitted.why);
  return fitted;
}

function why(...points: readonly WallPoint[]): string {
  const fitted = fitWall(points);
  return 'why' in fitted ? fitted.why : 'a line';
}

/** Files that can be appended to. */
class Journal extends FakeFiles {
  override appendLine(path: string = PATH, text = ''): Promise<boolean> {
    this.set(path, `${this.readTextSync(path) ?? ''}${text}\n`);
    return Promise.resolve(true);
  }
}

describe('the line to the wall', () => {
  it('goes through two readings', () => {
    const { slope, offset } = line(point(40, 94.4), point(400, 494));
    assert.ok(Math.abs(slope - 1.11) < 1e-9 && Math.abs(offset - 50) < 1e-6);
  });

  it('is as sure as the published machines with and without a GPU', () => {
    const [idle, load] = [point(40, 94.4), point(400, 494)];
    assert.equal(line(idle, load).spread.toFixed(3), '0.049');
    const cpu = { sensors: ['rapl'] };
    assert.equal(line(point(10, 57, cpu), point(100, 169, cpu)).spread.toFixed(3), '0.076');
  });

  it('is less sure where more readings scatter', () => {
    const scattered = line(point(40, 94), point(400, 494), point(220, 400), point(220, 200));
    assert.ok(scattered.spread > 0.3);
  });

  it('needs two readings that are far enough apart', () => {
    assert.match(why(), /no reading yet/);
    assert.match(why(point(40, 94)), /take another one while the machine works hard/);
    assert.match(why(point(40, 94), point(43, 97)), /too close together \(40\.0 and 43\.0 W/);
  });

  it('does not come of readings that cannot belong together', () => {
    for (const [a, b] of [
      [point(40, 400), point(400, 94)],
      [point(40, 94), point(400, 2000)],
      [point(40, 20), point(400, 300)],
    ] as const) {
      assert.match(why(a, b), /do not belong together/);
    }
  });

  it('is one for each set of sensors and each kind of meter', () => {
    const other = point(20, 60, { sensors: ['load-model'], at: millis(0) });
    const battery = point(20, 22, { meter: 'battery', at: millis(0) });
    assert.ok(Math.abs(line(other, battery, point(40, 94.4), point(400, 494)).offset - 50) < 1e-6);
  });

  it('gives power with a range, and energy with the offset for as long as there were readings', () => {
    const to = line(point(40, 94.4), point(400, 494));
    const power = powerAtWall(to, { low: watts(100), typical: watts(100), high: watts(100) });
    assert.ok(Math.abs(power.typical - 161) < 0.01 && power.low < 154 && power.high > 168);
    const joules = { low: 3600, typical: 3600, high: 3600 } as never;
    assert.ok(Math.abs(energyAtWall(to, joules, millis(60_000)).typical - (1.11 * 3600 + 50 * 60)) < 0.01);
  });
});

describe('the file of readings', () => {
  it('keeps what was read, of this machine', () => {
    const [here, there] = [point(40, 94.4), point(40, 200, { host: 'other' })];
    assert.deepEqual(pointsOf(`${pointLine(there)}\n${pointLine(here)}\n`, 'workstation'), [here]);
  });

  it('begins anew where it was forgotten', () => {
    const text = [pointLine(point(40, 94)), forgetLine('workstation', 0), pointLine(point(41, 95))].join('\n');
    assert.deepEqual(
      pointsOf(text, 'workstation').map(({ parts }) => parts),
      [41],
    );
  });

  it('leaves out torn lines and lines that say nothing', () => {
    const good = pointLine(point(40, 94));
    const bad = [
      '',
      good.slice(0, 40),
      '[]',
      '{"schema":2}',
      good.replace('94', '-94'),
      good.replace('"plug"', '"eye"'),
    ];
    assert.equal(pointsOf([...bad, good].join('\n'), 'workstation').length, 1);
  });
});

describe('calibrating', () => {
  const rapl = fakeSensor({ id: 'rapl', rank: 80 }, { 'package-0': 40 });
  const battery = fakeSensor({ id: 'battery', scope: 'system' }, { BAT0: 58 });

  async function machine(...sources: readonly FakeSensor[]): Promise<{
    host: FakeHost;
    meter: Meter;
    calibration: WallCalibration;
    files: Journal;
  }> {
    const files = new Journal();
    const host = new FakeHost({ files });
    const calibration = new WallCalibration(host, PATH, () => Promise.resolve());
    const meter = createMeter(host, { sources, wall: () => calibration.line });
    await meter.start();
    await host.clock.advance(15_000);
    return { host, meter, calibration, files };
  }

  async function take({ host, meter, calibration }: Awaited<ReturnType<typeof machine>>, shown: number | 'battery') {
    const wall = shown === 'battery' ? shown : watts(shown);
    const taken = calibration.take(meter, wall, new AbortController().signal);
    await host.clock.advance(20_000);
    return taken;
  }

  afterEach(() => (rapl.devices = { 'package-0': 40 }));

  it('takes two readings and tells the power at the wall from then on, beside that of the sensors', async () => {
    const of = await machine(rapl);
    const first = await take(of, 94.6);
    assert.match('line' in first && 'why' in first.line ? first.line.why : '', /take another one/);
    assert.equal(of.meter.snapshot().wall, undefined);
    rapl.devices = { 'package-0': 140 };
    await of.host.clock.advance(15_000);
    await take(of, 218.6);
    const reading = of.meter.snapshot();
    assert.equal(reading.total?.typical, 140);
    assert.ok(Math.abs((reading.wall?.power.typical ?? 0) - 218.6) < 0.01);
    assert.match(
      reading.provenance,
      /About 219 W at the wall \(wall, calibrated 2026-01-01 with a plug meter: 1\.24 x sensors \+ 45 W\)\./,
    );
    assert.match(JSON.stringify(readingToJson(reading)), /"wall":\{"unit":"W"/);
    of.meter.dispose();
  });

  it('is there again when the meter starts anew, and gone when it was forgotten', async () => {
    const of = await machine(rapl);
    await take(of, 94.6);
    rapl.devices = { 'package-0': 140 };
    await of.host.clock.advance(15_000);
    await take(of, 218.6);
    const again = new WallCalibration(of.host, PATH, () => Promise.resolve());
    await again.load();
    assert.deepEqual(again.line, of.calibration.line);
    await again.forget();
    await again.load();
    assert.equal(again.line, null);
    of.meter.dispose();
  });

  it('learns from the battery of an unplugged laptop', async () => {
    const of = await machine(rapl, battery);
    const taken = await take(of, 'battery');
    assert.ok('point' in taken);
    assert.deepEqual([taken.point.parts, taken.point.wall, taken.point.meter], [40, 58, 'battery']);
    of.meter.dispose();
  });

  it('says nothing where the whole machine is measured, or a part is unknown, or the sensors are others', async () => {
    const of = await machine(rapl, battery);
    const { devices } = of.meter.snapshot();
    assert.equal(
      devices.some(({ scope, isCounted }) => scope === 'system' && isCounted),
      true,
    );
    const fitted = line(point(10, 57, { sensors: ['rapl'] }), point(100, 169, { sensors: ['rapl'] }));
    const meter = createMeter(of.host, { sources: [rapl, battery], wall: () => fitted });
    await meter.start();
    await of.host.clock.advance(5000);
    assert.equal(meter.snapshot().wall, undefined);
    battery.devices = { BAT0: null };
    await of.host.clock.advance(15_000);
    assert.notEqual(meter.snapshot().wall, undefined);
    rapl.devices = { 'package-0': null };
    await of.host.clock.advance(15_000);
    assert.equal(meter.snapshot().wall, undefined);
    meter.dispose();
    of.meter.dispose();
    battery.devices = { BAT0: 58 };
  });

  it('says when it is beyond what it was calibrated with', async () => {
    const fitted = line(point(10, 57, { sensors: ['rapl'] }), point(100, 169, { sensors: ['rapl'] }));
    const of = await machine(rapl);
    const meter = createMeter(of.host, { sources: [rapl], wall: () => fitted });
    rapl.devices = { 'package-0': 300 };
    await meter.start();
    await of.host.clock.advance(5000);
    assert.match(meter.snapshot().wall?.label ?? '', /beyond the readings it was calibrated with/);
    meter.dispose();
    of.meter.dispose();
  });

  it('takes no reading while the load changes, while a part is unknown, or without a battery', async () => {
    const of = await machine(rapl);
    const changing = take(of, 94);
    rapl.devices = { 'package-0': 400 };
    assert.match(JSON.stringify(await changing), /the load changed too much/);
    rapl.devices = { 'package-0': null };
    await of.host.clock.advance(15_000);
    assert.match(JSON.stringify(await take(of, 94)), /do not know the power of every part/);
    rapl.devices = { 'package-0': 40 };
    await of.host.clock.advance(30_000);
    assert.match(JSON.stringify(await take(of, 'battery')), /no battery feeds this machine/);
    assert.equal(of.files.readTextSync(PATH), undefined);
    of.meter.dispose();
  });

  it('says when the reading cannot be kept', async () => {
    const of = await machine(rapl);
    of.files.appendLine = () => Promise.resolve(false);
    assert.deepEqual(await take(of, 94), { why: '/state/wall.jsonl cannot be written' });
    assert.equal(of.calibration.line, null);
    of.meter.dispose();
  });
});
