/** What measured runs make of an estimate: which count, how much, and what is said about it. */
import assert from 'node:assert/strict';
import { createHistory } from '../../../../src/core/estimate/calibration/history';
import { factsOf, measuredRun } from '../../../../src/core/estimate/calibration/measured';
import { estimator } from '../../../../src/core/estimate/estimator';
import { contextWith, estimated, estimatedAfter, ranFor, widthOf } from '../../../support/measured';
import { workloadWith } from '../../../support/workload';

const bert = { framework: 'huggingface', model: 'bert-base-uncased', sequenceLength: 128, batchSize: 32 } as const;
const mnli = workloadWith({ ...bert, dataset: 'glue/mnli', epochs: 3 });
const rte = workloadWith({ ...bert, dataset: 'glue/rte', epochs: 5 });
const resnet = workloadWith({ model: 'resnet50', dataset: 'ImageNet', epochs: 90, batchSize: 256 });
const deeper = workloadWith({ model: 'resnet101', dataset: 'ImageNet', epochs: 90, batchSize: 256 });
const near = (found: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(found / wanted - 1) < tolerance, `${found} is not ${wanted}`);

describe('an estimate after measured runs', () => {
  it('follows one run of the same model on other data, and its range narrows', () => {
    const before = estimated(rte, contextWith('V100'));
    const after = estimatedAfter([ranFor(mnli, 'V100', 1.5)], rte, 'V100');
    near(after.time.typical, 1.5 * before.time.typical, 0.05);
    assert.ok(widthOf(after.time) < 0.6 * widthOf(before.time));
  });

  it('says so, with how many runs and from when', () => {
    const after = estimatedAfter([ranFor(mnli, 'V100', 1.5)], rte, 'V100');
    const input = after.inputs.find(({ name }) => name === 'measured runs');
    assert.equal(after.confidence, 'calibrated');
    assert.equal(input?.origin, 'calibrated');
    assert.match(input.value, /^x 1\.4\d: 1 measured run, 2026-08-01$/);
  });

  it('takes a run of the same script almost as it is, unknown data and all', () => {
    const unknown = workloadWith({ ...bert, epochs: 3 });
    const longer = workloadWith({ ...bert, epochs: 6 });
    const run = ranFor(unknown, 'V100', 0.2, { script: 'train.py' });
    const after = estimatedAfter([run], longer, 'V100');
    near(after.time.typical, (2 * (run.seconds ?? 0)) / 3600, 0.05);
    assert.ok(widthOf(after.time) < 1.4);
    const elsewhere = estimatedAfter([run], longer, 'V100', { path: 'other.py' });
    assert.ok(widthOf(elsewhere.time) > 10);
  });

  it('goes only part of the way after another model of the class', () => {
    const before = estimated(deeper, contextWith('V100')).time.typical;
    const after = estimatedAfter([ranFor(resnet, 'V100', 2)], deeper, 'V100').time.typical;
    assert.ok(after > 1.1 * before && after < 2 * before);
  });

  it('is left alone by other machines, frameworks, classes and arithmetic', () => {
    const others = [
      ranFor(mnli, 'Titan RTX', 2),
      ranFor(workloadWith({ ...bert, framework: 'torch', dataset: 'glue/mnli', epochs: 3 }), 'V100', 2),
      ranFor(resnet, 'V100', 2),
      ranFor(workloadWith({ ...bert, dataset: 'glue/mnli', epochs: 3, precision: 'mixed' }), 'V100', 2),
    ];
    const after = estimatedAfter(others, rte, 'V100');
    assert.deepEqual(after.time, estimated(rte, contextWith('V100')).time);
    assert.equal(after.confidence, 'prior');
  });

  it('believes hours that are typed before any run', () => {
    const context = { ...contextWith('V100'), hours: 7 as ReturnType<typeof contextWith>['hours'] };
    const calibration = createHistory([ranFor(mnli, 'V100', 2)], estimator).for({
      path: '',
      text: '',
      workloads: [rte],
    });
    const after = estimated(rte, { ...context, ...(calibration && { calibration }) });
    near(after.time.typical, 7, 1e-9);
    assert.equal(after.confidence, 'prior');
  });

  it('stays wide where runs of one script contradict each other', () => {
    const run = (times: number) => ranFor(rte, 'V100', times, { script: 'train.py' });
    const agreed = estimatedAfter([run(1.5), run(1.52), run(1.48)], rte, 'V100');
    const contrary = estimatedAfter([run(1.5), run(0.5), run(4)], rte, 'V100');
    assert.ok(widthOf(contrary.time) > 1.5 * widthOf(agreed.time));
  });

  it('knows an estimator by its own law, and by no other', () => {
    const svc = (samples: number) =>
      workloadWith({ framework: 'sklearn', model: 'svm.SVC', samples, features: 20, classes: 2 });
    const forest = workloadWith({ framework: 'sklearn', model: 'RandomForestClassifier', samples: 5000, features: 20 });
    const before = estimated(svc(8000), contextWith('i7-6700')).time.typical;
    const after = estimatedAfter([ranFor(svc(4000), 'i7-6700', 3)], svc(8000), 'i7-6700').time.typical;
    assert.ok(after > 2 * before && after < 3 * before);
    assert.equal(estimatedAfter([ranFor(svc(4000), 'i7-6700', 3)], forest, 'i7-6700').confidence, 'prior');
  });
});

