/** How much a run computes for each sample, from the code of its network and the shape of its data. */
import assert from 'node:assert/strict';
import { definedModels } from '../../../src/core/model/workloads/defined';
import type { Workload } from '../../../src/core/model/workload';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

/** Half the multiply-accumulates: FLOPs of one sample of the only run. */
function runOf(text: string): Workload {
  const [only, ...others] = modelOf(text).workloads;
  assert.ok(only && others.length === 0);
  return only;
}

const flopsOf = (text: string): number | undefined => runOf(text).flopsPerSample?.value;

function torchRun(network: string, data: string, before = ''): string {
  return `
import torch
import torch.nn.functional as F
from torch import nn
from torchvision import datasets, transforms
${network}
loader = torch.utils.data.DataLoader(${data}, batch_size=64)
model = Net().to("cuda")
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(5):
    for x, y in loader:
        ${before}
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
`;
}

const MNIST = 'datasets.MNIST("data", transform=transforms.ToTensor())';
const CIFAR = 'datasets.CIFAR10("data", transform=transforms.ToTensor())';

function net(layers: string, forward: string): string {
  const indented = (text: string): string => text.trim().replace(/\n/g, '\n        ');
  return `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${indented(layers)}
    def forward(self, x):
        ${indented(forward)}
`;
}

