/** Epochs, steps and loaders of loops whose numbers are computed, imported by a star, resumed or unpacked twice. */
import assert from 'node:assert/strict';
import { modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const OPTIONS = `import argparse, math, torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--total", type=int, default=1000)
p.add_argument("--every", type=int, default=300)
args = p.parse_args()
net = torch.nn.Linear(8, 2)
loader = DataLoader(rows, batch_size=4)
`;
const STEP = 'loss = criterion(net(x), y)\n    loss.backward()\n    opt.step()';
const EPOCHS = (count: string, before = ''): string =>
  `${OPTIONS}${before}\nfor epoch in range(${count}):\n  for x, y in loader:\n    ${STEP}`;

describe('epochs that are computed', () => {
  before(loadParser);

  const epochs = (why: string, count: string, expected: unknown, before = ''): void =>
    void it(why, () => assert.deepEqual(facts(EPOCHS(count, before), 'epochs'), { epochs: expected }));

  epochs('are rounded up', 'math.ceil(args.total / args.every)', '4?');
  epochs('are rounded down', 'math.floor(args.total / args.every)', '3?');
  epochs('are rounded to the next', 'round(1000 / 300)', 3);
  epochs('begin at 0 where no run is resumed', 'max(0, last), 20', '20?', 'last = resume()');
  epochs('begin at 1 where no run is resumed', 'max(last + 1, 1), 21', '20?', 'last = resume()');
  epochs('are unknown where they begin later', 'max(5, last), 20', null, 'last = resume()');
  epochs('are unknown where neither start is', 'max(first, last), 20', null, 'first, last = resume()');
});

describe('steps that end a loop without an end', () => {
  before(loadParser);

  const ENDLESS = (test: string, reset = ''): string => `${OPTIONS}count = 0
while True:
  ${reset}
  for x, y in loader:
    count += 1
    ${STEP}
    if ${test}:
      break
  if ${test}:
    break`;
  const steps = (why: string, test: string, expected: unknown, reset?: string): void =>
    void it(why, () =>
      assert.deepEqual(facts(ENDLESS(test, reset), 'maxSteps', 'epochs'), { maxSteps: expected, epochs: null }),
    );

  steps('are those of the counter', 'count >= 700', 700);
  steps('are those of an option', 'count >= args.total', '1000?');
  steps('are the first multiple', 'count % args.total == 0', '1000?');
  steps('are unknown for another rest', 'count % args.total == 1', null);
  steps('are unknown where another name counts', 'other % args.total == 0', null);
  steps('are unknown where each pass counts anew', 'count >= 700', null, 'count = 0');
});

describe('a module that everything is imported from', () => {
  before(loadParser);

  const text = `from settings import *\n${EPOCHS('ROUNDS').replace('batch_size=4', 'batch_size=SIZE')}`;

  it('gives the numbers of a loop', () => {
    const [run] = modelIn({ 'settings.py': 'ROUNDS = 12\nSIZE = 6' }, text).workloads;
    assert.deepEqual([run?.epochs?.value, run?.batchSize?.value], [12, 6]);
  });

  it('gives none that it does not have', () => {
    const [run] = modelIn({ 'settings.py': 'OTHER = 12' }, text).workloads;
    assert.deepEqual([run?.epochs, run?.batchSize], [null, null]);
  });
});

describe('loaders that are unpacked twice', () => {
  before(loadParser);

  const UNPACKED = (taken: string): string => `import torch
from torch.utils.data import DataLoader
net = torch.nn.Linear(8, 2)
def data():
  return (DataLoader(rows, batch_size=10), DataLoader(rows, batch_size=20)), 3
loaders, count = data()
${taken}
for epoch in range(3):
  for x, y in train:
    ${STEP}`;

  it('are those of their places', () => {
    assert.deepEqual(facts(UNPACKED('train, test = loaders'), 'batchSize'), { batchSize: 10 });
    assert.deepEqual(facts(UNPACKED('test, train = loaders'), 'batchSize'), { batchSize: 20 });
  });

  it('are unknown where the tuple may be another', () => {
    const taken = 'if small:\n  loaders = other()\ntrain, test = loaders';
    assert.deepEqual(facts(UNPACKED(taken), 'batchSize'), { batchSize: null });
  });

  it('are found where a tuple is taken out of itself', () => {
    const taken = 'train = loaders\nfor _ in range(3):\n  train, test = train';
    assert.deepEqual(facts(UNPACKED(taken), 'batchSize'), { batchSize: 10 });
  });
});
