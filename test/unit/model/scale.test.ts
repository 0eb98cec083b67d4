/** How large a run is taken to be: by its work where that can be counted, by what the program shows where not. */
import assert from 'node:assert/strict';
import { kerasFits } from '../../../src/core/model/trainers/keras-fit';
import { scaleOfKeras, scaleOfLoop, scaleOfProgram } from '../../../src/core/model/scale/of-runs';
import { UNSEEN } from '../../../src/core/model/scale/network';
import { judge, type RunFacts, type Scale } from '../../../src/core/model/scale/scale';
import type { Signs } from '../../../src/core/model/scale/signs';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

before(loadParser);

const STEP = `
        loss = criterion(model(x.cuda()), y.cuda())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
`;

function loopScale(setUp: string, loop: string, kind: 'module' | 'notebook' = 'module'): Scale {
  const model = modelOf(`import torch\nfrom torch import nn\n${setUp}\n${loop}${STEP}`, { kind });
  const [first] = model.trainingLoops;
  assert.ok(first, 'no training loop');
  return scaleOfLoop(model, first);
}

function kerasScale(text: string): Scale {
  const model = modelOf(text);
  const [first] = kerasFits(model);
  assert.ok(first, 'no fit');
  return scaleOfKeras(model, first);
}

const overCifar = (network: string): string => `import torchvision
loader = torch.utils.data.DataLoader(torchvision.datasets.CIFAR10("data"), batch_size=128)
model = ${network}`;
const epochs = (count: number): string => `for epoch in range(${count}):\n    for x, y in loader:`;

describe('scale of a hand-written loop', () => {
  it('is short where rows, epochs and network make seconds of work', () => {
    assert.equal(loopScale(overCifar('torchvision.models.resnet18()'), epochs(3)).size, 'short');
  });

  it('is long where they make many minutes', () => {
    assert.equal(loopScale(overCifar('torchvision.models.resnet18()'), epochs(200)).size, 'long');
  });

  it('is neither for a few minutes', () => {
    const { size, because } = loopScale(overCifar('torchvision.models.resnet18()'), epochs(30));
    assert.deepEqual([size, because], ['unknown', 'the run takes a few minutes']);
  });

  it('is as long as all turns of the loops around it', () => {
    const cycles = (count: number): string =>
      `for cycle in range(${count}):\n${`${epochs(3)}${STEP}`.replace(/^(?=.)/gm, '    ')}`;
    const scaleOf = (setUp: string, count: number): string => {
      const model = modelOf(`import torch\nfrom torch import nn\n${setUp}\n${cycles(count)}`);
      return model.trainingLoops.map((loop) => scaleOfLoop(model, loop).size).join();
    };
    const setUp = overCifar('torchvision.models.resnet18()');
    assert.deepEqual([scaleOf(setUp, 1), scaleOf(setUp, 100)], ['short', 'long']);
    const folds = `def train(fold):\n${`${setUp}\n${epochs(3)}${STEP}`.replace(/^(?=.)/gm, '    ')}`;
    const model = modelOf(`import torch\nfrom torch import nn\n${folds}\nfor fold in range(100):\n    train(fold)`);
    assert.deepEqual(
      model.trainingLoops.map((loop) => scaleOfLoop(model, loop).size),
      ['long'],
    );
  });

  it('counts the launches of steps, however small the network', () => {
    const net = 'nn.Sequential(nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3), nn.Flatten(), nn.Linear(576, 10))';
    const scale = loopScale(overCifar(net), epochs(300));
    assert.deepEqual([scale.size, scale.light], ['long', true]);
  });

  it('is short for few weights that are used once an example, for however many epochs', () => {
    const net = 'model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 1))';
    assert.equal(loopScale(net, epochs(5000)).size, 'short');
  });

  it('is short for a counted number of steps', () => {
    assert.equal(loopScale('', 'for step in range(500):\n    for x, y in [next(batches)]:').size, 'short');
  });

  it('is not long for a pass or two of fine-tuning over data of which nothing is known', () => {
    const published = 'import timm\nmodel = timm.create_model("resnet50")\nfrom project import loader';
    assert.equal(loopScale(published, epochs(2)).size, 'unknown');
    assert.equal(loopScale(published, epochs(3)).size, 'long');
  });

  it('is not long for a regression, however it is launched and whatever its vocabulary', () => {
    const setUp = 'import argparse\nparser = argparse.ArgumentParser()\nmodel = nn.Sequential(nn.Linear(36308, 90))';
    const kept = `${epochs(30)}${STEP}\ntorch.save(model, "model.pt")\n`;
    assert.equal(loopScale(setUp, kept).size, 'unknown');
    assert.equal(loopScale(setUp.replace('90)', `90)${', nn.Linear(90, 90)'.repeat(3)}`), kept).size, 'long');
  });

  it('is unknown where nothing speaks for it', () => {
    assert.equal(loopScale('from project import loader, model', epochs(20)).size, 'unknown');
  });

  it('is long for a published network over data that are not known', () => {
    assert.equal(loopScale('import timm\nmodel = timm.create_model("resnet50")', epochs(20)).size, 'long');
  });

  it('is long for a command that keeps checkpoints, but not for a notebook', () => {
    const command = `import argparse
from project import loader, model
args = argparse.ArgumentParser().parse_args()
torch.save(model, args.path)`;
    assert.equal(loopScale(command, epochs(20)).size, 'long');
    assert.equal(loopScale(command, epochs(20), 'notebook').size, 'unknown');
  });

  it('is short for data that are made up on the spot', () => {
    const setUp = 'data = torch.randn(pick(), 10)\nloader = torch.utils.data.DataLoader(data)';
    assert.equal(loopScale(setUp, epochs(20)).because, 'the data are made up on the spot');
  });
});

