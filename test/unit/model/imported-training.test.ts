/** What a program knows about training that another file does for it. */
import assert from 'node:assert/strict';
import { asNumber } from '../../../src/core/model/values';
import { type Files, modelIn, TRAIN } from '../../support/imports';
import { loadParser } from '../../support/program';

describe('training through another file', () => {
  before(loadParser);

  const epochs = (why: string, files: Files, text: string, expected: number | undefined): void =>
    void it(why, () => {
      const model = modelIn(files, text);
      assert.deepEqual(
        model.importedTraining.map((one) => asNumber(one.epochs)),
        [expected],
      );
    });

  epochs(
    'has the epochs of the loop around the call',
    { 'engine.py': TRAIN },
    'from engine import train_one_epoch\nfor epoch in range(90):\n  train_one_epoch(m, l, o)',
    90,
  );
  epochs(
    'has the epochs of the loop around the caller',
    { 'engine.py': TRAIN },
    'import engine\ndef run():\n  engine.train_one_epoch(m, l, o)\nfor epoch in range(90):\n  run()',
    90,
  );
  epochs(
    'has the epochs that are passed',
    {
      'engine.py': `def fit(model, loader, epochs=3):\n  for epoch in range(epochs):\n${TRAIN.replace('def train_one_epoch(model, loader, optimizer):\n', '').replace(/^/gm, '  ')}`,
    },
    'from engine import fit\nfit(m, l, epochs=40)',
    40,
  );
  epochs(
    'has the default of the function',
    {
      'engine.py': `def fit(model, loader, epochs=3):\n  for epoch in range(epochs):\n${TRAIN.replace('def train_one_epoch(model, loader, optimizer):\n', '').replace(/^/gm, '  ')}`,
    },
    'from engine import fit\nfit(m, l)',
    3,
  );

  it('is a workload', () => {
    const model = modelIn(
      { 'engine.py': TRAIN },
      'import torch\nfrom engine import train_one_epoch\nfor epoch in range(90):\n  train_one_epoch(m, l, o)',
    );
    assert.deepEqual(
      model.workloads.map(({ kind, epochs: count }) => [kind, count?.value]),
      [['train', 90]],
    );
  });

  it('is none without a loop', () => {
    const model = modelIn({ 'engine.py': TRAIN }, 'from engine import train_one_epoch\ntrain_one_epoch(m, l, o)');
    assert.deepEqual(model.importedTraining, []);
  });
});
