/** How reports put a saving into words. */
import assert from 'node:assert/strict';
import type { Saving } from '../../../src/core/rules/rule';
import { savingPhrase } from '../../../src/report/wording';

const measured = (low: number): Saving => ({ scope: 'train', low, typical: 0.29, high: 0.46, grade: 'T', source: '' });

describe('the words of a saving', () => {
  it('take a time that a vendor measured for an upper bound', () => {
    assert.equal(savingPhrase(measured(0.1)), 'saves up to 46% of training (grade T)');
  });

  it('name both ends where a loss was measured as well', () => {
    assert.equal(savingPhrase(measured(-0.22)), 'saves -22% to 46% of training (grade T)');
  });
});
