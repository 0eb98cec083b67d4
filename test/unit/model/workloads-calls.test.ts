/** Workloads of one loop that several calls start. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

describe('workloads of a loop over epochs that the module sets before each call', () => {
  before(loadParser);

  const runs = (calls: string): readonly (number | undefined)[] =>
    modelOf(`import torch
model = torch.nn.Linear(3, 4)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
def train():
    for epoch in range(epochs):
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
${calls}`).workloads.map(({ epochs }) => epochs?.value);

  it('have the number that reaches the call', () => {
    assert.deepEqual(runs('epochs = 15\ntrain()\nepochs = 3\ntrain()'), [15, 3]);
    assert.deepEqual(runs('epochs = 15\ntrain()\nepochs = 3\nprint(epochs)'), [15]);
  });

  it('have none where it depends', () => {
    assert.deepEqual(runs('epochs = 15\nif quick:\n    epochs = 3\ntrain()'), [undefined]);
    assert.deepEqual(runs('epochs = 15\ndef main():\n    train()\nepochs = 3\nmain()'), [undefined]);
  });
});

describe('workloads of a loop that calls run with epochs of their own', () => {
  before(loadParser);

  const CALLED = `
import torch
from torchvision import models
def fit(net, loader, n):
    for epoch in range(1, n + 1):
        for x, y in loader:
            loss = torch.nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
`;
  const runs = (calls: string): readonly (readonly [string | undefined, number | undefined])[] =>
    modelOf(CALLED + calls).workloads.map(({ model, epochs }) => [model?.value, epochs?.value]);

  it('are one for each call, with its network', () =>
    void assert.deepEqual(runs('fit(models.resnet18(), loader, 5)\nfit(models.vgg16(), loader, n=50)'), [
      ['resnet18', 5],
      ['vgg16', 50],
    ]));

  it('are unknown where a call says nothing that can be read', () =>
    void assert.deepEqual(
      runs('net = models.vgg16()\nfit(net, loader, 5)\nfit(net, loader, 50)\nfit(net, loader, *more)'),
      [
        ['vgg16', 5],
        ['vgg16', 50],
        ['vgg16', undefined],
      ],
    ));

  it('are one for the loop where all calls run alike', () =>
    void assert.deepEqual(runs('net = models.vgg16()\nfit(net, loader, 50)\nfit(net, loader, 50)'), [['vgg16', 50]]));
});
