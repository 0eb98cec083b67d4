/** Batch sizes that no loader of a library says, and Keras models that are fitted again and again. */
import assert from 'node:assert/strict';
import type { Workload } from '../../../src/core/model/workload';
import { modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const batchOf = (text: string): unknown => facts(text, 'batchSize')['batchSize'];

const HEAD = `import torch, math
net = torch.nn.Linear(8, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
batch_size = 48
`;
const STEP = (pad: string): string => `${pad}loss = criterion(net(x), y)\n${pad}loss.backward()\n${pad}opt.step()\n`;

describe('a batch size that a loop names', () => {
  before(loadParser);

  it('is what the batches are asked for by', () => {
    const text = `${HEAD}for it in range(1000):\n  x, y = digits.train.next_batch(batch_size)\n${STEP('  ')}`;
    assert.equal(batchOf(text), 48);
  });

  it('is a keyword', () => {
    const text = `${HEAD}for it in range(1000):\n  x, y = replay.draw(batch_size=12)\n${STEP('  ')}`;
    assert.equal(batchOf(text), 12);
  });

  it('is that of the loader that a step function draws from', () => {
    const text = `${HEAD}batches = iter(torch.utils.data.DataLoader(rows, batch_size=24))
def step():
  x, y = batches.next()
  out = net(x)
  loss = criterion(out, y)
  loss.backward()
  opt.step()
for epoch in range(3):
  for it in range(100):
    step()`;
    assert.equal(batchOf(text), 24);
  });

  it('is one where a loader of graphs is told none', () => {
    const text = (given: string): string =>
      `from torch_geometric.loader import DataLoader\n${HEAD}for x, y in DataLoader(${given}):\n${STEP('  ')}`;
    assert.equal(batchOf(text('rows, shuffle=True')), '1?');
    assert.equal(batchOf(text('rows, **options')), null);
  });

  it('is the stride through the rows', () => {
    const text = `${HEAD}for epoch in range(3):
  for number, start in enumerate(range(0, rows, batch_size)):
    x, y = xs[start:start + batch_size], ys[start:start + batch_size]
${STEP('    ')}`;
    assert.equal(batchOf(text), 48);
  });

  it('is in the function of the loop, where no other value is called so', () => {
    const text = (other: string): string => `${HEAD}def train():
  state = net.start(batch_size)
  check(rest${other})
  while more(rows):
    x, y = take(rows)
${STEP('    ')}
for epoch in range(3):
  train()`;
    assert.equal(batchOf(text('')), 48);
    assert.equal(batchOf(text(', batch_size=1')), 48);
  });

  it('is unknown where the loop names several', () => {
    const text = `${HEAD}for it in range(1000):
  x, y = replay.draw(batch_size)
  test(replay.draw(batch_size=7))
${STEP('  ')}`;
    assert.equal(batchOf(text), null);
  });

  it('is not that of the validation, nor of the number of batches', () => {
    const text = `${HEAD}eval_batch_size, n_batches = 7, 9
for it in range(1000):
  x, y = replay.draw(eval_batch_size, n_batches)
${STEP('  ')}`;
    assert.equal(batchOf(text), null);
  });

  it('is left to a loader', () => {
    const text = `${HEAD}from torch.utils.data import DataLoader
loader = DataLoader(rows, int(asked))
for epoch in range(3):
  for x, y in loader:
    test(draw(batch_size))
${STEP('    ')}`;
    assert.equal(batchOf(text), null);
  });

  it('is what a generator of the project is given', () => {
    const text = `${HEAD}def batches(rows, batch_size):
  for start in range(0, len(rows), batch_size):
    yield rows[start:start + batch_size]
def epoch_of(data):
  for x, y in data:
${STEP('    ')}
for epoch in range(3):
  epoch_of(batches(rows, batch_size))`;
    assert.equal(batchOf(text), 48);
  });

  it('is what a class of another file is given', () => {
    const files = { 'own.py': 'class Rows:\n  def __init__(self, rows, batch_size):\n    self.rows = rows' };
    const text = `${HEAD}from own import Rows
for epoch in range(3):
  for x, y in Rows(rows, batch_size=20):
${STEP('    ')}`;
    const [only] = modelIn(files, text).workloads;
    assert.equal((only as Workload).batchSize?.value, 20);
  });
});

const KERAS = 'from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\n';

describe('the batch of a Keras fit', () => {
  before(loadParser);

  it('is 32 for arrays', () => assert.equal(batchOf(`${KERAS}model.fit(x, y, epochs=3)`), '32?'));

  it('is unknown for what comes in batches, or in so many steps', () => {
    assert.equal(batchOf(`${KERAS}model.fit(train, epochs=3)`), null);
    assert.equal(batchOf(`${KERAS}model.fit(x, y, epochs=3, steps_per_epoch=10)`), null);
    assert.equal(batchOf(`${KERAS}model.fit(x, y, epochs=3, batch_size=best)`), null);
    assert.equal(batchOf(`${KERAS}model.fit(x, y, epochs=3, **options)`), null);
  });
});

describe('a Keras model that is fitted in a loop', () => {
  before(loadParser);

  const turns = (text: string): unknown => facts(text, 'epochs', 'fits');

  it('goes on with the weights it has', () => {
    const text = `${KERAS}for turn in range(40):\n  model.fit(x, y, epochs=2)`;
    assert.deepEqual(turns(text), { epochs: 80, fits: null });
  });

  it('has other rows in each turn of a loop over files or folds', () => {
    const text = (over: string): string => `${KERAS}for part in ${over}:\n  model.fit(read(part), y, epochs=2)`;
    assert.deepEqual(turns(text('files')), { epochs: 2, fits: null });
    assert.deepEqual(turns(text('["a", "b"]')), { epochs: 2, fits: 2 });
  });

  it('starts again where the loop makes it', () => {
    const text = `${KERAS}for width in range(4):
  model = keras.Sequential([keras.layers.Dense(width)])
  model.fit(x, y, epochs=2)`;
    assert.deepEqual(turns(text), { epochs: 2, fits: 4 });
  });
});
