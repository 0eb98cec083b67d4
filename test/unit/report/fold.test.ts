/** Many hints in one file become few. */
import assert from 'node:assert/strict';
import { foldedPhrase, foldHints, MOST_HINTS } from '../../../src/report/fold';
import { gramsCO2e } from '../../../src/core/units/quantity';

interface Found {
  readonly name: string;
  readonly severity: 'warning' | 'information' | 'hint';
  readonly grams: number | null;
}

const found = (name: string, severity: Found['severity'], saved: number | null = null): Found => ({
  name,
  severity,
  grams: saved,
});

function folded(findings: readonly Found[]): { shown: string; folded: string } {
  const result = foldHints(findings, ({ severity, grams: saved }) => ({
    severity,
    emissions: saved === null ? null : { low: gramsCO2e(0), typical: gramsCO2e(saved), high: gramsCO2e(2 * saved) },
  }));
  return {
    shown: result.shown.map(({ name }) => name).join(' '),
    folded: result.folded.map(({ name }) => name).join(' '),
  };
}

describe('hints of one file', () => {
  it('are all shown as long as they are few', () => {
    const few = Array.from({ length: MOST_HINTS }, (_, index) => found(String(index), 'hint'));
    assert.deepEqual(folded(few), { shown: '0 1 2 3 4', folded: '' });
  });

  it('give way to those that save more', () => {
    const findings = [3, null, 8, 1, 9, null, 7].map((saved, index) => found(String(index), 'hint', saved));
    assert.deepEqual(folded(findings), { shown: '0 2 4 6', folded: '1 3 5' });
  });

  it('never hide a warning or information, and are not counted with them', () => {
    const loud = [found('w', 'warning'), found('i', 'information')];
    const hints = [1, 2, 3, 4, 5].map((saved) => found(`h${saved}`, 'hint', saved));
    assert.deepEqual(folded([...loud, ...hints]), { shown: 'w i h1 h2 h3 h4 h5', folded: '' });
  });

  it('are named once a rule', () => {
    assert.equal(
      foldedPhrase(['unfused-optimizer', 'redundant-refit', 'unfused-optimizer']),
      '3 more small savings: unfused-optimizer (2), redundant-refit',
    );
  });
});
