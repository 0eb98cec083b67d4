/** What a run draws: devices by their class and how busy they are, and the host around them (docs/estimates.md, Power). */
import assert from 'node:assert/strict';
import { cpuDraw, deviceDraw } from '../../../src/core/estimate/draw';
import { isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import { cpuShares, deviceShares, hostShares, type Shares } from '../../../src/core/estimate/priors/power';
import type { HardwareSpec } from '../../../src/core/estimate/types';

function part(text: string): HardwareSpec {
  const spec = parseHardware(text);
  if (!isHardware(spec)) assert.fail(spec.message);
  return spec;
}

const ends = ({ low, typical, high }: Shares) => [low, typical, high].map((value) => Number(value.toFixed(4)));
const near = (value: number, wanted: number) => assert.ok(Math.abs(value / wanted - 1) < 1e-9, `${value}, ${wanted}`);

describe('the share of its limit that a device draws', () => {
  it('is that of saturated runs where one GPU is busy, and of waiting ones where it waits', () => {
    assert.deepEqual(ends(deviceShares('cnn', part('V100'), 1)), [0.7, 0.87, 0.94]);
    assert.deepEqual(ends(deviceShares('transformer', part('V100'), 0)), [0.15, 0.25, 0.55]);
    assert.deepEqual(ends(deviceShares('cnn', part('V100'), 0.5)), [0.425, 0.56, 0.695]);
  });
  it('rises with how busy the device is', () => {
    const typical = [0, 0.2, 0.6, 1].map((busy) => deviceShares('vit', part('T4'), busy).typical);
    assert.deepEqual(
      typical,
      [...typical].sort((a, b) => a - b),
    );
  });
  it('holds stalls already for classes that never fill a device, and for several devices', () => {
    for (const busy of [0, 1]) {
      assert.deepEqual(ends(deviceShares('compact', part('V100'), busy)), [0.4, 0.65, 0.83]);
      assert.deepEqual(ends(deviceShares('recurrent', part('V100'), busy)), [0.44, 0.65, 0.79]);
      assert.deepEqual(ends(deviceShares('small', part('V100'), busy)), [0.14, 0.3, 0.65]);
      assert.deepEqual(ends(deviceShares('cnn', part('8x V100'), busy)), [0.3, 0.48, 0.7]);
      assert.deepEqual(ends(deviceShares('llm', part('8x A100'), busy)), [0.6, 0.75, 0.9]);
    }
  });
  it('is the mean system power of a TPU, and that of the package of Apple silicon', () => {
    assert.deepEqual(ends(deviceShares('llm', part('TPU v3-8'), 0.1)), [0.9, 1, 1.1]);
    assert.deepEqual(ends(deviceShares('cnn', part('Apple M3 Max'), 0.1)), [0.5, 0.75, 0.95]);
  });
  it('is that of all cores for a network on a processor', () => {
    assert.deepEqual(deviceShares('cnn', part('i9-13900K'), 0.1), cpuShares(part('i9-13900K'), 'all cores'));
  });
  it('of a processor is a third of the turbo limit for one core, and nearly all of it in a laptop', () => {
    assert.deepEqual(ends(cpuShares(part('i9-13900K'), 'one core')), [0.24, 0.34, 0.5]);
    assert.deepEqual(ends(cpuShares(part('i7-10610U'), 'one core')), [0.85, 0.98, 1.05]);
    assert.deepEqual(ends(cpuShares(part('i9-13900K'), 'all cores')), [0.75, 1, 1.2]);
  });
});

describe('what the host adds', () => {
  it('is a share of the limit, none where the figure holds it already', () => {
    assert.deepEqual(ends(hostShares(part('V100'))), [0.18, 0.3, 0.42]);
    assert.deepEqual(ends(hostShares(part('TPU v3-8'))), [0, 0, 0]);
    assert.deepEqual(ends(hostShares(part('Apple M3 Max'))), [0.05, 0.15, 0.35]);
    assert.deepEqual(ends(hostShares(part('i7-10610U'))), [0.05, 0.15, 0.4]);
    assert.deepEqual(ends(hostShares(part('c6i.8xlarge'))), [0.15, 0.3, 0.5]);
  });
  it('is 35 W of a desktop, whatever its processor, at most 0.8 of it', () => {
    const spec = part('i9-13900K');
    near(hostShares(spec).typical * spec.watts, 35);
    near(hostShares(spec).low * spec.watts, 21);
    near(hostShares(spec).high * spec.watts, 52.5);
    near(hostShares({ ...spec, watts: 10 }).typical, 0.8);
  });
});

describe('the mean power', () => {
  it('is limit times count times shares, with the sum beside it', () => {
    const { factor, deviceWatts } = deviceDraw('cnn', part('8x V100'), 1);
    near(Math.exp(factor.ln) * 1000, 8 * 300 * (0.48 + 0.3));
    near(deviceWatts, 8 * 300 * 0.48);
    assert.equal(factor.value, '1,872 W: 48 % + 30 % host of 2,400 W');
    assert.deepEqual([factor.name, factor.origin], ['mean power', 'prior']);
    near(factor.down, Math.log(0.78 / (0.78 - Math.hypot(0.18, 0.12))));
    near(factor.up, Math.log((0.78 + Math.hypot(0.22, 0.12)) / 0.78));
  });
  it('is wider for a part of no known make', () => {
    const spec = part('V100');
    const [sure, unsure] = [spec, { ...spec, origin: 'prior' } as const].map((one) => deviceDraw('cnn', one, 1).factor);
    near(unsure!.down, Math.hypot(sure!.down, 0.6));
    near(unsure!.up, Math.hypot(sure!.up, 0.6));
  });
  it('is what is typed, without any doubt', () => {
    const { factor, deviceWatts } = cpuDraw('one core', part('i9-13900K @ 180 W'));
    near(Math.exp(factor.ln), 0.18);
    assert.deepEqual(
      [factor.value, factor.origin, factor.down, factor.up, deviceWatts],
      ['180 W', 'setting', 0, 0, 180],
    );
  });
  it('of an estimator is that of the cores it keeps busy, of Apple silicon that of its package', () => {
    const watts = (load: 'all cores' | 'one core') => cpuDraw(load, part('i9-13900K')).deviceWatts;
    near(watts('one core') / watts('all cores'), 0.34);
    near(cpuDraw('one core', part('Apple M3 Max')).deviceWatts, 90 * 0.75);
  });
});
