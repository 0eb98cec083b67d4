/** Which runs without facts are of a document, and what its own outputs say of its runs. */
import assert from 'node:assert/strict';
import { matched, ownRuns } from '../../../../src/core/estimate/calibration/matching';
import { measuredRun, type MeasuredRun } from '../../../../src/core/estimate/calibration/measured';
import { estimator } from '../../../../src/core/estimate/estimator';
import type { MeasuredDocument } from '../../../../src/core/estimate/types';
import { workloadWith } from '../../../support/workload';

const BERT = workloadWith({ framework: 'huggingface', model: 'bert-base-uncased', batchSize: 32 });
const DOCUMENT: MeasuredDocument = { path: 'experiments/train.py', text: '', workloads: [BERT] };

const named = (...names: string[]): MeasuredRun => measuredRun({ from: 'CodeCarbon', seconds: 60, noise: 0.1, names });
const matches = (name: string, document: Partial<MeasuredDocument> = {}) =>
  matched([named(name)], { ...DOCUMENT, ...document }).length === 1;

describe('a run that says how long but not what', () => {
  it('is told by the name of the script, with or without its ending, or its path', () => {
    for (const name of ['train.py', 'train', 'experiments/train.py']) assert.ok(matches(name), name);
    assert.ok(matches('my.train', { path: 'my.train.py' }));
    assert.ok(matches('train.py', { path: 'train.py' }));
  });
  it('is told by a literal of the source', () => {
    assert.ok(matches('bert-run', { text: 'EmissionsTracker(project_name="bert-run")' }));
    assert.ok(matches('bert-run', { text: "EmissionsTracker(project_name='bert-run')" }));
  });
  it('is not told by a part of a name', () => {
    for (const name of ['tra', 'rain.py', 'experiments', 'score.py', 'py']) assert.ok(!matches(name), name);
    assert.ok(!matches('my', { path: 'my.train.py' }));
    assert.ok(!matches('bert', { text: 'name = "bert-run"' }));
  });
  it('takes the facts and the script of the document, says by which name, and is less sure', () => {
    const [found] = matched([named('other', 'train.py')], DOCUMENT);
    assert.equal(found?.run.from, 'CodeCarbon (by the name train.py)');
    assert.equal(found.run.script, 'experiments/train.py');
    assert.equal(found.run.facts?.model, 'bert-base-uncased');
    assert.ok(found.run.noise > 0.1);
    assert.equal(found.replaces?.from, 'CodeCarbon');
  });
  it('cannot be told where the document has several trainings or none; inference does not count', () => {
    const inference = workloadWith({ kind: 'inference' });
    assert.ok(!matches('train.py', { workloads: [BERT, BERT] }));
    assert.ok(!matches('train.py', { workloads: [] }));
    assert.ok(!matches('train.py', { workloads: [inference] }));
    assert.ok(matches('train.py', { workloads: [inference, BERT] }));
  });
  it('is left as it is where it says what it was, or bears no name', () => {
    const [run] = matched([named('train.py')], DOCUMENT);
    assert.deepEqual(matched([{ ...named('train.py'), facts: run!.run.facts }], DOCUMENT), []);
    assert.deepEqual(matched([named()], DOCUMENT), []);
  });
});

describe('what the outputs of a notebook say', () => {
  const seconds = { observedSeconds: 600 } as const;
  const own = (values: Parameters<typeof workloadWith>[0]) =>
    ownRuns({ ...DOCUMENT, workloads: [workloadWith(values)] }, estimator);
  const net = { model: 'resnet50', batchSize: 64, ...seconds } as const;

  it('is a run on the accelerator that the notebook names, of the document itself', () => {
    const [found] = own({ ...net, observedAccelerator: 'Tesla T4', observedSteps: 100 });
    assert.deepEqual([found?.own, found?.replaces], [0, null]);
    assert.deepEqual(
      [found?.run.hardware, found?.run.seconds, found?.run.samplesSeen, found?.run.script],
      ['Tesla T4', 600, 6400, 'experiments/train.py'],
    );
    assert.equal(found?.run.from, 'stored output');
  });
  it('has no samples where steps or the batch are not known', () => {
    assert.equal(own({ ...net, observedAccelerator: 'Tesla T4' })[0]?.run.samplesSeen, null);
    const noBatch = { model: 'resnet50', ...seconds, observedAccelerator: 'Tesla T4', observedSteps: 100 } as const;
    assert.equal(own(noBatch)[0]?.run.samplesSeen, null);
  });
  it('says nothing of a network whose accelerator is not known, or that printed no time', () => {
    assert.deepEqual(own(net), []);
    assert.deepEqual(own({ model: 'resnet50', observedAccelerator: 'Tesla T4' }), []);
  });
  it('is of some processor for an estimator, and less sure for it', () => {
    const [svc] = own({
      framework: 'sklearn',
      model: 'SVC',
      ...seconds,
      observedAccelerator: 'Tesla T4',
      observedSteps: 3,
    });
    assert.deepEqual([svc?.run.hardware, svc?.run.samplesSeen], [null, null]);
    const [network] = own({ ...net, observedAccelerator: 'Tesla T4' });
    assert.ok(svc!.run.noise > network!.run.noise);
  });
});
