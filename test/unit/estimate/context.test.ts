/** Settings become a context; what is not understood is said and replaced by something neutral or wide. */
import assert from 'node:assert/strict';
import { buildContext, type ContextRequest } from '../../../src/core/estimate/context';

const NOTHING: ContextRequest = { hardware: null, region: null, pue: null, hours: null, machine: null };

describe('buildContext', () => {
  it('takes the yearly figure of a chosen country with its year', () => {
    const { context, problems } = buildContext({ ...NOTHING, region: 'FRA' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [context.intensity.value, context.intensity.year, context.intensity.zone],
      [44.18, 2024, 'France'],
    );
  });

  it('takes grid and facility overhead of a cloud region', () => {
    const { context } = buildContext({ ...NOTHING, region: 'aws:eu-west-3' });
    assert.deepEqual([context.intensity.zone, context.pue.value], ['France', 1.15]);
  });

  it('uses the world average with a wide range when no region is chosen', () => {
    const { context, problems } = buildContext(NOTHING);
    const { value, low, high, zone } = context.intensity;
    assert.deepEqual([value, zone, problems], [472.94, 'world average (no region chosen)', []]);
    assert.ok(low < value / 3 && high > value * 1.3);
  });

  it('names the nearest regions for an unknown one and goes on', () => {
    const { context, problems } = buildContext({ ...NOTHING, region: 'Frnace' });
    assert.match(problems[0] ?? '', /unknown region 'Frnace': did you mean 'FRA \(France\)'/);
    assert.equal(context.intensity.value, 472.94);
  });

  it('does not know a region called after a property of every object', () => {
    assert.match(buildContext({ ...NOTHING, region: 'constructor' }).problems[0] ?? '', /unknown region/);
  });

  it('falls back to the machine for unknown hardware', () => {
    const machine = { cpuModel: 'Apple M1', logicalCores: 8 };
    const { context, problems } = buildContext({ ...NOTHING, hardware: 'RTX 40900', machine });
    assert.equal(context.hardware?.name, 'Apple M1');
    assert.match(problems[0] ?? '', /unknown hardware 'RTX 40900'; did you mean 'RTX 4090'/);
  });

  it('adds no facility overhead at a desk, and that of an unknown data centre to data-centre parts', () => {
    assert.equal(buildContext({ ...NOTHING, hardware: 'RTX 3060' }).context.pue.value, 1);
    assert.equal(buildContext({ ...NOTHING, hardware: '8x A100' }).context.pue.value, 1.56);
    assert.equal(buildContext({ ...NOTHING, hardware: '8x A100', pue: 1.1 }).context.pue.value, 1.1);
  });

  for (const pue of [0.5, -1, Number.NaN, 1e9]) {
    it(`ignores a PUE of ${pue} and says so`, () => {
      const { context, problems } = buildContext({ ...NOTHING, pue });
      assert.deepEqual([context.pue.value, problems.length], [1, 1]);
    });
  }

  for (const hours of [0, -3, Number.POSITIVE_INFINITY, Number.NaN]) {
    it(`ignores ${hours} hours and says so`, () => {
      const { context, problems } = buildContext({ ...NOTHING, hours });
      assert.deepEqual([context.hours, problems.length], [null, 1]);
    });
  }
});
