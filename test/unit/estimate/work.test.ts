/** What a network's workload does: its class, the work of a sample, how many samples pass, in which batches. */
import assert from 'node:assert/strict';
import { workOf } from '../../../src/core/estimate/work';
import { workloadWith } from '../../support/workload';

type Values = Parameters<typeof workloadWith>[0];
const work = (values: Values) => workOf(workloadWith(values));
const near = (value: number | undefined, wanted: number) =>
  assert.ok(value !== undefined && Math.abs(value / wanted - 1) < 1e-9, `${value}, ${wanted}`);

describe('the class of a network', () => {
  const classes: readonly (readonly [string, Values, string])[] = [
    ['a published one by its table', { model: 'resnet50' }, 'cnn'],
    ['a name that speaks of recurrence', { model: 'MyLSTM', parameters: 1e8 }, 'recurrent'],
    ['a name that speaks of tables', { model: 'mlp_mixer_of_mine', parameters: 1e8 }, 'small'],
    ['much work for each weight: convolutions', { flopsPerSample: 1e9, parameters: 1e7 }, 'cnn'],
    ['much work, about once a weight: dense layers', { flopsPerSample: 1e9, parameters: 5e8 }, 'transformer'],
    ['much work of unknown weights', { flopsPerSample: 1e9 }, 'transformer'],
    ['a million weights on pictures', { parameters: 1e6, imageSize: 32 }, 'cnn'],
    ['few weights on pictures', { parameters: 9e5, imageSize: 32 }, 'small'],
    ['many weights', { parameters: 6e7 }, 'transformer'],
    ['few weights', { parameters: 5e7 }, 'small'],
    ['little work', { flopsPerSample: 5e8 }, 'small'],
    ['nothing known', {}, 'unknown'],
  ];
  for (const [what, values, wanted] of classes) {
    it(`is ${wanted}: ${what}`, () => assert.equal(work(values).workClass, wanted));
  }

  const counted = (layers: 'convolutional' | 'recurrent' | 'attention' | 'dense', flopsPerSample: number) =>
    work({ layers, flopsPerSample, layerCount: 10, parameters: 1e6 }).workClass;
  it('goes by the work of a layer where convolutions were counted (docs/estimates.md)', () => {
    assert.deepEqual(
      [4.9e7, 5e7, 3.9e8, 4e8].map((flops) => counted('convolutional', flops)),
      ['small', 'compact', 'compact', 'cnn'],
    );
    assert.equal(work({ layers: 'convolutional', flopsPerSample: 4e7 }).workClass, 'cnn');
  });
  it('is recurrent, or goes by all the work, where other layers were counted', () => {
    assert.equal(counted('recurrent', 1e12), 'recurrent');
    assert.equal(counted('attention', 5.1e8), 'transformer');
    assert.equal(counted('dense', 5e8), 'small');
  });
});

describe('the layers that a step launches', () => {
  it('are those that were counted, of networks without a table and without recurrence', () => {
    const layers = { layers: 'dense', layerCount: 7 } as const;
    assert.equal(work(layers).layers, 7);
    assert.equal(work({ ...layers, layerCount: 0 }).layers, 1);
    assert.equal(work({ ...layers, layers: 'recurrent' }).layers, null);
    assert.equal(work({ ...layers, model: 'resnet50' }).layers, null);
    assert.equal(work({ layers: 'dense' }).layers, null);
  });
});

describe('the size of pictures', () => {
  it('is what is written', () => {
    assert.equal(work({ model: 'resnet50', dataset: 'CIFAR10', imageSize: 96 }).pixels?.value, 96);
  });
  it('is what the network is made for, where the data are as large', () => {
    const { pixels } = work({ model: 'resnet50', dataset: 'ImageNet' });
    assert.deepEqual([pixels?.value, pixels?.sigma, pixels?.origin], [224, 0.1, 'bundled data']);
    assert.equal(work({ model: 'resnet50' }).pixels?.value, 224);
  });
  it('may be anything between for a network on tiny pictures, and says so', () => {
    const { pixels } = work({ model: 'resnet50', dataset: 'CIFAR10' });
    near(pixels?.value, 224 * Math.sqrt(0.3));
    assert.deepEqual([pixels?.origin, pixels?.sigma], ['prior', 0.55]);
    assert.match(pixels?.source ?? '', /pictures of 32 pixels/);
  });
  it('is what is stored for a network without a table, and none without pictures', () => {
    assert.equal(work({ dataset: 'CIFAR10' }).pixels?.value, 32);
    assert.equal(work({ model: 'bert-base-cased' }).pixels, null);
    assert.equal(work({}).pixels, null);
  });
});

