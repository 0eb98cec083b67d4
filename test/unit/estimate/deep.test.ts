/** What a neural network's run is made of: passes, steps, devices, and the shortest step. */
import assert from 'node:assert/strict';
import { deepTime, trainingFlops, type TimeModel } from '../../../src/core/estimate/deep';
import { isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import type { Factor } from '../../../src/core/estimate/spread';
import type { HardwareSpec } from '../../../src/core/estimate/types';
import { workOf } from '../../../src/core/estimate/work';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

function part(text: string): HardwareSpec {
  const spec = parseHardware(text);
  if (!isHardware(spec)) assert.fail(spec.message);
  return spec;
}

const timeOf = (workload: Workload, hardware: string | HardwareSpec): TimeModel =>
  deepTime(workload, workOf(workload), typeof hardware === 'string' ? part(hardware) : hardware);
const secondsOf = (workload: Workload, hardware: string): number =>
  Math.exp(timeOf(workload, hardware).factors.reduce((sum, { ln }) => sum + ln, 0));

function factor(workload: Workload, hardware: string | HardwareSpec, name: string): Factor {
  return timeOf(workload, hardware).factors.find((one) => one.name === name) ?? assert.fail(`no ${name}`);
}
const names = (workload: Workload, hardware: string) => timeOf(workload, hardware).factors.map(({ name }) => name);
const times = (workload: Workload, hardware: string, name: string) => Math.exp(factor(workload, hardware, name).ln);
const near = (value: number, wanted: number) => assert.ok(Math.abs(value / wanted - 1) < 1e-9, `${value}, ${wanted}`);

const BERT = { model: 'bert-base-cased', samples: 10_000, epochs: 3, sequenceLength: 128, batchSize: 32 } as const;
const RESNET = { model: 'resnet50', dataset: 'ImageNet', epochs: 90, batchSize: 256 } as const;
const UNKNOWN = { samples: 6_400, epochs: 1, batchSize: 64 } as const;
/** Nothing but the shortest step counts: its class does next to no work. */
const SMALL = { ...UNKNOWN, model: 'mlp' } as const;

describe('the passes of a sample', () => {
  const flops = (values: Parameters<typeof workloadWith>[0]) => {
    const workload = workloadWith({ ...BERT, ...values });
    return trainingFlops(workload, workOf(workload)) ?? assert.fail('no FLOPs');
  };
  it('are three, one for inference, and what is frozen saves (docs/estimates.md)', () => {
    const forward = flops({ kind: 'inference' });
    near(flops({}), 3 * forward);
    near(flops({ trains: 'adapter' }), 2 * forward);
    near(flops({ trains: 'head' }), 1.05 * forward);
    near(flops({ checkpointing: true }), 4 * forward);
    near(flops({ checkpointing: false }), 3 * forward);
  });
});

describe('the amount of a run', () => {
  it('is samples times epochs', () => {
    const workload = workloadWith(BERT);
    near(times(workload, 'T4', 'samples'), 10_000);
    near(times(workload, 'T4', 'epochs'), 3);
  });
  it('is steps times what a step takes in: batch, accumulation, devices', () => {
    const workload = workloadWith({ ...BERT, maxSteps: 500, accumulation: 4 });
    near(times(workload, '2x T4', 'steps'), 500);
    near(times(workload, '2x T4', 'batch size'), 32 * 4 * 2);
    assert.equal(factor(workload, '2x T4', 'batch size').value, '32');
    near(times(workloadWith({ ...BERT, maxSteps: 500 }), 'T4', 'batch size'), 32);
    assert.ok(!names(workload, 'T4').includes('samples'));
  });
  it('is samples for inference, whatever the steps', () => {
    assert.ok(names(workloadWith({ ...BERT, kind: 'inference', maxSteps: 500 }), 'T4').includes('samples'));
  });
});

describe('several devices', () => {
  it('keep 0.9 of linear scaling, which is not certain; one device scales nothing', () => {
    const scaling = factor(workloadWith(BERT), '8x T4', 'devices');
    near(Math.exp(scaling.ln), 1 / (8 * 0.9));
    assert.ok(scaling.down > 0);
    assert.equal(scaling.value, '8 at 0.9 of linear scaling');
    assert.ok(!names(workloadWith(BERT), 'T4').includes('devices'));
  });
  it('are counted in the figures of large language models already', () => {
    const scaling = factor(workloadWith({ model: 'Llama-2-7b', samples: 1000, epochs: 1 }), '8x A100', 'devices');
    near(Math.exp(scaling.ln), 1 / 8);
    assert.equal(scaling.down, 0);
    assert.equal(scaling.value, '8 at whole-run linear scaling');
  });
});

describe('the shortest step', () => {
  const shown = (values: Parameters<typeof workloadWith>[0], hardware = 'V100') =>
    factor(workloadWith({ ...UNKNOWN, ...values }), hardware, 'shortest step').value;
  const milliseconds = (values: Parameters<typeof workloadWith>[0], hardware = 'V100') =>
    Number(/^([\d.]+) ms/.exec(shown(values, hardware))?.[1]);

  it('is that of the class, for the batch', () => {
    assert.equal(shown({}), '12 ms for a batch of 64');
    near(secondsOf(workloadWith(SMALL), 'V100'), 100 * 0.001_5);
  });
  it('is shorter for inference, which computes no gradients', () => {
    near(milliseconds({ kind: 'inference' }), 12 * 0.4);
  });
  it('is shorter for pictures in a graph: TensorFlow, and TPUs', () => {
    // Keras' ResNet-50 does a little less work than torchvision's.
    assert.ok(Math.abs(milliseconds({ ...RESNET, framework: 'keras' }) / (0.6 * milliseconds(RESNET)) - 1) < 0.03);
    near(milliseconds(RESNET, 'TPU v3'), 0.6 * milliseconds(RESNET));
    near(milliseconds({ ...BERT, framework: 'keras' }), milliseconds(BERT));
  });
  it('is half a millisecond for each layer of a network whose layers were counted', () => {
    const counted = { flopsPerSample: 1e8, parameters: 1e6, layers: 'convolutional', layerCount: 20 } as const;
    near(milliseconds(counted), 10);
    near(milliseconds({ ...counted, framework: 'keras' }), 6);
    const few = { layers: 'dense', layerCount: 1 } as const;
    near(milliseconds(few), 1);
    near(milliseconds({ ...few, framework: 'keras' }), 1.2);
  });
  it('is half as long on a processor, where no graph saves launches', () => {
    near(milliseconds({ model: 'mlp' }, '8 vCPU'), 0.75);
    near(milliseconds({ layers: 'dense', layerCount: 1, framework: 'keras' }, '8 vCPU'), 1);
  });
  it('grows with the depth of a published network', () => {
    assert.ok(milliseconds({ model: 'resnet152' }) > 1.3 * milliseconds({ model: 'resnet50' }));
    assert.ok(milliseconds({ model: 'resnet50' }) > milliseconds({ model: 'resnet18' }));
  });
  it('is paid by each part of a batch that devices share, and once where each has its own', () => {
    const total = (values: Parameters<typeof workloadWith>[0]) =>
      secondsOf(workloadWith({ ...SMALL, ...values }), '4x V100') * 4 * 0.9;
    const one = 0.15;
    near(total({ framework: 'huggingface' }), one);
    near(total({ framework: 'lightning' }), one);
    near(total({ replicas: 'processes' }), one);
    near(total({ replicas: 'threads' }), 4 * one);
    near(total({ framework: 'keras' }), 4 * one);
    near(total({}), Math.cbrt(4) * one);
  });
  it('is less certain where the batch may be shared or not', () => {
    const width = (values: Parameters<typeof workloadWith>[0]) =>
      factor(workloadWith({ ...SMALL, ...values }), '4x V100', 'shortest step').down;
    assert.ok(width({}) > width({ replicas: 'processes' }));
    near(width({ replicas: 'processes' }), width({ replicas: 'threads' }));
  });
});

describe('a network that nothing is known of', () => {
  const range = (values: Parameters<typeof workloadWith>[0]) => {
    const factors = timeOf(workloadWith({ ...UNKNOWN, ...values }), 'V100').factors;
    const middle = factors.reduce((sum, { ln }) => sum + ln, 0);
    const up = Math.hypot(...factors.map((one) => one.up));
    return { typical: Math.exp(middle), high: Math.exp(middle + up) };
  };
  it('costs what a step launches at the least, and may be of any size', () => {
    assert.ok(range({}).typical > 1.2);
    assert.ok(range({}).high > secondsOf(workloadWith({ ...UNKNOWN, model: 'resnet50', imageSize: 64 }), 'V100'));
    assert.equal(factor(workloadWith(UNKNOWN), 'V100', 'speed').source, 'unknown network: any size');
  });
  it('is a transformer where a Trainer trains it, and a large one with adapters', () => {
    const bert = secondsOf(workloadWith({ ...UNKNOWN, model: 'bert-base-cased', sequenceLength: 128 }), 'V100');
    const trainer = range({ framework: 'huggingface' });
    assert.ok(trainer.typical > bert / 8 && trainer.typical < bert * 8);
    assert.ok(range({ framework: 'huggingface', trains: 'adapter' }).typical > 10 * trainer.typical);
  });
});

describe('the speed of the arithmetic', () => {
  const width = (workload: Workload, hardware: string | HardwareSpec) => {
    const { down, up } = factor(workload, hardware, 'speed');
    return down + up;
  };
  const bert = workloadWith({ ...BERT, precision: 'fp32' });

  it('is shown as the work of a sample and the share of the peak, which give the time back', () => {
    const alone = workloadWith({ ...BERT, batchSize: 4096, precision: 'fp32' });
    const { value, ln } = factor(alone, 'V100', 'speed');
    const [, work, share, peak] =
      /^([\d.]+) GFLOP a sample at ([\d.]+) % of ([\d.]+) TFLOP\/s$/.exec(value) ?? assert.fail(value);
    const seconds = (Number(work) * 1e9) / ((Number(share) / 100) * Number(peak) * 1e12);
    assert.ok(Math.abs(Math.exp(ln) / seconds - 1) < 0.02, value);
  });
  it('names precision with where it is known from', () => {
    assert.deepEqual(
      [factor(bert, 'V100', 'precision').value, factor(bert, 'V100', 'precision').origin],
      ['fp32', 'code'],
    );
    assert.equal(factor(workloadWith(BERT), 'V100', 'precision').origin, 'prior');
  });
  it('is less certain on a processor and on a part that is not known', () => {
    const spec = part('V100');
    assert.ok(width(bert, { ...spec, origin: 'prior' }) > width(bert, spec));
    const sure = { ...part('i9-13900K'), kind: 'apple' as const };
    assert.ok(width(bert, 'i9-13900K') > width(bert, sure));
  });
  it('goes by the power limit where no peak is published, with a wider range', () => {
    const spec = part('V100');
    const none = { ...spec, tflops: { fp32: null, tf32: null, half: null } };
    assert.match(factor(bert, none, 'speed').value, /of 27 TFLOP\/s$/);
    assert.ok(width(bert, none) > width(bert, spec));
  });
});

describe('how busy a device is', () => {
  it('is wholly where arithmetic decides, and hardly where a step or the input does', () => {
    assert.ok(timeOf(workloadWith({ ...BERT, batchSize: 4096 }), 'V100').busy > 0.95);
    assert.ok(timeOf(workloadWith({ ...BERT, batchSize: 1 }), 'H100').busy < 0.5);
    assert.ok(timeOf(workloadWith({ ...RESNET, workers: 1 }), 'H100').busy < 0.2);
  });
  it('is taken for whole where the work is not known', () => {
    assert.equal(timeOf(workloadWith(UNKNOWN), 'V100').busy, 1);
  });
  it('does not wait for pictures that lie packed on the device', () => {
    assert.ok(names(workloadWith(RESNET), 'V100').includes('input pipeline'));
    assert.ok(!names(workloadWith({ ...RESNET, loader: 'packed' }), 'V100').includes('input pipeline'));
  });
});
