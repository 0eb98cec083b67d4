/** Savings on one scope multiply as remaining fractions and never pass the whole. */
import assert from 'node:assert/strict';
import { buildContext } from '../../../src/core/estimate/context';
import { composeSavings, estimateSaving, estimateWorkload } from '../../../src/core/estimate/estimate';
import type { Estimate } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import type { Saving, Scope } from '../../../src/core/rules/rule';
import { workloadWith } from '../../support/workload';

const train = workloadWith({ model: 'resnet50', dataset: 'CIFAR10', epochs: 10 });
const search = workloadWith({ kind: 'search', framework: 'sklearn', model: 'SVC', samples: 1000, fits: 10 });

function estimateOf(workload: Workload): Estimate {
  const { context } = buildContext({ hardware: 'RTX 3090', region: 'FRA', pue: 1, hours: null, machine: null });
  const { estimate } = estimateWorkload(workload, context);
  assert.ok(estimate !== null);
  return estimate;
}

function saving(scope: Scope, low: number, typical: number, high: number): Saving {
  return { scope, low, typical, high, grade: 'D', source: 'test' };
}

const unquantified: Saving = { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: 'test' };

describe('estimateSaving', () => {
  const estimate = estimateOf(train);

  it('is the share of the energy of the workload', () => {
    const saved = estimateSaving(saving('train', 0.2, 0.4, 0.6), estimate, train);
    assert.ok(saved !== null);
    assert.ok(Math.abs(saved.energy.typical - 0.4 * estimate.energy.typical) < 1e-12);
    assert.ok(saved.energy.low < saved.energy.typical && saved.energy.high <= estimate.energy.high);
  });

  it('counts evaluation with its small part of a training run', () => {
    const saved = estimateSaving(saving('eval', 0.1, 0.1, 0.1), estimate, train);
    assert.ok(saved !== null && saved.energy.typical < 0.01 * estimate.energy.typical);
  });

  it('is not quantified for an unmeasured saving, for waiting on data, or for a search that is none', () => {
    for (const one of [unquantified, saving('load', 0.1, 0.2, 0.3), saving('search', 0.1, 0.2, 0.3)]) {
      assert.equal(estimateSaving(one, estimate, train), null);
    }
  });

  it('keeps a saving that may cost as a negative low end', () => {
    const saved = estimateSaving(saving('train', -0.1, 0.2, 0.4), estimate, train);
    assert.ok(saved !== null && saved.energy.low < 0 && saved.energy.typical > 0);
  });
});

describe('composeSavings', () => {
  it('multiplies remaining fractions on one scope', () => {
    const estimate = estimateOf(train);
    const halves = [saving('train', 0.5, 0.5, 0.5), saving('train', 0.5, 0.5, 0.5)];
    const saved = composeSavings(halves, estimate, train);
    assert.ok(saved !== null && Math.abs(saved.energy.typical / estimate.energy.typical - 0.75) < 1e-9);
  });

  it('stays below 95 % however many there are', () => {
    const estimate = estimateOf(search);
    const many = Array.from({ length: 9 }, () => saving('search', 0.6, 0.8, 0.9));
    const saved = composeSavings(many, estimate, search);
    assert.ok(saved !== null && saved.energy.typical <= 0.95 * estimate.energy.typical + 1e-12);
    assert.ok(saved.energy.high <= 0.95 * estimate.energy.high + 1e-12);
  });

  it('is null when none is quantified', () => {
    assert.equal(composeSavings([unquantified], estimateOf(train), train), null);
  });
});
