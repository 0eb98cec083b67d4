/** The figures that a person multiplies to check an estimate. */
import assert from 'node:assert/strict';
import { buildContext } from '../../../src/core/estimate/context';
import { estimateWorkload } from '../../../src/core/estimate/estimate';
import type { Basis } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import { gridSearch, workloadWith } from '../../support/workload';

function basisFor(workload: Workload, hardware: string): { readonly basis: Basis; readonly seconds: number } {
  const { context } = buildContext({ hardware, region: 'FRA', pue: 1, hours: null, machine: null });
  const { estimate } = estimateWorkload(workload, context);
  assert.ok(estimate !== null);
  return { basis: estimate.basis, seconds: estimate.time.typical * 3600 };
}

const pictures = workloadWith({ model: 'resnet50', dataset: 'ImageNet', epochs: 90, batchSize: 256 });
const texts = workloadWith({
  model: 'bert-base-cased',
  samples: 10_000,
  epochs: 3,
  sequenceLength: 128,
  batchSize: 32,
});

describe('the steps of a time', () => {
  for (const [what, workload, hardware] of [
    ['pictures', pictures, '8x A100'],
    ['texts', texts, 'T4'],
    ['a search', gridSearch, 'i7-6700'],
  ] as const) {
    it(`multiply to the typical time: ${what}`, () => {
      const { basis, seconds } = basisFor(workload, hardware);
      const product = basis.steps.reduce((all, { times }) => all * times, 1);
      assert.ok(Math.abs(product / seconds - 1) < 1e-9);
    });
  }
  it('name a sample once, as the slowest of what could hold it up', () => {
    const { basis } = basisFor(pictures, '8x A100');
    const names = basis.steps.map(({ name }) => name);
    assert.equal(names.filter((name) => name === 'a sample').length, 1);
    for (const rival of ['speed', 'input pipeline', 'shortest step']) assert.ok(!names.includes(rival), rival);
    const sample = basis.steps.find(({ name }) => name === 'a sample');
    assert.match(sample?.value ?? '', /^the slowest of speed \(.+\), input pipeline \(.+\), shortest step \(.+\)$/);
    assert.ok(names.includes('epochs') && names.includes('samples'));
  });
  it('leave the steps of a time law as they are', () => {
    const names = basisFor(workloadWith({ framework: 'sklearn', model: 'SVC', samples: 500 }), 'i7-6700').basis.steps;
    assert.ok(names.some(({ name }) => name === 'time law'));
    assert.ok(!names.some(({ name }) => name === 'a sample'));
  });
  it('say what one fit takes, which the fits repeat', () => {
    const { basis, seconds } = basisFor(gridSearch, 'i7-6700');
    const { fits, share, refits } = basis.repeats ?? assert.fail('no repeats');
    assert.ok(Math.abs(((fits * share + refits) * basis.oneFit) / seconds - 1) < 1e-9);
    const alone = basisFor(pictures, '8x A100');
    assert.equal(alone.basis.repeats, null);
    assert.ok(Math.abs(alone.basis.oneFit / alone.seconds - 1) < 1e-9);
  });
});
