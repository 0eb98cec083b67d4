/** How a library object is written in a file, given its imports. */
import assert from 'node:assert/strict';
import { reference } from '../../../src/core/fixes/imports';
import type { Node } from '../../../src/core/syntax/ast';
import type { Program } from '../../../src/core/syntax/program';
import { loadParser, parse } from '../../support/program';

const STOPPING = 'keras.callbacks.EarlyStopping';

/** Written at the call of `use`. */
function at(program: Program): Node {
  const call = program.calls('use')[0];
  assert.ok(call, 'no use() in the snippet');
  return call;
}

function written(dotted: string, source: string): string {
  const program = parse(`${source}\nuse()\n`);
  const { expression, imports } = reference(program, dotted, at(program));
  const needs = imports.map(
    ({ from, name, alias }) => `${from ?? '-'}:${name}${alias === undefined ? '' : ` as ${alias}`}`,
  );
  return [expression, ...needs].join(' | ');
}

before(loadParser);

describe('writing a reference', () => {
  const cases: readonly (readonly [dotted: string, source: string, expected: string])[] = [
    [STOPPING, 'from tensorflow import keras', 'keras.callbacks.EarlyStopping'],
    [STOPPING, 'import tensorflow as tf', 'tf.keras.callbacks.EarlyStopping'],
    [STOPPING, 'import keras', 'keras.callbacks.EarlyStopping'],
    [STOPPING, 'import tensorflow.keras.layers', 'tensorflow.keras.callbacks.EarlyStopping'],
    [STOPPING, 'import tensorflow.keras.callbacks as cb', 'cb.EarlyStopping'],
    [STOPPING, 'from keras import callbacks', 'callbacks.EarlyStopping'],
    [STOPPING, 'from tensorflow.keras.callbacks import EarlyStopping as ES', 'ES'],
    [STOPPING, 'from keras.callbacks import ModelCheckpoint', 'EarlyStopping | keras.callbacks:EarlyStopping'],
    [
      STOPPING,
      'from tensorflow.keras.models import Sequential',
      'EarlyStopping | tensorflow.keras.callbacks:EarlyStopping',
    ],
    [STOPPING, 'x = 1', 'EarlyStopping | keras.callbacks:EarlyStopping'],
    ['torch.amp.autocast', 'import torch', 'torch.amp.autocast'],
    ['torch.amp.autocast', 'import torch.nn as nn', 'torch.amp.autocast | -:torch'],
    ['torch.amp.autocast', 'from torch import nn', 'torch.amp.autocast | -:torch'],
    ['torch.amp.GradScaler', 'from torch.amp import autocast', 'GradScaler | torch.amp:GradScaler'],
    ['lightning.callbacks.EarlyStopping', 'import lightning as L', 'L.pytorch.callbacks.EarlyStopping'],
    ['lightning.callbacks.EarlyStopping', 'import pytorch_lightning as pl', 'pl.callbacks.EarlyStopping'],
    ['lightgbm.early_stopping', 'import os', 'lgb.early_stopping | -:lightgbm as lgb'],
  ];
  for (const [dotted, source, expected] of cases) {
    it(`of ${dotted} after ${source}`, () => assert.equal(written(dotted, source), expected));
  }

  it('reaches a submodule of scikit-learn only when that was imported', () => {
    const halving = 'sklearn.model_selection.HalvingGridSearchCV';
    assert.equal(written(halving, 'import sklearn.model_selection'), halving);
    assert.equal(
      written(halving, 'import sklearn'),
      'HalvingGridSearchCV | sklearn.model_selection:HalvingGridSearchCV',
    );
    assert.equal(written(halving, 'from sklearn import model_selection as ms'), 'ms.HalvingGridSearchCV');
  });

  it('avoids names that mean something else', () => {
    const alias = 'KerasEarlyStopping | keras.callbacks:EarlyStopping as KerasEarlyStopping';
    assert.equal(written(STOPPING, 'class EarlyStopping: pass'), alias);
    assert.equal(written(STOPPING, 'from mine import EarlyStopping'), alias);
    assert.equal(written(STOPPING, 'import keras\nkeras = None'), 'EarlyStopping | keras.callbacks:EarlyStopping');
    assert.equal(written('torch.compile', 'torch = 1'), 'torch_2.compile | -:torch as torch_2');
  });

  it('accepts a name that two imports bind to twins', () => {
    const source = 'try:\n    from tensorflow import keras\nexcept ImportError:\n    import keras';
    assert.equal(written(STOPPING, source), 'keras.callbacks.EarlyStopping');
  });

  it('sees the imports of the functions around, not of others', () => {
    const inside = parse('def f():\n    from keras import callbacks\n    use()\n');
    assert.equal(reference(inside, STOPPING, at(inside)).expression, 'callbacks.EarlyStopping');
    const outside = parse('def f():\n    from keras import callbacks\ndef g():\n    use()\n');
    assert.equal(reference(outside, STOPPING, at(outside)).expression, 'EarlyStopping');
  });

  it('looks past a parameter of the same name', () => {
    const program = parse('import torch\ndef f(torch):\n    use()\n');
    assert.equal(reference(program, 'torch.compile', at(program)).expression, 'torch_2.compile');
  });
});
