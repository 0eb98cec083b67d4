/** Fits of Keras models that are handed in, or that other files build. */
import assert from 'node:assert/strict';
import { type Files, modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';

const FIT = 'fit(x, y, epochs=10, batch_size=64)';
const fits = (text: string, files: Files = {}): unknown =>
  modelIn(files, text).workloads.map(({ framework, epochs, batchSize }) => [
    framework,
    epochs?.value,
    batchSize?.value,
  ]);
const ONE = [['keras', 10, 64]];
const CALLBACKS = 'from tensorflow.keras.callbacks import ModelCheckpoint\n';

describe('the fit of a Keras model that is not built in the file', () => {
  before(loadParser);

  const runs = (why: string, text: string, expected: unknown = ONE, files: Files = {}): void =>
    void it(why, () => assert.deepEqual(fits(text, files), expected));

  runs('is one of a parameter', `import keras\ndef train(model, x, y):\n  model.${FIT}`);
  runs('is one of an attribute', `${CALLBACKS}def train(speaker, x, y):\n  speaker.net.${FIT}`);
  runs(
    'is one of a part of the object',
    `import tensorflow as tf\nclass Coach:\n  def __init__(self, model):\n    self.model = model\n    tf.keras.backend.clear_session()\n  def fit(self, x, y):\n    self.model.${FIT}`,
  );
  const made = { 'nets.py': 'class Speaker:\n  def __init__(self):\n    self.m = build()\ndef build():\n  return net' };
  runs('is one of what the project makes', `${CALLBACKS}from nets import build\nbuild().${FIT}`, ONE, made);
  runs('is one of what it holds', `${CALLBACKS}from nets import Speaker\ndef f(s: Speaker):\n  s.m.${FIT}`, ONE, made);

  runs('is none of an object of the project', `${CALLBACKS}from nets import Speaker\nSpeaker().${FIT}`, [], made);
  runs('is none without data', `import keras\ndef train(model):\n  model.fit(epochs=10, batch_size=64)`, []);
  runs('is none without Keras', `import torch\ndef train(model, x, y):\n  model.${FIT}`, []);
  runs('is none of TensorFlow alone', `import tensorflow as tf\ndef train(model, x, y):\n  model.${FIT}`, []);
  runs('is none without epochs', `import keras\ndef train(model, x, y):\n  model.fit(x, y)`, []);
  runs('is none of another library', `import keras, autokeras\nautokeras.ImageClassifier().${FIT}`, []);
  runs(
    'is none where a class here has such a method',
    `import keras\nclass Own:\n  def fit(self, x, y, epochs, batch_size): pass\ndef train(model, x, y):\n  model.${FIT}`,
    [],
  );
});
