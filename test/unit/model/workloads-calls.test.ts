/** Workloads of one loop that several calls start. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

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
