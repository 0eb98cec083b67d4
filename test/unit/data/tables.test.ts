/** The bundled tables: every row is complete and plausible, and the names people write are found. */
import assert from 'node:assert/strict';
import {
  acceleratorNamed,
  acceleratorNames,
  cpuInstance,
  gpuInstance,
  instanceNames,
} from '../../../src/data/hardware';
import { datasetCount, datasetNamed } from '../../../src/data/datasets';
import { tableRows } from '../../../src/data/table';
import { gridZone, gridZones, worldAverage } from '../../../src/data/intensity';
import { forwardFlops, modelCount, modelNamed } from '../../../src/data/models';
import { nearestRegions, regionChoices, regionNamed } from '../../../src/data/regions';

describe('accelerators', () => {
  it('have a limit, a peak that is not above the tensor peak, memory and a year', () => {
    for (const name of acceleratorNames()) {
      const part = acceleratorNamed(name);
      assert.ok(part !== undefined && part.watts >= 10 && part.watts <= 1500, name);
      assert.ok(part.memory.every((size) => size > 0) && part.year >= 2010 && part.year <= 2026, name);
      assert.ok(part.fp32 === null || part.half === null || part.half >= part.fp32, name);
      assert.ok(part.tf32 === null || part.fp32 === null || part.tf32 >= part.fp32, name);
    }
    assert.ok(acceleratorNames().length >= 150);
  });

  it('are named by every instance type', () => {
    for (const name of instanceNames()) {
      assert.ok(acceleratorNamed(gpuInstance(name)?.accelerator ?? '') !== undefined, name);
    }
  });

  it('gives virtual CPUs of plain instance types', () => {
    assert.deepEqual(['c5.large', 'm6i.4xlarge', 'n2-standard-32', 'Standard_D8s_v5', 'toaster'].map(cpuInstance), [
      2,
      16,
      32,
      8,
      undefined,
    ]);
  });
});

describe('models', () => {
  it('has a well-formed row for each', () => {
    for (const row of [...tableRows('models/torchvision'), ...tableRows('models/vision')])
      assert.equal(row.length, 6, row.join('|'));
    for (const row of tableRows('models/language')) assert.equal(row.length, 8, row.join('|'));
    assert.ok(modelCount() >= 400);
  });

  it('has a source and a year for each', () => {
    for (const table of ['models/torchvision', 'models/vision', 'models/language']) {
      for (const [names = ''] of tableRows(table)) {
        const first = names.split(';')[0] ?? names;
        const keras = first.startsWith('keras ');
        const facts = modelNamed(first.replace(/^keras /, ''), keras ? 'keras' : 'any');
        assert.match(facts?.source ?? '', /\b(19|20)\d\d\b/, first);
      }
    }
  });

  it('has parameters and work in a believable range', () => {
    for (const [names = '', , parameters, gmacs] of [
      ...tableRows('models/torchvision'),
      ...tableRows('models/vision'),
    ]) {
      // LeNet-5 is smaller than all that followed by far.
      const [least, work] = names.startsWith('LeNet') ? [5e4, 1e-4] : [5e5, 0.01];
      assert.ok(Number(parameters) > least && Number(gmacs) > work && Number(gmacs) < 5000, names);
    }
    for (const [names = '', , parameters, active, layers, hidden] of tableRows('models/language')) {
      // A dense decoder or encoder holds about 12 * layers * hidden^2 weights besides its embeddings.
      const usual = 12 * Number(layers) * Number(hidden) ** 2;
      const ratio = (Number(active) * 1e6) / usual;
      assert.ok(ratio > 0.15 && ratio < 4 && Number(parameters) > 1e6, `${names}: ${ratio}`);
    }
  });

  it('counts the FLOPs of BERT-base at 128 tokens as published', () => {
    const bert = modelNamed('bert-base-uncased');
    assert.ok(bert !== undefined && Math.abs((3 * forwardFlops(bert, null, 128)) / 6.71e10 - 1) < 0.01);
  });

  const spellings: readonly (readonly [string, string])[] = [
    ['torchvision.models.resnet50', 'resnet50'],
    ['tf.keras.applications.EfficientNetB0', 'efficientnet_b0'],
    ['microsoft/resnet-50', 'resnet50'],
    ['google/vit-base-patch16-224-in21k', 'vit_b_16'],
    ['vit_base_patch16_224.augreg_in21k', 'vit_b_16'],
    ['yolov8n-seg.pt', 'yolov8n'],
    ['meta-llama/Llama-2-7b-hf', 'LLaMA-7B'],
    ['distilbert-base-uncased', 'distilbert-base-uncased'],
  ];
  for (const [written, name] of spellings) {
    it(`finds ${written}`, () => assert.equal(modelNamed(written)?.name, name));
  }

  it('tells the ResNet-50 of Keras from that of torchvision', () => {
    const counts = [modelNamed('ResNet50', 'keras'), modelNamed('ResNet50')].map((model) => model?.parameters);
    assert.deepEqual(counts, [25_636_712, 25_557_032]);
  });

  it('reads the size out of an unknown checkpoint name, and nothing out of a class name', () => {
    assert.equal(modelNamed('some-lab/Thing-13B-chat')?.parameters, 13e9);
    assert.equal(modelNamed('Net'), undefined);
    assert.equal(modelNamed('constructor'), undefined);
  });
});

