/** What is said of a run beside its time and draw: the model, the data, and what it can be compared with. */
import assert from 'node:assert/strict';
import { familyOf } from '../../../src/core/estimate/classical';
import { isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import { priorOf, type PriorRun } from '../../../src/core/estimate/prior';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

function prior(workload: Workload, hardware: string): PriorRun {
  const spec = parseHardware(hardware);
  if (!isHardware(spec)) assert.fail(spec.message);
  return priorOf(workload, familyOf(workload), spec);
}
const shown = (run: PriorRun) => run.shown.map(({ name, value, origin }) => [name, value, origin]);

describe('what is said of a run', () => {
  it('names a network with its class, and its data', () => {
    const run = prior(workloadWith({ model: 'resnet50', dataset: 'ImageNet' }), 'A100');
    assert.deepEqual(shown(run), [
      ['model', 'resnet50: ResNet-class network', 'code'],
      ['data set', run.shown[1]?.value, 'code'],
    ]);
    assert.match(run.shown[1]?.value ?? '', /ImageNet/i);
    assert.ok(run.shown[0]?.source);
    assert.deepEqual([run.group, run.arithmetic, run.family], ['cnn', 'tf32', 'deep']);
    assert.ok(run.flops !== null && run.flops > 1e10);
  });
  it('says that a model is not known, or only the default of an option', () => {
    assert.deepEqual(shown(prior(workloadWith({}), 'A100')), [['model', 'unknown: unknown network', 'prior']]);
    const model = { value: 'resnet50', certainty: 'default', span: null, note: null } as const;
    const optional = prior({ ...workloadWith({}), model }, 'A100');
    assert.equal(optional.shown[0]?.origin, 'code default');
    assert.equal(prior(workloadWith({}), 'A100').flops, null);
  });
  it('compares estimators by their class without its module, whatever the case', () => {
    const run = prior(workloadWith({ framework: 'sklearn', model: 'sklearn.svm.SVC' }), 'i7-6700');
    assert.deepEqual(
      [run.group, run.arithmetic, run.flops, run.unsureWork, run.family],
      ['svc', 'cpu', null, 0, 'classical'],
    );
    assert.deepEqual(shown(run), [['model', 'sklearn.svm.SVC', 'code']]);
  });
  it('is unsure of the work as far as the length of texts is not known', () => {
    const unsure = prior(workloadWith({ model: 'bert-base-cased' }), 'A100').unsureWork;
    assert.equal(unsure, 0.5);
    assert.equal(prior(workloadWith({ model: 'bert-base-cased', sequenceLength: 128 }), 'A100').unsureWork, 0);
  });
});
