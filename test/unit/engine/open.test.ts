/** A document that is opened again is what a freshly opened one is, and is parsed again only where its text is another. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { Analysis, Engine } from '../../../src/core/engine-types';
import { config, context } from '../../bench/setting';
import { grammarBytes } from '../../support/grammar';
import '../../support/tables';

const TEXT = `from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

search = GridSearchCV(SVC(), {"C": [0.1, 0.3, 1, 3, 10, 30], "gamma": [0.001, 0.01, 0.03, 0.1, 0.3, 1]}, cv=5)
search.fit(X, y)
`;

describe('a document that is opened again', () => {
  let engine: Engine;
  /** Grows with each look at the clock, so that a parse takes one. */
  let ticks: number;

  beforeEach(async () => {
    ticks = 0;
    engine = await createEngine({ ...grammarBytes(), now: () => (ticks += 1) });
  });
  afterEach(() => engine.dispose());

  const open = (text: string, path: string): number => {
    const before = ticks;
    engine.open('a', { kind: 'module', text }, { path });
    return ticks - before;
  };
  const analyse = (): Omit<Analysis, 'timings'> => {
    const { timings: _, ...analysis } = engine.analyse('a', config, context);
    return analysis;
  };
  const afresh = (text: string, path: string): Omit<Analysis, 'timings'> => {
    engine.close('a');
    open(text, path);
    return analyse();
  };

  it('is not parsed again where only its surroundings are others', () => {
    assert.equal(open(TEXT, ''), 2);
    assert.equal(open(TEXT, 'tests/test_search.py'), 0);
    const analysis = analyse();
    assert.equal(analysis.findings.length, 0);
    assert.deepEqual(analysis, afresh(TEXT, 'tests/test_search.py'));
  });

  it('is parsed again where its text is another', () => {
    open('x = 1\n', 'search.py');
    analyse();
    assert.equal(open(TEXT, 'search.py'), 2);
    const analysis = analyse();
    assert.equal(analysis.findings.length, 1);
    assert.deepEqual(analysis, afresh(TEXT, 'search.py'));
  });

  it('is parsed again after an edit', () => {
    open(TEXT, 'search.py');
    engine.edit('a', [{ span: { start: 0, end: 0 }, newText: '\n' }]);
    assert.equal(open(`\n${TEXT}`, 'search.py'), 2);
    assert.deepEqual(analyse(), afresh(`\n${TEXT}`, 'search.py'));
  });
});
