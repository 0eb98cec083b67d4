/** Epochs and steps of loops that count by hand, are left at a limit, go over phases, or repeat a training. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const HEAD = `import argparse, torch
p = argparse.ArgumentParser()
p.add_argument("--epochs", type=int, default=30)
p.add_argument("--steps", type=int, default=5000)
p.add_argument("--check", action="store_true")
args = p.parse_args()
net = torch.nn.Linear(8, 2)
opt = torch.optim.SGD(net.parameters(), 0.1)
`;
const step = (indent: string): string =>
  ['loss = criterion(net(x), y)', 'loss.backward()', 'opt.step()'].map((line) => `${indent}${line}\n`).join('');
const EPOCH = `  for x, y in loader:\n${step('    ')}`;

const turns = (why: string, code: string, expected: Record<string, unknown>): void =>
  void it(why, () => assert.deepEqual(facts(HEAD + code, 'epochs', 'maxSteps', 'fits'), { fits: null, ...expected }));

describe('a while loop over epochs', () => {
  before(loadParser);
  const counted = (test: string, start = '0', more = 'epoch += 1'): string =>
    `epoch = ${start}\nwhile ${test}:\n${EPOCH}  ${more}\n`;
  const epochs = (why: string, code: string, value: unknown): void =>
    turns(why, code, { epochs: value, maxSteps: null });

  epochs('runs to its limit', counted('epoch < 12'), 12);
  epochs('runs until it has it', counted('epoch != args.epochs'), '30?');
  epochs('runs with it', counted('epoch <= 12', '1'), 12);
  epochs('counts in strides', counted('epoch < 12', '0', 'epoch += 5'), 3);
  epochs('starts afresh by default', counted('epoch < 12', 'resumed()'), '12?');
  epochs('is unknown without a limit', counted('epoch < best()'), null);
  epochs('is unknown where something else counts it', counted('epoch < 12', '0', 'epoch = after(epoch)'), null);
  epochs('is unknown where two tests end it', counted('epoch < 12 and going'), null);
});

describe('steps that a counter ends', () => {
  before(loadParser);
  const left = (end: string, outer = '', loop = 'while True'): string =>
    `def main():\n n = 0\n ${loop}:\n  for x, y in loader:\n   n += 1\n${step('   ')}${end}${outer}`;
  const steps = (why: string, code: string, value: unknown): void =>
    turns(why, code, { epochs: null, maxSteps: value });

  steps('by a return', left('   if n >= args.steps: return\n'), '5000?');
  steps('by a break', left('   if n >= args.steps: break\n'), '5000?');
  steps('after the batches', left('', '  if n >= 700: break\n'), 700);
  steps('by the loop around', left('', '', 'while n < 700'), 700);
  steps('not where each epoch sets it back', left('   if n >= 700: return\n', '  n = 0\n'), null);
  steps('in a while over steps', `n = 0\nwhile n < 250:\n  n += 1\n  x, y = draw()\n${step('  ')}`, 250);
  turns(
    'for all epochs where none sets the while back',
    `n = 0\nfor epoch in range(3):\n  while n < 250:\n    n += 1\n    x, y = draw()\n${step('    ')}`,
    { epochs: 3, maxSteps: null },
  );
});

describe('loops around the batches', () => {
  before(loadParser);

  turns(
    'over phases that an option adds to leave the epochs',
    `splits = ["train"] + (["test"] if args.check else [])
for epoch in range(9):
  for split in splits:
    for x, y in loaders[split]:
${step('      ')}`,
    { epochs: 9, maxSteps: null },
  );
  turns(
    'that make the network repeat a training with all rows in each step',
    `for i in range(20):\n  net = torch.nn.Linear(8, 2)\n  for _ in range(400):\n${step('    ')}`,
    { epochs: 400, maxSteps: null, fits: 20 },
  );
  turns(
    'that make the network around functions as well',
    `def once():\n  net = torch.nn.Linear(8, 2)\n  for _ in range(400):\n${step('    ')}\nfor i in range(20):\n  once()\n`,
    { epochs: 400, maxSteps: null, fits: 20 },
  );
  turns('that are called epochs are epochs all the same', `for epoch in range(20):\n  net = load(net)\n${EPOCH}`, {
    epochs: 20,
    maxSteps: null,
  });
});
