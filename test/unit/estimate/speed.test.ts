/** How the time of a run follows from what feeds it, what trains and what the source counts. */
import assert from 'node:assert/strict';
import { buildContext } from '../../../src/core/estimate/context';
import { estimateWorkload } from '../../../src/core/estimate/estimate';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

function hoursOf(workload: Workload, hardware: string): number {
  const { context } = buildContext({ hardware, region: 'FRA', pue: 1, hours: null, machine: null });
  const { estimate, missing } = estimateWorkload(workload, context);
  if (estimate === null) assert.fail(`no estimate: ${missing}`);
  return estimate.time.typical;
}

const ratio = (a: Workload, b: Workload, hardware: string): number => hoursOf(a, hardware) / hoursOf(b, hardware);

describe('the time of a run', () => {
  const imagenet = { model: 'mobilenet_v2', dataset: 'ImageNet', epochs: 10, batchSize: 256, workers: 16 } as const;

  it('waits longer where one process loads for eight devices', () => {
    const threads = workloadWith({ ...imagenet, replicas: 'threads' });
    const processes = workloadWith({ ...imagenet, replicas: 'processes' });
    assert.ok(ratio(threads, processes, '8x A100-SXM4-40GB') > 2);
  });

  it('never asks more of a part than its peak: ten times the pixels of a large detector take ten times as long', () => {
    const of = (imageSize: number): Workload =>
      workloadWith({ model: 'fasterrcnn_resnet50_fpn', samples: 1e5, epochs: 1, imageSize, loader: 'packed' });
    const times = ratio(of(3200), of(1012), 'V100-SXM2');
    assert.ok(Math.abs(times / 10 - 1) < 0.02, String(times));
  });

  it('takes a network of the source by its own weights, not by a published one of the same name', () => {
    const facts = { dataset: 'CIFAR10', epochs: 40, batchSize: 512, imageSize: 32, loader: 'packed' } as const;
    const own = workloadWith({ ...facts, model: 'ResNet18', parameters: 11_173_962 });
    assert.ok(ratio(own, workloadWith({ ...facts, model: 'ResNet18' }), 'V100-SXM2') > 2);
  });

  it('pads instructions to what they are, unless a length is written', () => {
    const facts = {
      model: 'Llama-2-7b',
      dataset: 'alpaca',
      epochs: 1,
      batchSize: 1,
      framework: 'huggingface',
    } as const;
    const long = workloadWith({ ...facts, sequenceLength: 2048 });
    assert.ok(ratio(long, workloadWith(facts), 'A100-SXM4-80GB') > 5);
  });

  const forest = { framework: 'sklearn', samples: 50_000, features: 100, jobs: -1 } as const;

  it('grows with the trees of a forest', () => {
    const few = workloadWith({ ...forest, model: 'RandomForestClassifier', maxSteps: 100 });
    const many = workloadWith({ ...forest, model: 'RandomForestClassifier', maxSteps: 500 });
    assert.ok(Math.abs(ratio(many, few, 'Intel i9-13900K') / 5 - 1) < 0.01);
  });

  it('tries every column in a regressor, a part of them in a classifier', () => {
    const of = (model: string): Workload => workloadWith({ ...forest, model, maxSteps: 100 });
    const times = ratio(of('RandomForestRegressor'), of('RandomForestClassifier'), 'Intel i9-13900K');
    assert.ok(times > 5 && times < 12, String(times));
  });

  it('counts rows and columns of boosting, and expanded categories', () => {
    const facts = { framework: 'lightgbm', model: 'LGBMClassifier', samples: 1e7, maxSteps: 100 } as const;
    const narrow = workloadWith({ ...facts, features: 8 });
    const times = ratio(workloadWith({ ...facts, features: 80 }), narrow, 'c6i.8xlarge');
    assert.ok(times > 3 && times < 5, String(times));
    assert.ok(ratio(workloadWith({ ...facts, features: 8, encoded: true }), narrow, 'c6i.8xlarge') > 1.3);
  });
});