describe('the draw after measured runs', () => {
  const watts = (mean: number, scope: 'devices' | 'parts' | 'plug') => ({ watts: { mean, scope }, seconds: null });

  it('follows a wall meter, and leaves the time alone', () => {
    const before = estimated(rte, contextWith('V100'));
    const wall = 0.7 * before.basis.watts;
    const after = estimatedAfter([ranFor(mnli, 'V100', 1, watts(wall, 'plug'))], rte, 'V100');
    assert.ok(after.basis.watts < 0.9 * before.basis.watts && after.basis.watts > wall);
    assert.ok(widthOf(after.energy) < widthOf(before.energy));
    assert.deepEqual(after.time, before.time);
    assert.equal(after.confidence, 'calibrated');
  });

  it('adds the host to a reading of the devices alone', () => {
    const before = estimated(rte, contextWith('V100'));
    const devices = before.basis.deviceWatts;
    const after = estimatedAfter([ranFor(mnli, 'V100', 1, watts(devices, 'devices'))], rte, 'V100');
    near(after.basis.watts, before.basis.watts, 0.001);
  });

  it('learns little from runs of which nothing is known but the machine, however many', () => {
    const nameless = Array.from({ length: 20 }, (_, i) =>
      measuredRun({
        from: 'CodeCarbon emissions.csv',
        hardware: 'V100',
        seconds: 60 + i,
        watts: watts(60, 'parts').watts,
      }),
    );
    const before = estimated(rte, contextWith('V100')).basis.watts;
    const after = estimatedAfter(nameless, rte, 'V100').basis.watts;
    assert.ok(after < before && after > 0.85 * before);
  });

  it('is what is typed where it is typed', () => {
    const runs = [ranFor(mnli, 'V100', 1, watts(90, 'plug'))];
    near(estimatedAfter(runs, rte, 'V100 @ 300 W').basis.watts, 300, 1e-9);
  });
});

describe('a measured run that does not say what ran', () => {
  const run = measuredRun({
    from: 'trainer_state.json',
    seconds: 3600,
    samplesSeen: 1e6,
    epochsSeen: 3,
    names: ['out/bert'],
  });
  const text = 'args = TrainingArguments(output_dir="out/bert")';

  it('is of the only run of a document that bears its name', () => {
    const after = estimatedAfter([run], rte, 'V100', { text });
    const input = after.inputs.find(({ name }) => name === 'measured runs');
    assert.match(`${input?.source}`, /trainer_state\.json \(by the name out\/bert\)/);
  });

  it('is no evidence for documents without the name, nor with several runs', () => {
    assert.equal(estimatedAfter([run], rte, 'V100').confidence, 'prior');
    assert.equal(estimatedAfter([run], rte, 'V100', { text, workloads: [rte, mnli] }).confidence, 'prior');
  });

  it('counts the samples that passed, not those of the plan', () => {
    const few = { ...run, samplesSeen: 1000, hardware: 'V100' };
    const many = { ...run, samplesSeen: 1e6, hardware: 'V100' };
    const after = (one: typeof run) => estimatedAfter([one], rte, 'V100', { text }).time.typical;
    assert.ok(after(few) > 100 * after(many));
  });
});

describe('what a notebook printed', () => {
  const seen = (id: number, seconds: number | null) => ({
    ...workloadWith({
      framework: 'sklearn',
      model: 'SVC',
      dataset: 'load_digits',
      ...(seconds !== null && { observedSeconds: seconds }),
    }),
    id,
  });

  it('counts for the other runs of it, never for the run itself', () => {
    const [first, second] = [seen(1, 50), seen(2, null)];
    const document = { path: 'explore.ipynb', text: '', workloads: [first, second] };
    const before = estimated(second, contextWith('i7-6700'));
    const after = estimatedAfter([], second, 'i7-6700', document);
    assert.ok(after.time.typical > 2 * before.time.typical);
    assert.equal(after.confidence, 'calibrated');
    assert.equal(estimatedAfter([], first, 'i7-6700', document).confidence, 'prior');
  });

  it('does not count for networks where it names no accelerator', () => {
    const [first, second] = [
      { ...mnli, id: 1, observedSeconds: { value: 60, certainty: 'observed', span: null, note: null } as const },
      { ...rte, id: 2 },
    ];
    const document = { path: 'explore.ipynb', text: '', workloads: [first, second] };
    assert.equal(estimatedAfter([], second, 'V100', document).confidence, 'prior');
    const named = { value: 'Tesla V100', certainty: 'observed', span: null, note: null } as const;
    const onV100 = { ...document, workloads: [{ ...first, observedAccelerator: named }, second] };
    assert.equal(estimatedAfter([], second, 'V100', onV100).confidence, 'calibrated');
  });
});

describe('a history', () => {
  const first = ranFor(mnli, 'V100', 1.2);
  const second = ranFor(rte, 'V100', 1.4, { at: '2026-08-02' });

  it('has the same key for the same runs, in any order, once or twice', () => {
    const key = (...runs: (typeof first)[]) => createHistory(runs, estimator).key;
    assert.equal(key(first, second), key(second, first, first));
    assert.notEqual(key(first), key(first, second));
  });

  it('ignores what no run takes', () => {
    const absurd = [Infinity, -1, 0, NaN, 1e12].map((seconds) => ({ ...first, seconds }));
    assert.equal(createHistory(absurd, estimator).for({ path: '', text: '', workloads: [rte] }), null);
  });

  it('stores of a run what decides how long it takes, and nothing of where it stands', () => {
    assert.deepEqual(factsOf(rte), {
      kind: 'train',
      stopsEarly: false,
      framework: 'huggingface',
      model: 'bert-base-uncased',
      dataset: 'glue/rte',
      epochs: 5,
      batchSize: 32,
      sequenceLength: 128,
    });
  });
});
