/** The edge of the pictures that reach a network of PyTorch. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const trained = (steps: string, more = ''): string => `
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
net = models.resnet18()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
loader = DataLoader(datasets.CIFAR10("data", train=True, transform=transforms.Compose([${steps}])), batch_size=128)
${more}
for epoch in range(30):
    for x, y in loader:
        opt.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
`;

describe('pictures of a data set of torchvision', () => {
  before(loadParser);

  const cases: readonly (readonly [why: string, text: string, edge: unknown])[] = [
    ['are stored where no transform changes it', trained('transforms.ToTensor(), transforms.Normalize(mean, std)'), 32],
    ['are turned and flipped', trained('transforms.RandomHorizontalFlip(), transforms.RandomRotation(9)'), 32],
    ['are enlarged', trained('transforms.Resize(224), transforms.ToTensor()'), 224],
    ['may be changed by what was not read', trained('transforms.ToTensor(), enlarged'), null],
    ['are turned into more than they were', trained('transforms.RandomRotation(9, expand=True)'), null],
    ['get a margin', trained('transforms.Pad(4), transforms.ToTensor()'), null],
    ['may be enlarged by a layer', trained('transforms.ToTensor()', 'big = nn.Upsample(scale_factor=7)'), null],
  ];
  for (const [why, text, edge] of cases)
    it(`have an edge that tells whether they ${why}`, () =>
      assert.deepEqual(facts(text, 'imageSize'), { imageSize: edge }));
});

describe('tensors in memory', () => {
  before(loadParser);

  const run = (tensor: string): string => `import torch
import torchvision
from torch.utils.data import DataLoader, TensorDataset

model = torchvision.models.resnet18()
data = TensorDataset(${tensor}, labels)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    for x, y in DataLoader(data, batch_size=32):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
`;

  it('need no decoding, and are as large as they were made', () => {
    const wanted = { imageSize: 48, samples: 500, loader: 'packed' };
    assert.deepEqual(facts(run('torch.randn(500, 3, 48, 48)'), 'imageSize', 'samples', 'loader'), wanted);
    const unknown = { imageSize: null, loader: 'packed' };
    assert.deepEqual(facts(run('torch.load("pictures.pt")'), 'imageSize', 'loader'), unknown);
  });
});