describe('data sets', () => {
  it('has a well-formed row for each', () => {
    for (const row of tableRows('datasets/rows')) {
      assert.equal(row.length, 8, row.join('|'));
      assert.ok(Number(row[1]) > 0, row.join('|'));
      assert.ok(Number(row[6]) >= 1930 && Number(row[6]) <= 2026, row.join('|'));
      assert.match(datasetNamed(row[0]?.split(';')[0] ?? '')?.source ?? '', / /, row.join('|'));
    }
    assert.ok(datasetCount() >= 175);
  });

  const spellings: readonly (readonly [string, number])[] = [
    ['CIFAR10', 50_000],
    ['torchvision.datasets.MNIST', 60_000],
    ['sklearn.datasets.load_digits', 1797],
    ['glue/sst2', 67_349],
    ['stanfordnlp/imdb', 25_000],
    ['keras.datasets.fashion_mnist', 60_000],
  ];
  for (const [written, samples] of spellings) {
    it(`finds ${written}`, () => assert.equal(datasetNamed(written)?.samples, samples));
  }
});

describe('grid intensity', () => {
  it('never holds a zero, which the source uses for missing', () => {
    assert.ok(gridZones().every((zone) => zone.intensity > 0 && zone.year >= 2021));
    assert.ok(gridZones().length > 300);
  });

  it('finds a country whose figure one source misses in the other one', () => {
    assert.deepEqual([gridZone('CAF')?.intensity, gridZone('CAF')?.year], [24, 2025]);
  });

  it('finds countries by both codes and by name, and zones below them', () => {
    const france = ['FRA', 'fr', 'France'].map((text) => gridZone(text)?.intensity);
    assert.deepEqual(france, [44.18, 44.18, 44.18]);
    assert.equal(gridZone('US-CAL-CISO')?.name, 'CAISO');
    assert.equal(regionNamed('US-CA')?.zone.code, 'US-CAL-CISO');
  });

  it('gives the world with the spread of countries', () => {
    const { value, low, high } = worldAverage();
    assert.ok(value === 472.94 && low < 120 && high > 600);
  });
});

describe('regions', () => {
  it('all lead to a zone with a figure', () => {
    const cloud = regionChoices().filter((region) => region.code.includes(':'));
    assert.ok(cloud.length > 100 && cloud.every((region) => region.zone.intensity > 0 && region.pue !== null));
  });

  it('offers near names', () => {
    assert.deepEqual(nearestRegions('eu-wset-3')[0], 'aws:eu-west-3');
    assert.equal(nearestRegions('Germny')[0], 'DEU (Germany)');
  });
});
