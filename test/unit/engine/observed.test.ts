/** Findings of a notebook that was run: on few rows that it printed itself, they are hints. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { CellSource, Engine } from '../../../src/core/engine-types';
import { config, context } from '../../bench/setting';
import { grammarBytes } from '../../support/grammar';
import '../../support/tables';

const LOAD = `import keras
import numpy as np
x, y = np.load("scans.npy"), np.load("labels.npy")`;
const FIT = `model = keras.applications.ResNet50(weights=None, classes=10)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=500, validation_split=0.2)`;

describe('findings of a notebook that was run', () => {
  let engine: Engine;
  before(async () => void (engine = await createEngine(grammarBytes())));
  after(() => engine.dispose());

  function severities(shape: string): string[] {
    const outputs = { texts: [{ form: 'value' as const, text: shape }], seconds: null, failed: false };
    const cells: CellSource[] = [LOAD, 'x.shape', FIT].map((text) => ({ kind: 'code', text }));
    if (shape !== '') cells[1] = { kind: 'code', text: 'x.shape', outputs };
    engine.open('n', { kind: 'notebook', cells, metadata: {} }, { path: 'n.ipynb' });
    const { findings } = engine.analyse('n', config, context);
    engine.close('n');
    return findings.filter(({ rule }) => rule === 'keras-fit-without-early-stopping').map(({ severity }) => severity);
  }

  it('are as severe as in a script where nothing was printed, or many rows', () => {
    const [unprinted] = severities('');
    assert.ok(unprinted === 'warning' || unprinted === 'information');
    assert.deepEqual(severities('(60000, 224, 224, 3)'), [unprinted]);
  });

  it('are hints on few rows', () => {
    assert.deepEqual(severities('(548, 224, 224, 3)'), ['hint']);
  });
});