describe('scale of runs that calls start', () => {
  const training = `
import torchvision
def train(model, loader, optimizer, epochs):
    for epoch in range(epochs):
        for x, y in loader:
            loss = criterion(model.denoise(x.cuda()), y.cuda())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
loader = torch.utils.data.DataLoader(torchvision.datasets.CIFAR10("data"), batch_size=128)
`;
  const runs = (width: number): string => `import torch\nfrom torch import nn\n${training}
class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, ${width}, 3), nn.Conv2d(${width}, ${width}, 3), nn.Conv2d(${width}, 3, 3))
    def denoise(self, x):
        return self.body(x)
small, large = Denoiser(), Denoiser()
adam = torch.optim.Adam(small.parameters(), lr=0.1)
train(small, loader, adam, 15)
adam = torch.optim.Adam(large.parameters(), lr=0.1)
train(large, loader, adam, 10)`;
  const sizeOf = (text: string): string | undefined => {
    const model = modelOf(text);
    return model.trainingLoops[0] && scaleOfLoop(model, model.trainingLoops[0]).size;
  };

  it('follows the network whose parameters their optimizer has', () => {
    assert.equal(sizeOf(runs(8)), 'short');
    assert.equal(sizeOf(runs(1024)), 'long');
  });
});

describe('scale of a network that holds another one', () => {
  const CLASS = `class LanguageModel(nn.Module):
    def __init__(self, encoder, vocabulary):
        super().__init__()
        self.encoder = encoder
        self.pairs = nn.Linear(encoder.hidden, 2)
        self.words = nn.Linear(encoder.hidden, vocabulary)

    def forward(self, x):
        x = self.encoder(x)
        return self.pairs(x), self.words(x)
`;
  const around = (encoder: string): string =>
    loopScale(
      `${CLASS}\nfrom texts import loader, vocabulary\nmodel = LanguageModel(${encoder}, vocabulary)`,
      epochs(5),
    ).size;

  it('is unknown where that one was not seen', () => {
    assert.equal(around('load_encoder()'), 'unknown');
  });

  it('is that of both where it was', () => {
    assert.equal(around('nn.Linear(64, 64)'), 'short');
  });
});

describe('what speaks for a real job', () => {
  const folder = (epochs: number) =>
    loopScale(
      `from torchvision.datasets import ImageFolder
from networks import Net
loader = torch.utils.data.DataLoader(ImageFolder("data"))
model = Net()`,
      `for epoch in range(${epochs}):\n    for x, y in loader:`,
    );

  it('is no folder of pictures by itself, but many passes over it are', () => {
    assert.equal(folder(20).size, 'unknown');
    assert.equal(folder(60).size, 'long');
  });

  it('is no number of weights that are used once an example', () => {
    const over = (layers: string) =>
      loopScale(`from tables import loader\nmodel = nn.Sequential(${layers})`, epochs(30)).size;
    assert.equal(
      over('nn.Linear(64, 1400), nn.ReLU(), nn.Linear(1400, 1400), nn.ReLU(), nn.Linear(1400, 1)'),
      'unknown',
    );
    assert.equal(
      over('nn.Conv1d(64, 800, 3), nn.ReLU(), nn.Conv1d(800, 800, 3), nn.ReLU(), nn.Conv1d(800, 1, 3)'),
      'long',
    );
  });

  it('is no pass or two, however the program is launched', () => {
    const command = `import argparse
from networks import Net
from data import loader
args = argparse.ArgumentParser().parse_args()
model = nn.DataParallel(Net())
torch.save(model.state_dict(), "last.pt")`;
    assert.equal(loopScale(command, epochs(1)).size, 'unknown');
    assert.equal(loopScale(command, epochs(20)).size, 'long');
  });

  it('is the work of a Keras network as it is counted, where its dense layers hold the weights', () => {
    const fit = (batch: number) =>
      kerasScale(`import keras
(x, y), _ = keras.datasets.cifar10.load_data()
model = keras.Sequential([
    keras.Input((32, 32, 3)),
    keras.layers.Conv2D(32, 3, activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, batch_size=${batch}, epochs=20)`).size;
    assert.equal(fit(128), 'short');
    assert.equal(fit(8), 'long');
  });
});