describe('work of a network of torch', () => {
  before(loadParser);

  it('follows from the pictures of a data set', () => {
    const network = net(
      'self.conv = nn.Conv2d(1, 8, 3)\nself.fc = nn.Linear(8 * 13 * 13, 10)',
      'x = F.max_pool2d(F.relu(self.conv(x)), 2)\nreturn self.fc(x.view(x.size(0), -1))',
    );
    assert.equal(flopsOf(torchRun(network, MNIST)), 2 * (26 * 26 * 9 * 8 + 8 * 13 * 13 * 10));
  });

  it('follows from the size that transforms give them', () => {
    const network = net(
      'self.conv = nn.Conv2d(3, 4, 1)\nself.fc = nn.Linear(4, 10)',
      'return self.fc(self.conv(x).mean((2, 3)))',
    );
    const data =
      'datasets.ImageFolder("d", transforms.Compose([transforms.RandomResizedCrop(96), transforms.ToTensor()]))';
    assert.equal(flopsOf(torchRun(network, data)), 2 * (96 * 96 * 3 * 4 + 40));
  });

  it('is that of vectors where pictures are flattened on the way, of rows where they are read as a sequence', () => {
    const dense = net('self.fc = nn.Linear(784, 10)', 'return self.fc(x)');
    assert.equal(flopsOf(torchRun(dense, MNIST, 'x = x.reshape(-1, 784)')), 2 * 7840);
    const read = net(
      'self.rnn = nn.GRU(28, 32, batch_first=True)\nself.fc = nn.Linear(32, 10)',
      'out, _ = self.rnn(x)\nreturn self.fc(out[:, -1])',
    );
    assert.equal(flopsOf(torchRun(read, MNIST, 'x = x.reshape(-1, 28, 28)')), 2 * (28 * 3 * 32 * (28 + 32) + 320));
  });

  it('follows a pattern of einops', () => {
    const network = net(
      'self.fc = nn.Linear(48, 16)',
      'x = rearrange(x, "b c (h p) (w q) -> b (h w) (p q c)", p=4, q=4)\nreturn self.fc(x).mean(1)',
    );
    assert.equal(flopsOf(torchRun(`from einops import rearrange\n${network}`, CIFAR)), 2 * 64 * 48 * 16);
  });

  it('is unknown where a layer does not fit what is known of the data', () => {
    const network = net(
      'self.conv = nn.Conv2d(6, 8, 3)\nself.fc = nn.Linear(8, 10)',
      'return self.fc(self.conv(x).mean((2, 3)))',
    );
    assert.equal(flopsOf(torchRun(network, CIFAR)), undefined);
  });

  it('is unknown where a part cannot be followed', () => {
    const layers = 'self.conv = nn.Conv2d(3, 8, 3)\nself.fc = nn.Linear(8, 10)';
    const unknown = 'import theirs\n' + net(layers, 'x = theirs.mixed(self.conv(x))\nreturn self.fc(x.mean((2, 3)))');
    assert.equal(flopsOf(torchRun(unknown, CIFAR)), undefined);
    const branch = net(
      layers,
      'x = self.conv(x)\nif x.sum() > 0:\n    x = self.conv(x)\nreturn self.fc(x.mean((2, 3)))',
    );
    assert.equal(flopsOf(torchRun(branch, CIFAR)), undefined);
    const hidden =
      'import theirs\n' +
      net('self.body = theirs.Body(3)\nself.fc = nn.Linear(8, 10)', 'return self.fc(self.body(x).view(-1, 8))');
    assert.equal(flopsOf(torchRun(hidden, CIFAR)), undefined);
  });

  it('follows functions with a backward of their own, and is not lost over loops that look after weights', () => {
    const old = `class Sign(torch.autograd.Function):
    def forward(self, x):
        self.save_for_backward(x)
        return x.sign()
`;
    const now = old
      .replace('    def forward(self', '    @staticmethod\n    def forward(ctx')
      .replace('self.save', 'ctx.save');
    const layers = 'self.conv = nn.Conv2d(1, 4, 5)\nself.head = nn.Linear(4 * 24 * 24, 10)';
    const tidy = 'for m in self.modules():\n    if isinstance(m, nn.Conv2d):\n        m.weight.data.clamp_(min=0.01)\n';
    const through = (sign: string, first = ''): string => `${first}return self.head(${sign}(self.conv(x)).flatten(1))`;
    const plain = flopsOf(torchRun(net(layers, 'return self.head(self.conv(x).flatten(1))'), MNIST));
    assert.equal(plain, 2 * (24 * 24 * 4 * 25 + 4 * 24 * 24 * 10));
    assert.equal(flopsOf(torchRun(old + net(layers, through('Sign()')), MNIST)), plain);
    assert.equal(flopsOf(torchRun(now + net(layers, through('Sign.apply')), MNIST)), plain);
    assert.equal(flopsOf(torchRun(now + net(layers, through('Sign.apply', tidy)), MNIST)), plain);
    const scaled = 'for m in self.modules():\n    x = x * m.scale\n';
    assert.equal(flopsOf(torchRun(now + net(layers, through('Sign.apply', scaled)), MNIST)), undefined);
  });

  it('is that of the tensors that a data set is made of, under a split and a progress bar', () => {
    const layers = 'self.head = nn.Linear(30, 10)';
    const tensors = 'torch.utils.data.TensorDataset(torch.randn(500, 30), torch.randint(0, 10, (500,)))';
    const run = torchRun(net(layers, 'return self.head(x)'), tensors);
    assert.equal(flopsOf(run), 2 * 30 * 10);
    assert.equal(flopsOf(run.replace('in loader', 'in tqdm(loader)')), 2 * 30 * 10);
    assert.equal(flopsOf(run.replace('x, y in loader', 'step, (x, y) in enumerate(loader)')), 2 * 30 * 10);
    const split = `part, held = torch.utils.data.random_split(${tensors}, [400, 100])\nloader`;
    assert.equal(
      flopsOf(run.replace('loader', split).replace(`DataLoader(${tensors}`, 'DataLoader(part')),
      2 * 30 * 10,
    );
  });

  it('is told with the kind and the number of the layers that do it', () => {
    const network = net(
      'self.conv = nn.Conv2d(3, 8, 3)\nself.bn = nn.BatchNorm2d(8)\nself.fc = nn.Linear(8, 10)',
      'return self.fc(self.bn(self.conv(x)).mean((2, 3)))',
    );
    const { layers, layerCount } = runOf(torchRun(network, CIFAR));
    assert.deepEqual([layers?.value, layerCount?.value], ['convolutional', 2]);
  });
});

function kerasRun(lines: string, data = 'mnist'): string {
  return `
import numpy as np
import keras
from keras import Input, Model, Sequential, layers
from keras.datasets import ${data}
(x_train, y_train), (x_test, y_test) = ${data}.load_data()
${lines}
model.compile("adam", "mse")
model.fit(x_train, y_train, epochs=3)
`;
}

