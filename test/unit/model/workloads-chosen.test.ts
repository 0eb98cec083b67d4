/** Facts of a workload between which conditions choose: by constants and options where they decide, else none. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');

const TRAIN = `
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(12):
    for x, y in loader:
        loss = torch.nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
`;
const IMPORTS = `import argparse, torch
from torch.utils.data import DataLoader
from torchvision import datasets, models
`;
const OPTIONS = `parser = argparse.ArgumentParser()
parser.add_argument("--arch", default="slim")
parser.add_argument("--data", choices=["digits", "clothes"], required=True)
parser.add_argument("--amp", action="store_true")
args = parser.parse_args()
`;
const LOADER = 'loader = DataLoader(datasets.MNIST("."), 64)\n';

describe('the model of a workload', () => {
  before(loadParser);

  const model = (choice: string): unknown => facts(IMPORTS + OPTIONS + choice + LOADER + TRAIN, 'model')['model'];
  const arms = (test: string): string => `if ${test}:
    net = models.squeezenet1_0()
elif args.arch == "wide":
    net = models.wide_resnet50_2()
else:
    raise ValueError(args.arch)
`;

  it('is the one that an option chooses by default, softly', () => {
    assert.equal(model(arms('args.arch == "slim"')), 'squeezenet1_0?');
    assert.equal(model(arms('args.arch in ("slim", "thin")')), 'squeezenet1_0?');
    assert.equal(model(arms('args.arch.startswith("w")').replace('"wide"', '"slim"')), null);
    assert.equal(model(arms('not args.amp and args.arch is not None')), 'squeezenet1_0?');
  });

  it('is the one that a constant chooses', () => {
    assert.equal(model(`SIZE = 2\n${arms('SIZE != 3')}`), 'squeezenet1_0');
    assert.equal(model(`net = models.vgg11()\nBIG = False\nif BIG:\n    net = models.vgg19()\n`), 'vgg11');
  });

  it('is none of several where nothing says which', () => {
    const either = (test: string): string => `if ${test}:\n    net = models.vgg11()\nelse:\n    net = models.vgg19()\n`;
    assert.equal(model(either('args.data == "digits"')), null);
    assert.equal(model(either('torch.cuda.is_available()')), null);
  });

  it('is what they all are', () => {
    assert.equal(model('net = models.vgg11()\nif torch.cuda.is_available():\n    net = net.cuda()\n'), 'vgg11');
  });

  it('is what a function hands back for the default', () => {
    const build = (value: string): string => `def build(kind):
    if kind == "slim":
        return models.squeezenet1_0()
    if kind == "wide":
        return models.wide_resnet50_2()
    return models.vgg11()
net = build(${value})
`;
    assert.equal(model(build('args.arch')), 'squeezenet1_0?');
    assert.equal(model(build('"wide"')), 'wide_resnet50_2?');
    assert.equal(model(build('"other"')), 'vgg11?');
    assert.equal(model(build('args.data')), null);
  });

  it('is chosen by name where its name is', () => {
    const named =
      'if args.arch == "slim":\n    name = "mobilenetv3_small_100"\nelse:\n    name = "vit_base_patch16_224"\n';
    assert.equal(model(`import timm\n${named}net = timm.create_model(name)\n`), 'mobilenetv3_small_100?');
  });
});

describe('the data of a workload', () => {
  before(loadParser);

  const data = (test: string): unknown =>
    facts(
      `${IMPORTS}${OPTIONS}if ${test}:
    kind = datasets.KMNIST
else:
    kind = datasets.SVHN
loader = DataLoader(kind(root="."), 64)
net = models.vgg11()
${TRAIN}`,
      'dataset',
    )['dataset'];

  it('are those that a condition chooses, none where it cannot be told', () => {
    assert.equal(data('args.arch == "slim"'), 'KMNIST');
    assert.equal(data('args.arch == "wide"'), 'SVHN');
    assert.equal(data('args.data == "digits"'), null);
  });
});

describe('the name of what is trained', () => {
  before(loadParser);

  it('is not that of a gradient tape, but of the model whose variables it asks for', () => {
    const tape = (sources: string): Record<string, unknown> =>
      facts(
        `import tensorflow as tf
net = tf.keras.applications.MobileNetV2()
for turn in range(40):
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = criterion(y, x)
        gradients = tape.gradient(loss, ${sources})
        optimizer.apply_gradients(zip(gradients, ${sources}))`,
        'model',
      );
    assert.deepEqual(tape('picture'), { model: null });
    assert.deepEqual(tape('net.trainable_variables'), { model: 'MobileNetV2' });
  });

  it('is that of the model which is copied to several GPUs', () => {
    const text = `from tensorflow import keras
from tensorflow.keras.utils import multi_gpu_model
net = multi_gpu_model(keras.applications.Xception(weights=None), 4)
net.compile(optimizer="adam", loss="mse")
net.fit(x, y, epochs=3)`;
    assert.deepEqual(facts(text, 'model'), { model: 'Xception' });
  });
});

describe('the precision of a workload', () => {
  before(loadParser);

  const precision = (enabled: string, around = ''): unknown => {
    const step = TRAIN.replace(
      '        loss = torch.nn.functional.cross_entropy(net(x), y)\n',
      `        with torch.autocast("cuda"${enabled}):\n            loss = torch.nn.functional.cross_entropy(net(x), y)\n`,
    );
    const whole = around ? `${around}\n${indented(step)}` : step;
    return facts(`${IMPORTS}${OPTIONS}${LOADER}net = models.vgg11()\n${whole}`, 'precision')['precision'];
  };

  it('is that of autocast', () => {
    assert.equal(precision(''), 'mixed');
    assert.equal(precision(', enabled=True'), 'mixed');
  });

  it('is full where an option has to switch autocast on', () => {
    assert.equal(precision(', enabled=args.amp'), 'fp32?');
    assert.equal(precision('', 'if args.amp:'), 'fp32?');
    assert.equal(precision(', enabled=not args.amp'), 'mixed?');
  });

  it('is open where that cannot be told', () => {
    assert.equal(precision(', enabled=config.amp'), null);
  });
});
