/** What one rule finds when it is asked by itself, for commands that offer its fix while it is off. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { Engine } from '../../../src/core/engine-types';
import { buildContext } from '../../../src/core/estimate/context';
import { grammarBytes } from '../../support/grammar';
import { CONFIG } from '../../support/settings';

const { context: CONTEXT } = buildContext({ hardware: null, region: 'FRA', pue: 1, hours: null, machine: null });
const RULE = 'training-not-measured';
const TRAINING = 'from sklearn.svm import SVC\nfrom data import X, y\n\nmodel = SVC()\nmodel.fit(X, y)\n';

describe('findings of one rule', () => {
  let engine: Engine;
  before(async () => {
    engine = await createEngine(grammarBytes());
  });
  after(() => engine.dispose());

  const analysed = (text: string): readonly string[] => {
    engine.open('a', { kind: 'module', text }, { path: 'train.py' });
    return engine.analyse('a', CONFIG, CONTEXT).findings.map(({ rule }) => rule);
  };

  it('are there while the rule is off', () => {
    assert.ok(!analysed(TRAINING).includes(RULE));
    const [found, ...others] = engine.findingsOf('a', RULE);
    assert.equal(others.length, 0);
    assert.equal(found?.rule, RULE);
    const fix = found.fixes[0];
    assert.ok(fix && engine.completeFix('a', fix));
  });

  it('are none where the rule has nothing to say', () => {
    analysed(`from codecarbon import EmissionsTracker\n${TRAINING}`);
    assert.deepEqual(engine.findingsOf('a', RULE), []);
  });

  it('are none for a document that is not open, and for a rule that is not there', () => {
    analysed(TRAINING);
    assert.deepEqual(engine.findingsOf('b', RULE), []);
    assert.deepEqual(engine.findingsOf('a', 'no-such-rule'), []);
  });
});