describe('work of a network of Keras on a named data set', () => {
  before(loadParser);
  const CONVOLUTION = 2 * (26 * 26 * 9 * 8 + 80);
  const rest = 'layers.GlobalAveragePooling2D(), layers.Dense(10)])';

  it('follows from the shape of the array', () => {
    const changes = [
      'np.expand_dims(x_train, -1)',
      'x_train[..., None] / 255.0',
      'x_train[..., np.newaxis]',
      'x_train.reshape(-1, 28, 28, 1)',
      'x_train.reshape((len(x_train), 28, 28, 1)).astype("float32")',
    ];
    for (const change of changes) {
      const text = kerasRun(
        `x_train = ${change}\nmodel = Sequential([layers.Conv2D(8, 3, input_shape=x_train.shape[1:]), ${rest}`,
      );
      assert.equal(flopsOf(text), CONVOLUTION, change);
      assert.equal(runOf(text).dataset?.value, 'mnist', change);
    }
  });

  it('follows an Input that states it, and one that takes it from the array', () => {
    const functional = (shape: string): string =>
      kerasRun(
        `inputs = Input(${shape})\nx = layers.Conv2D(8, 3, padding="same")(inputs)\nmodel = Model(inputs, layers.Dense(10)(layers.Flatten()(x)))`,
        'cifar10',
      );
    const expected = 2 * (32 * 32 * 27 * 8 + 32 * 32 * 8 * 10);
    assert.equal(flopsOf(functional('(32, 32, 3)')), expected);
    assert.equal(flopsOf(functional('shape=x_train.shape[1:]')), expected);
  });

  it('is that of a few dense layers, whatever the columns of a table', () => {
    const dense = (first: string): Workload =>
      runOf(
        `import keras\nfrom keras import layers\nfrom theirs import block\nmodel = keras.Sequential([${first}, layers.Dense(1)])\nmodel.fit(x, y, epochs=5)\n`,
      );
    const { layers, layerCount, flopsPerSample } = dense('layers.Dense(64), layers.Dropout(0.2)');
    assert.deepEqual([layers?.value, layerCount?.value, flopsPerSample], ['dense', 2, null]);
    assert.equal(dense('block(64)').layers, null);
    assert.equal(dense('layers.Conv2D(8, 3)').layers, null);
  });

  it('follows the usual question for the order of the axes', () => {
    const text = kerasRun(`if keras.backend.image_data_format() == "channels_first":
    input_shape = (1, 28, 28)
else:
    input_shape = (28, 28, 1)
model = Sequential([layers.Conv2D(8, 3, input_shape=input_shape), ${rest}`);
    assert.equal(flopsOf(text), CONVOLUTION);
  });

  it('follows what the data are when a network that says nothing of them is called with them', () => {
    const text = kerasRun(
      `class Net(Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(8, 3)
        self.out = layers.Dense(10)
    def call(self, x):
        return self.out(layers.GlobalAveragePooling2D()(self.conv(x)))
model = Net()`,
      'cifar10',
    );
    const { parameters, flopsPerSample } = runOf(text);
    assert.equal(flopsPerSample?.value, 2 * (30 * 30 * 27 * 8 + 80));
    assert.equal(parameters?.value, 27 * 8 + 8 + 90);
  });

  it('knows the rows of the houses and of texts that are made into vectors', () => {
    const houses = kerasRun(
      'model = Sequential([layers.Dense(1, input_shape=(x_train.shape[1],))])',
      'california_housing',
    );
    assert.deepEqual([runOf(houses).samples?.value, flopsOf(houses)], [16_512, 16]);
    const texts = kerasRun(
      `def vectors(texts, words=1000):
    found = np.zeros((len(texts), words))
    for at, text in enumerate(texts):
        found[at, text] = 1.0
    return found
x_train = vectors(x_train)
model = Sequential([layers.Dense(4, input_shape=(1000,))])`,
      'reuters',
    );
    assert.deepEqual([runOf(texts).dataset?.value, flopsOf(texts)], ['reuters', 8000]);
  });
});

describe('networks that a file defines', () => {
  before(loadParser);

  it('are its classes and its containers, without the blocks in them', () => {
    const network = net(
      'self.conv = nn.Conv2d(3, 8, 3)\nself.fc = nn.Linear(8, 10)',
      'return self.fc(self.conv(x).mean((2, 3)))',
    );
    const text = `${torchRun(network, CIFAR)}
class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
class Whole(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.part = Part()
small = nn.Sequential(nn.Linear(4, 2))
small(torch.randn(1, 4))
`;
    const found = definedModels(modelOf(text)).map(({ name, parameters, flopsPerSample }) => [
      name,
      parameters,
      flopsPerSample,
    ]);
    assert.deepEqual(found, [
      ['Net', 314, 2 * (30 * 30 * 27 * 8 + 80)],
      ['Whole', null, null],
      ['small', 10, 16],
    ]);
  });
});
