/** Loops that train on the CPU in a program that uses an accelerator elsewhere. */
import assert from 'node:assert/strict';
import { isLeftOnCpu } from '../../../src/core/model/torch/left-on-cpu';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

const NETWORK = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(784, 100)

    def forward(self, x):
        return self.one(x)
`;

const loop = (indent = '', move = ''): string =>
  `for epoch in range(20):
    for x, y in loader:
        ${move}
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
`
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

const ON_GPU = `model = Net().cuda()\n${loop('', 'x, y = x.cuda(), y.cuda()')}`;

function firstIsLeft(first: string, rest = ON_GPU, network = NETWORK): boolean {
  const model = modelOf(`${network}${first}\n${rest}`, { kind: 'notebook' });
  const [one] = model.trainingLoops;
  assert.ok(one, 'no training loop');
  return isLeftOnCpu(model, one.step);
}

describe('a loop left on the CPU', () => {
  before(loadParser);

  it('makes its own network, moves nothing, and another one does', () =>
    assert.equal(firstIsLeft(`model = Net()\n${loop()}`), true));

  it('may come after the one that moves', () => {
    const model = modelOf(`${NETWORK}${ON_GPU}\nmodel = Net()\n${loop()}`, { kind: 'notebook' });
    assert.deepEqual(
      model.trainingLoops.map(({ step }) => isLeftOnCpu(model, step)),
      [false, true],
    );
  });

  it('is not alone in its program', () => assert.equal(firstIsLeft(`model = Net()\n${loop()}`, ''), false));

  it('moves no batch', () => assert.equal(firstIsLeft(`model = Net()\n${loop('', 'x = x.to(device)')}`), false));

  it('moves no network', () => assert.equal(firstIsLeft(`model = Net()\nmodel.to(device)\n${loop()}`), false));

  it('has a network that does not move itself', () => {
    const moving = NETWORK.replace('self.one = nn.Linear(784, 100)', 'self.one = nn.Linear(784, 100).cuda()');
    assert.equal(firstIsLeft(`model = Net()\n${loop()}`, ON_GPU, moving), false);
  });

  it('has a network that is made in sight', () =>
    assert.equal(firstIsLeft(`from helpers import make\nmodel = make()\n${loop()}`), false));

  it('has a network that is made where the loop is', () =>
    assert.equal(firstIsLeft(`def train(model, loader, optimizer):\n${loop('    ')}\ntrain(Net(), a, b)`), false));

  it('runs where nothing moves everything', () =>
    assert.equal(firstIsLeft(`torch.set_default_device("cuda")\nmodel = Net()\n${loop()}`), false));
});