describe('the length of texts', () => {
  it('is what is written, else the usual one of the checkpoint', () => {
    assert.equal(work({ model: 'bert-base-cased', sequenceLength: 77 }).tokens?.value, 77);
    const { tokens } = work({ model: 'bert-base-cased' });
    assert.deepEqual([tokens?.origin, tokens?.sigma], ['prior', 0.5]);
    assert.equal(work({ model: 'resnet50' }).tokens, null);
    assert.equal(work({ parameters: 1e9 }).tokens, null);
  });
  it('is longer for long documents', () => {
    const usual = work({ model: 'bert-base-cased' }).tokens?.value ?? 0;
    assert.equal(work({ model: 'bert-base-cased', dataset: 'imdb' }).tokens?.value, Math.max(usual, 320));
  });
  it('is 256 for instructions that a Trainer fits a large model to, not for a corpus or a loop', () => {
    const tuned = { model: 'Llama-2-7b', dataset: 'alpaca', framework: 'huggingface' } as const;
    assert.deepEqual([work(tuned).tokens?.value, work(tuned).tokens?.sigma], [256, 0.7]);
    assert.notEqual(work({ ...tuned, framework: 'torch' }).tokens?.value, 256);
    assert.notEqual(work({ ...tuned, model: 'bert-base-cased' }).tokens?.sigma, 0.7);
    assert.notEqual(work({ model: 'Llama-2-7b', framework: 'huggingface' }).tokens?.value, 256);
  });
});

describe('the work of a sample', () => {
  it('is what was counted in the code, before any table', () => {
    assert.equal(work({ model: 'resnet50', flopsPerSample: 5 }).flops?.value, 5);
  });
  it('grows with the square of the size of pictures', () => {
    const of = (imageSize: number) => work({ model: 'resnet50', imageSize }).flops?.value ?? 0;
    near(of(448), 4 * of(224));
  });
  it('is as uncertain as what it is computed from', () => {
    near(work({ model: 'resnet50' }).flops?.sigma, 0.2);
    near(work({ model: 'bert-base-cased' }).flops?.sigma, 0.5);
    assert.equal(work({ model: 'bert-base-cased', sequenceLength: 128 }).flops?.sigma, 0);
  });
  it('goes by the weights of a network without a table: four uses each, more on pictures (docs/estimates.md)', () => {
    near(work({ parameters: 1e6 }).flops?.value, 8e6);
    near(work({ parameters: 1e6, imageSize: 32 }).flops?.value, 80e6);
    near(work({ parameters: 1e6, imageSize: 16 }).flops?.value, 80e6);
    near(work({ parameters: 1e6, imageSize: 64 }).flops?.value, 80e6 * 2 ** 0.55);
    assert.equal(work({ parameters: 1e6 }).flops?.sigma, 1.1);
    assert.equal(work({ parameters: 1e6, imageSize: 32 }).flops?.sigma, 0.9);
    assert.equal(work({}).flops, null);
  });
  it('goes by the weights, too, where only the name is that of a published network', () => {
    const published = work({ model: 'resnet50', imageSize: 224 }).flops?.origin;
    const origin = (values: Values) => work({ model: 'resnet50', imageSize: 224, ...values }).flops?.origin;
    assert.equal(published, 'bundled data');
    assert.equal(origin({ parameters: 23e6 }), 'bundled data');
    assert.equal(origin({ parameters: 17e6 }), 'prior');
    assert.equal(origin({ parameters: 36.5e6 }), 'prior');
    assert.equal(origin({ parameters: 25e6, imageSize: 64 }), 'prior');
    assert.equal(work({ model: 'bert-base-cased', parameters: 1e6 }).flops?.origin, 'bundled data');
  });
});

describe('the samples of an epoch', () => {
  it('are those that are written, of the data set, or a wide prior', () => {
    assert.equal(work({ dataset: 'CIFAR10', samples: 5 }).samples.value, 5);
    assert.equal(work({ dataset: 'CIFAR10' }).samples.value, 50_000);
    assert.match(work({ dataset: 'CIFAR10' }).samples.source ?? '', /\(\d{4}\)$/);
    const { samples } = work({});
    assert.deepEqual([samples.value, samples.sigma, samples.source], [20_000, 1.2, 'data set size unknown']);
    assert.equal(work({ model: 'fasterrcnn_resnet50_fpn' }).samples.value, 5_000);
  });
  it('are a share of the data set where the code takes one, and one at least', () => {
    assert.equal(work({ dataset: 'CIFAR10', share: 0.1 }).samples.value, 5_000);
    assert.equal(work({ dataset: 'CIFAR10', share: 1e-9 }).samples.value, 1);
  });
  it('are the tokens of a corpus in pieces of the length of a text', () => {
    const half = work({ model: 'gpt2', dataset: 'wikitext-103', sequenceLength: 512 }).samples;
    const full = work({ model: 'gpt2', dataset: 'wikitext-103', sequenceLength: 1024 }).samples;
    near(half.value, 2 * full.value);
    assert.equal(full.sigma, 0.1);
    near(work({ model: 'gpt2', dataset: 'wikitext-103', sequenceLength: 512, share: 0.5 }).samples.value, full.value);
  });
});

describe('the batch', () => {
  it('is what is written, the default of the library, or a prior', () => {
    assert.equal(work({ batchSize: 7, framework: 'keras' }).batch.value, 7);
    const usual = (['keras', 'huggingface', 'torch'] as const).map((framework) => work({ framework }).batch);
    assert.deepEqual(
      usual.map(({ value, sigma, origin }) => [value, sigma, origin]),
      [
        [32, 0, 'code default'],
        [8, 0, 'code default'],
        [64, 0.9, 'prior'],
      ],
    );
    assert.deepEqual(
      usual.map(({ source }) => source),
      ['default of fit', 'default of Trainer', 'batch size unknown'],
    );
  });
});