describe('scale of an exercise', () => {
  const net = (body: string): string => `class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(5, 8)
        ${body}
    def forward(self, x):
        return self.head(self.embed(x))
model = GPT()`;
  it('does not go by the name of a network that is not written yet', () => {
    assert.equal(loopScale(net('self.head = load_head()'), epochs(15)).size, 'long');
    assert.equal(loopScale(net('self.head = # your code here'), epochs(15)).size, 'unknown');
    assert.equal(loopScale(net('self.head = nn.Linear(8, 5)'), epochs(15)).size, 'short');
  });
});

describe('scale of a Keras fit', () => {
  const net = (width: number): string => `from tensorflow import keras
from tensorflow.keras import layers
(x, y), test = keras.datasets.cifar10.load_data()
model = keras.Sequential([
    layers.Conv2D(${width}, 3, input_shape=(32, 32, 3)), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(512), layers.Dense(10)])
model.compile("adam", "mse")
`;

  it('follows rows, epochs and the weights of the layers', () => {
    assert.equal(kerasScale(`${net(32)}model.fit(x, y, epochs=2)`).size, 'short');
    assert.equal(kerasScale(`${net(64)}model.fit(x, y, epochs=100)`).size, 'long');
  });

  it('takes digits for a toy unless the work is counted and long', () => {
    const fit = (count: number): string => `from tensorflow import keras
(x, y), test = keras.datasets.mnist.load_data()
model = make()
model.compile("adam", loss="mse")
model.fit(x, y, epochs=${count})`;
    assert.equal(kerasScale(fit(10)).size, 'short');
    assert.equal(kerasScale(fit(200)).size, 'long');
  });
});

describe('scale of a program', () => {
  it('is that of its longest run', () => {
    const text = `import torch, torchvision
loader = torch.utils.data.DataLoader(torchvision.datasets.CIFAR10("data"), batch_size=128)
model = torchvision.models.resnet18()
for epoch in range(1):
    for x, y in loader:${STEP}
for epoch in range(200):
    for x, y in loader:${STEP}`;
    assert.equal(scaleOfProgram(modelOf(text)).size, 'long');
  });
});

describe('scale of a run that a notebook timed', () => {
  const run: RunFacts = {
    ...{ rows: null, epochs: 5, steps: null, batch: 32, pixels: null, toy: false, decoded: false, network: UNSEEN },
    ...{ launch: 0.005, manyEpochs: null, fewEpochs: null, observed: null, tiny: null },
  };
  const nothing: Signs = { short: null, long: null, images: null };
  const sizeOf = (facts: Partial<RunFacts>, signs: Partial<Signs> = {}): string =>
    judge({ ...run, ...facts }, { ...nothing, ...signs }).size;

  it('is short when it was over within a minute, whatever the program shows', () => {
    assert.equal(sizeOf({ observed: 12 }, { long: 'it keeps checkpoints' }), 'short');
  });

  it('is long when it took many minutes', () => {
    assert.deepEqual([sizeOf({}), sizeOf({ observed: 1200 })], ['unknown', 'long']);
  });

  it('stays short on a handful of rows', () => {
    assert.equal(sizeOf({ observed: 1200, tiny: 'the data set is small' }), 'short');
  });
});

describe('a network of linear layers', () => {
  const lightOf = (weights: number): boolean => {
    const network = { ...UNSEEN, weights, flops: 2 * weights, complete: true, dense: true, layers: 50 };
    const facts = {
      rows: null,
      epochs: 10,
      steps: null,
      batch: 2,
      pixels: null,
      toy: false,
      decoded: false,
      tiny: null,
    };
    return judge(
      { ...facts, network, launch: 0.005, manyEpochs: null, fewEpochs: null, observed: null },
      { short: null, long: null, images: null },
    ).light;
  };

  it('is light up to a few millions of weights, for tokens go through more of them', () => {
    assert.deepEqual([2e6, 162e6].map(lightOf), [true, false]);
  });
});
