/** What evaluating once an epoch saves: the share of the evaluations, less those that stay. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { savingOfShare } from '../../../src/core/rules/shared/too-often';

describe('saving of fewer evaluations', () => {
  it('is the share of the evaluations where the length of an epoch is not known', () => {
    const { low, typical, high, source } = savingOfShare({ evaluated: 60, trained: 20, kept: 0 });
    deepStrictEqual([low, typical, high], [60 / 140, 60 / 120, 60 / 100]);
    strictEqual(source, 'share of the evaluations: 60 / (60 + 3 x 20) examples');
  });

  it('leaves out the evaluation that stays for each epoch', () => {
    const { low, typical, high, source } = savingOfShare({ evaluated: 60, trained: 20, kept: 0.25 });
    deepStrictEqual([low, typical, high], [0.75 * (60 / 140), 0.375, 0.75 * (60 / 100)]);
    strictEqual(
      source,
      'share of the evaluations: 60 / (60 + 3 x 20) examples, less the 25 % that stay with one an epoch',
    );
  });

  it('is not quantified where the sizes are not known', () => {
    strictEqual(savingOfShare(null).low, null);
  });
});
