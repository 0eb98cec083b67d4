/** How fast pictures arrive (docs/estimates.md, Input pipeline). */
import assert from 'node:assert/strict';
import { inGraph, inputTime, isShared } from '../../../src/core/estimate/input-time';
import { workOf } from '../../../src/core/estimate/work';
import { workloadWith } from '../../support/workload';

type Values = Parameters<typeof workloadWith>[0];

function arrival(values: Values, devices = 1) {
  const workload = workloadWith(values);
  return inputTime(workload, workOf(workload), devices);
}
const rate = (values: Values, devices = 1) => 1 / (arrival(values, devices) ?? assert.fail('no pipeline')).seconds;
const near = (value: number, wanted: number) => assert.ok(Math.abs(value / wanted - 1) < 1e-9, `${value}, ${wanted}`);

const IMAGENET = { model: 'resnet50', dataset: 'ImageNet' } as const;
const CIFAR = { model: 'resnet50', dataset: 'CIFAR10', imageSize: 32 } as const;

describe('the input pipeline', () => {
  it('delivers 120 pictures a second for each worker at 224 pixels', () => {
    near(rate({ ...IMAGENET, workers: 4 }), 480);
    near(rate({ ...IMAGENET, workers: 1 }), 120);
    near(rate({ ...IMAGENET, workers: 0.5 }), 120);
  });
  it('decodes whatever size comes out: six tenths do not depend on it', () => {
    near(rate({ ...IMAGENET, workers: 1, imageSize: 448 }), 120 / (0.6 + 0.4 * 4));
    near(rate({ ...IMAGENET, workers: 1, imageSize: 112 }), 120 / (0.6 + 0.4 / 4));
  });
  it('delivers thousands of tiny ones, fewer where they are enlarged', () => {
    near(rate({ ...CIFAR, workers: 1 }), 6000 / (1 + (32 / 96) ** 2));
    near(rate({ ...CIFAR, workers: 1, imageSize: 96 }), 6000 / 2);
  });
  it('has 3.3 workers for each device where nothing says, and is less sure of it', () => {
    near(rate(IMAGENET), 3.3 * 120);
    near(rate(IMAGENET, 8), 3.3 * 120);
    assert.deepEqual([arrival(IMAGENET)?.sigma, arrival(IMAGENET)?.origin], [0.75, 'prior']);
    const written = arrival({ ...IMAGENET, workers: 4 });
    assert.deepEqual([written?.sigma, written?.origin, written?.shown], [0.5, 'code', '480 images/s for each device']);
  });
  it('is shared by the devices that one process feeds', () => {
    near(rate({ ...IMAGENET, workers: 8, replicas: 'threads' }, 4), 240);
    near(rate({ ...IMAGENET, workers: 8, framework: 'keras' }, 4), 240);
    near(rate({ ...IMAGENET, workers: 8, replicas: 'processes' }, 4), 960);
    near(rate({ ...IMAGENET, workers: 8 }, 4), 960);
  });
  it('is none for packed formats, texts and tables, and tiny pictures that a graph reads from memory', () => {
    assert.equal(arrival({ ...IMAGENET, loader: 'packed' }), null);
    assert.equal(arrival({ model: 'bert-base-cased' }), null);
    assert.equal(arrival({ parameters: 1e5 }), null);
    assert.equal(arrival({ ...CIFAR, framework: 'keras' }), null);
    assert.notEqual(arrival({ ...IMAGENET, framework: 'keras' }), null);
  });
  it('is there for pictures whatever the network', () => {
    assert.notEqual(arrival({ parameters: 1e5, imageSize: 224 }), null);
  });
});

describe('one process for all devices', () => {
  it('is that of a graph or of threads', () => {
    const of = (values: Values) => [inGraph(workloadWith(values)), isShared(workloadWith(values))];
    assert.deepEqual(of({ framework: 'keras' }), [true, true]);
    assert.deepEqual(of({ framework: 'tensorflow' }), [true, true]);
    assert.deepEqual(of({ replicas: 'threads' }), [false, true]);
    assert.deepEqual(of({ replicas: 'processes' }), [false, false]);
    assert.deepEqual(of({}), [false, false]);
  });
});
