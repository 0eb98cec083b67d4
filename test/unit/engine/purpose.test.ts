/** An analysis for findings gives the findings of a whole one, and looks for runs only where a price needs them. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { Analysis, Engine, Purpose } from '../../../src/core/engine-types';
import { config, context } from '../../bench/setting';
import { grammarBytes } from '../../support/grammar';
import '../../support/tables';

const FIT = `import keras
import numpy as np
x, y = np.load("scans.npy"), np.load("labels.npy")
model = keras.applications.ResNet50(weights=None, classes=10)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=500, validation_split=0.2)
`;

describe('an analysis for findings', () => {
  let engine: Engine;
  before(async () => void (engine = await createEngine(grammarBytes())));
  after(() => engine.dispose());

  function analyse(text: string, purpose?: Purpose): Analysis {
    engine.open('m', { kind: 'module', text }, { path: 'train.py' });
    const analysis = engine.analyse('m', config, context, purpose);
    engine.close('m');
    return analysis;
  }

  it('gives the same findings, with their prices', () => {
    const { findings } = analyse(FIT, 'findings');
    assert.deepEqual(findings, analyse(FIT).findings);
    assert.ok(findings.some(({ savingEstimate }) => savingEstimate !== null));
  });

  it('leaves out runs that nothing is a share of', () => {
    const off = { ...config, rules: Object.fromEntries(analyse(FIT).findings.map(({ rule }) => [rule, OFF])) };
    engine.open('m', { kind: 'module', text: FIT }, { path: 'train.py' });
    assert.equal(engine.analyse('m', off, context).workloads.length, 1);
    assert.equal(engine.analyse('m', off, context, 'findings').workloads.length, 0);
    engine.close('m');
  });
});

const OFF = { severity: 'off', options: {} } as const;
