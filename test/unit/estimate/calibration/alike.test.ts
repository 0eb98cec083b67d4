/** What two runs have in common, and which count first. */
import assert from 'node:assert/strict';
import { isSameScript, likenessOf, nearest } from '../../../../src/core/estimate/calibration/alike';
import type { Likeness } from '../../../../src/core/estimate/calibration/posterior';
import { workloadWith } from '../../../support/workload';

type Values = Parameters<typeof workloadWith>[0];
const BERT = { model: 'bert-base-uncased', dataset: 'glue/rte', batchSize: 32 } as const;

const likeness = (one: Values, other: Values, scripts: readonly [string | null, string | null] = ['a.py', 'a.py']) =>
  likenessOf(
    { workload: workloadWith(one), script: scripts[0] },
    { workload: workloadWith(other), script: scripts[1] },
  );

describe('two runs', () => {
  it('are the same configuration in the same script with the same settings, whatever the epochs', () => {
    assert.equal(likeness({ ...BERT, epochs: 3 }, { ...BERT, epochs: 30, maxSteps: 9 }), 'configuration');
  });
  it('are the same configuration where one knows less, and where names differ in their case only', () => {
    assert.equal(likeness(BERT, { model: 'BERT-base-uncased' }), 'configuration');
  });
  it('are of one model in another script, of another kind, or with any other setting', () => {
    assert.equal(likeness(BERT, BERT, ['a.py', 'b.py']), 'model');
    assert.equal(likeness(BERT, BERT, [null, null]), 'model');
    assert.equal(likeness(BERT, { ...BERT, kind: 'inference' }), 'model');
    for (const other of [{ batchSize: 16 }, { dataset: 'glue/mnli' }, { precision: 'mixed' }, { workers: 4 }] as const)
      assert.equal(likeness({ ...BERT, precision: 'fp32', workers: 2 }, { ...BERT, ...other }), 'model');
  });
  it('have nothing but their kind in common where the models differ', () => {
    assert.equal(likeness(BERT, { ...BERT, model: 'bert-large-uncased' }), 'kind');
  });
  it('are of one model without a name only if their weights are as many', () => {
    assert.equal(likeness({ parameters: 1000 }, { parameters: 1000 }), 'configuration');
    assert.equal(likeness({ parameters: 1000 }, { parameters: 1001 }), 'kind');
    assert.equal(likeness({ ...BERT, parameters: 1000 }, { parameters: 1000 }), 'configuration');
    assert.equal(likeness({}, {}), 'kind');
    assert.equal(likeness(BERT, {}), 'kind');
    assert.equal(likeness(BERT, { parameters: 1000 }), 'kind');
  });
  it('are not of one model where the name is the same and the weights are not', () => {
    assert.equal(likeness({ ...BERT, parameters: 1000 }, { ...BERT, parameters: 2000 }), 'kind');
    assert.equal(likeness({ ...BERT, parameters: 1000 }, BERT), 'configuration');
  });
});

describe('a script', () => {
  it('is the same seen from the project or from a folder in it', () => {
    assert.ok(isSameScript('train.py', 'train.py'));
    assert.ok(isSameScript('experiments/train.py', 'train.py'));
    assert.ok(isSameScript('train.py', 'experiments/train.py'));
  });
  it('is another one where only a part of its name is the same', () => {
    assert.ok(!isSameScript('pretrain.py', 'train.py'));
    assert.ok(!isSameScript('train.py/other.py', 'train.py'));
    assert.ok(!isSameScript('train.py', 'score.py'));
    assert.ok(!isSameScript('a/train.py', 'b/train.py'));
  });
  it('is none where nothing says', () => {
    assert.ok(!isSameScript(null, null) && !isSameScript('train.py', null) && !isSameScript(null, 'train.py'));
  });
});

describe('the nearest runs', () => {
  it('are the most alike, of them the first, and no more than twelve', () => {
    const kinds: readonly Likeness[] = ['kind', 'model', 'configuration', 'model', 'configuration'];
    const order = nearest([0, 1, 2, 3, 4], (one) => kinds[one]!);
    assert.deepEqual(order, [2, 4, 1, 3, 0]);
    const many = Array.from({ length: 20 }, (_, index) => index);
    const first = nearest(many, (one) => (one === 19 ? 'configuration' : 'kind'));
    assert.deepEqual(first, [19, ...many.slice(0, 11)]);
  });
});
